//! Figures of several years in one table, and values that a copy repeats.
//!
//! Reports set last year's figures beside this year's: 上年数 and 本年数 under every column, 2022 and 2023 in two lines of a
//! row, 本年 and 历年累计 in the form of 2014. Those of the report's year are read, the others are said. Where the year of the
//! report is not known, or the words do not cover the figures, nothing is read.

use super::super::align::{BlockHeader, Values};
use super::super::surface::Word;
use super::super::years::year_of;
use super::wording::Period;
use super::{RowLine, TableReader};
use crate::model::{Layout, ObservationKind, fold};
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::cells::totals::total_of;
use crate::reading::recognise::place::LineAt;

/// Words that name years over columns, from left to right: where, which, and how it is printed.
pub(super) type Years = Vec<(u32, Period, String)>;

impl<'g> TableReader<'_, 'g> {
    /// The years that a line of a header names over the columns, if it names another than the report's.
    pub(super) fn years_over(&self, lines: &[LineAt]) -> Years {
        let years = |at: &LineAt| -> Years {
            let line = self.line(*at);
            let is_years = line.is_years();
            let words = line.cells.iter().filter(|word| word.label.is_some() || is_years);
            let year = |word: &Word| Period::of_word(word, self.year);
            words.filter_map(|word| Some((word.cell.column, year(word)?, word.cell.text.clone()))).collect()
        };
        let longest = lines.iter().map(years).max_by_key(Years::len).unwrap_or_default();
        let is_of_several = longest.len() > 1 && longest.iter().any(|(_, period, _)| *period != Period::This);
        if is_of_several { longest } else { Vec::new() }
    }

    /// Leaves of rows with figures of several years those of the report's, in the columns where their labels begin.
    pub(super) fn take_this_year(
        &mut self,
        years: &Years,
        header: &mut BlockHeader,
        rows: &mut [Values<'g>],
        n: usize,
    ) {
        let Some((first, ..)) = years.first() else { return };
        let is_this = |at: usize| years.get(at).is_some_and(|(_, period, _)| *period == Period::This);
        let ours: Vec<usize> = (0..years.len()).filter(|at| is_this(*at)).collect();
        let is_known = years.iter().all(|(_, period, _)| *period != Period::Unknown);
        let place = |column: u32| years.iter().position(|(place, ..)| *place == column);
        let is_under = |row: &Values| row.value_columns().all(|column| place(column).is_some());
        let fits = |row: &Values| is_under(row) || row.value_columns().count() == years.len();
        if !is_known || ours.len() != n || !years.len().is_multiple_of(n) || !rows.iter().all(fits) {
            header.is_foreign = true;
            header.known.fill(None);
            return;
        }
        let is_placed = rows.iter().all(is_under);
        if !is_placed {
            header.known.fill(None);
        }
        let group = years.len() / n;
        for row in rows {
            let mut counted = 0;
            row.cells.retain_mut(|placed| {
                if !placed.is_value {
                    return true;
                }
                let at = if is_placed { place(placed.column).unwrap_or(0) } else { counted };
                counted += 1;
                let nth = ours.iter().position(|ours| *ours == at);
                if let Some(nth) = nth {
                    placed.column = if is_placed {
                        years[nth * group].0
                    } else {
                        row.label.map_or(*first, |label| label + 1) + u32::try_from(nth).unwrap_or(u32::MAX)
                    };
                }
                nth.is_some()
            });
        }
        let mut said: Vec<&str> = Vec::new();
        for (_, period, printed) in years {
            if *period == Period::Other && !said.contains(&printed.as_str()) {
                said.push(printed);
                self.observe(ObservationKind::ColumnNotInForm, |seen, _| seen.printed.clone_from(printed));
            }
        }
    }

    /// Of rows that say their year beside the figures, those of the report's. Returns also the rows of which nothing is
    /// left to read.
    pub(super) fn rows_of_this_year(&mut self, block: usize, rows: &[RowLine<'g>]) -> (Vec<RowLine<'g>>, Vec<usize>) {
        let year = |row: &RowLine| {
            let mut words = row.values.cells.iter().filter(|placed| !placed.is_value);
            words.find_map(|placed| Period::of(&placed.cell.text, self.year))
        };
        let years: Vec<Option<Period>> = rows.iter().map(year).collect();
        let (mut kept, mut others, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
        for (row, year) in rows.iter().zip(&years) {
            let mut row = row.clone();
            match year {
                None => kept.push(row),
                Some(Period::This) => {
                    row.values.cells.retain(|placed| {
                        placed.is_value || Period::of(&placed.cell.text, self.year) != Some(Period::This)
                    });
                    kept.push(row);
                }
                Some(Period::Other) => others.push(row),
                Some(Period::Unknown) => unknown.push(row),
            }
        }
        if let Some(row) = others.first() {
            self.note_values(&row.values);
        }
        let is_read = |row: usize| kept.iter().any(|kept| kept.row == row);
        let lost: Vec<RowLine> = others.into_iter().chain(unknown).filter(|row| !is_read(row.row)).collect();
        (kept, self.refuse_rows(block, &lost))
    }

    /// Says that rows have figures that are not to be told apart.
    fn refuse_rows(&mut self, block: usize, lost: &[RowLine<'g>]) -> Vec<usize> {
        let mut rows: Vec<usize> = lost.iter().map(|row| row.row).collect();
        rows.dedup();
        let Some(first) = lost.first() else { return rows };
        let n = self.printed_columns(block).len();
        self.note_unassigned(block, &rows, &first.values, n);
        rows
    }

    /// The lines of `n` figures of a table printed on one line, without those that are of another year by the words beside
    /// them; and whether the first of them is of something else.
    pub(super) fn lines_of_this_year(&mut self, lines: &[Values<'g>], n: usize) -> (Vec<Values<'g>>, bool) {
        // 2022 in front of the figures is no word, and none of them.
        let year_in_front = |values: &Values<'g>| {
            let at = values.cells.iter().position(|placed| placed.is_value)?;
            let is_year = year_of(&values.cells[at].cell.text).is_some();
            (is_year && values.label.is_none() && values.value_columns().count() == n + 1).then_some(at)
        };
        let beside = |values: &Values<'g>| match values.label {
            Some(label) => {
                let cells = &self.line(values.at).cells;
                cells.iter().find(|word| word.cell.column == label).map(|word| word.cell.text.clone())
            }
            None => year_in_front(values).map(|at| values.cells[at].cell.text.clone()),
        };
        let named: Vec<Option<String>> = lines.iter().map(beside).collect();
        let is_plain = |text: &String| {
            let body = fold(text).body;
            // Of a line alone it is all that there is; beside another it says that they are two things.
            let is_total = lines.len() == 1 && total_of(text).is_some();
            is_total || LEXICON.line_names.have(&body) || LEXICON.is_unit(&body) || LEXICON.is_agency(text)
        };
        let (mut kept, mut others) = (Vec::new(), Vec::new());
        let bare = |values: &Values<'g>| {
            let mut bare = values.clone();
            bare.cells.drain(..year_in_front(values).map_or(0, |at| at + 1));
            bare
        };
        let lines: Vec<Values> = lines.iter().map(bare).collect();
        for (line, name) in lines.iter().zip(&named) {
            match name.as_ref().map(|name| (Period::of(name, self.year), is_plain(name))) {
                None | Some((Some(Period::This), _) | (None, true)) => kept.push((line.clone(), false)),
                Some((Some(Period::Other), _)) => others.push(line.clone()),
                Some(_) => kept.push((line.clone(), true)),
            }
        }
        for values in &others {
            self.note_values(values);
        }
        if kept.is_empty() {
            kept = others.into_iter().map(|line| (line, true)).collect();
        }
        let is_foreign = kept.iter().any(|(_, is_foreign)| *is_foreign);
        (kept.into_iter().map(|(line, _)| line).collect(), is_foreign)
    }

    /// The value of a merged cell that a copy repeats in each of its columns is one value: 45871, 45871, 45871.
    pub(super) fn collapse_repeated(&self, block: usize, lines: &[LineAt], rows: &mut [Values<'g>]) {
        let blocks = &self.edition.tables[self.table].blocks;
        let widest = (0..blocks.len()).filter(|at| blocks[*at].layout != Layout::OneLine);
        let widest = widest.map(|at| self.printed_columns(at).len()).max().unwrap_or(0);
        let named = lines.iter().map(|line| self.header_labels(block, *line).count()).max().unwrap_or(0);
        for row in rows {
            let mut values = row.cells.iter().filter(|placed| placed.is_value).map(|placed| &placed.cell.text);
            let Some(first) = values.next() else { continue };
            let count = 1 + values.clone().count();
            if count > 1 && (count == widest || count == named) && values.all(|other| other == first) {
                let at = row.cells.iter().position(|placed| placed.is_value).unwrap_or(0);
                row.cells.truncate(at + 1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::forms::Forms;
    use crate::model::{BlockAt, Figure, ObservationKind};
    use crate::reading::{ReadOptions, Reader};

    const GROUPS: &str = "四、政府信息公开行政复议、行政诉讼情况\n行政复议,行政诉讼\n未经复议直接起诉,复议后起诉\n";
    const FIFTEEN: &str = "9,3,0,1,13,4,0,0,2,6,2,1,0,0,3\n";

    fn columns() -> String {
        ["结果维持,结果纠正,其他结果,尚未审结,总计"; 3].join(",") + "\n"
    }

    /// What 行政复议/结果维持 of a table 4 is read as, and what was observed.
    fn upheld(text: &str) -> (Option<String>, Vec<ObservationKind>) {
        let forms = Forms::embedded().expect("the embedded forms keep the laws");
        let edition = Some("2021".into());
        let reader = Reader::new(&forms, ReadOptions { edition, year: Some(2023), ..ReadOptions::default() });
        let filings = reader.read(text.as_bytes(), Some("copy.csv")).expect("it is read");
        let form = forms.get("2021").expect("2021");
        let first = form.cell_at(BlockAt { table: 2, block: 0 }, 0, 0).expect("a cell");
        let transcript = &filings[0].transcripts[0];
        let figure = transcript.entry(first).and_then(|entry| match entry.figure {
            Figure::Number(number) => Some(number.to_string()),
            _ => None,
        });
        (figure, transcript.observations.iter().map(|seen| seen.kind).collect())
    }

    #[test]
    fn the_numbers_of_the_columns_are_no_figures() {
        for numbers in ["1,2,3,4,5,6,7,8,9,10,11,12,13,14,15\n", "0,1,2,3,4,5,6,7,8,9,10,11,12,13,14\n"] {
            let (figure, seen) = upheld(&[GROUPS, &columns(), numbers, FIFTEEN].concat());
            assert_eq!(figure.as_deref(), Some("9"));
            assert!(!seen.contains(&ObservationKind::RowDuplicated));
        }
    }

    #[test]
    fn a_second_line_of_figures_is_said() {
        let (figure, seen) = upheld(&[GROUPS, &columns(), FIFTEEN, "1,1,1,1,4,2,2,2,2,8,3,3,3,3,99\n"].concat());
        assert_eq!(figure.as_deref(), Some("9"));
        assert!(seen.contains(&ObservationKind::RowDuplicated));
    }

    #[test]
    fn words_beside_the_line_are_of_the_report_or_it_is_refused() {
        let beside = |word: &str| upheld(&format!("{GROUPS}{}{word},{FIFTEEN}", columns()));
        assert_eq!(beside("数量").0.as_deref(), Some("9"));
        assert_eq!(beside("2023年").0.as_deref(), Some("9"));
        for other in ["2022年", "东区"] {
            let (figure, seen) = beside(other);
            assert_eq!(figure, None, "{other}");
            assert!(seen.contains(&ObservationKind::ValuesUnassigned), "{other}");
        }
    }
}
