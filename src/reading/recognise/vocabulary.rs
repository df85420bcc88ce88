//! Every label of every form a run knows, by its folded words: what a cell of a file could be.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, RwLock};

use memchr::memmem;

use super::spellings::{self, joined, measured};
use super::year_words::{self, YearWords};
use super::years::split_last_year;
use crate::forms::Forms;
use crate::model::{Axis, Folded, Label, Layout, fold};

/// Words of a file, folded, and what they can be in the forms of the run.
#[derive(Debug, Default)]
pub(in crate::reading) struct Known {
    pub(in crate::reading) folded: Folded,
    /// Nothing for words of no form.
    pub(in crate::reading) meanings: Box<[Meaning]>,
    /// The year of the reports in which they mean that, where they name one: 2023年新收政府信息公开申请数量.
    pub(super) of_year: Option<u16>,
    /// The year that they name, once somebody asked.
    pub(super) year: OnceLock<Option<YearWords>>,
    /// Whether they are part of a row label, once somebody asked.
    is_piece: OnceLock<bool>,
}

/// The labels of all editions.
#[derive(Debug)]
pub(in crate::reading) struct Vocabulary {
    words: HashMap<String, Vec<Meaning>>,
    /// What labels of files were found to be, by their words as printed: the labels of a form come again in every file.
    memo: RwLock<HashMap<Box<str>, Arc<Known>>>,
    /// All words of rows, one a line.
    row_words: String,
    /// Per edition and table: which table it is across editions, by id.
    tables: Vec<Vec<TableKey>>,
    /// Per edition, table and block: its columns.
    columns: Vec<Vec<Vec<Vec<Column>>>>,
    /// Per table across editions: how many cells are printed on one line.
    one_line: Vec<usize>,
}

/// A column of the form.
#[derive(Debug)]
struct Column {
    id: String,
    /// It has figures of its own.
    has_figures: bool,
}

/// A table across editions: tables of the same id are the same.
pub(in crate::reading) type TableKey = usize;

/// One thing a label can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reading) struct Meaning {
    pub(in crate::reading) edition: usize,
    pub(in crate::reading) table: usize,
    pub(in crate::reading) part: LabelPart,
    /// The list mark in the form, to tell labels of the same words apart.
    pub(in crate::reading) ordinal: Option<crate::model::Ordinal>,
}

impl Meaning {
    /// Whether it is a row or a column.
    pub(in crate::reading) fn is_line(&self) -> bool {
        matches!(self.part, LabelPart::Row { .. } | LabelPart::Column { .. })
    }

    /// Whether it is the title of a table.
    pub(in crate::reading) fn is_title(&self) -> bool {
        self.part == LabelPart::Title
    }

    /// Whether it is a row with figures of its own.
    pub(in crate::reading) fn is_row(&self) -> bool {
        matches!(self.part, LabelPart::Row { heading: false, .. })
    }
}

/// The part of a table that a label names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reading) enum LabelPart {
    Title,
    /// A block's heading or stub.
    Furniture,
    Row {
        block: usize,
        line: usize,
        /// Without figures of its own, unless a subtotal.
        heading: bool,
    },
    Column {
        block: usize,
        line: usize,
    },
}

/// The rows and columns of a block, each with what a label of it means.
fn lines<'a>(block: usize, rows: &'a Axis, columns: &'a Axis) -> impl Iterator<Item = (&'a Axis, usize, LabelPart)> {
    let row = move |line: usize| LabelPart::Row { block, line, heading: !rows.lines[line].has_cells() };
    let rows = (0..rows.lines.len()).map(move |line| (rows, line, row(line)));
    let columns = (0..columns.lines.len()).map(move |line| (columns, line, LabelPart::Column { block, line }));
    rows.chain(columns)
}

impl Vocabulary {
    pub(in crate::reading) fn new(forms: &Forms) -> Self {
        let mut this = Self {
            words: HashMap::new(),
            memo: RwLock::default(),
            row_words: String::new(),
            tables: Vec::new(),
            columns: Vec::new(),
            one_line: Vec::new(),
        };
        let mut keys: Vec<&str> = Vec::new();
        for (edition, form) in forms.editions().iter().enumerate() {
            let mut row = Vec::new();
            for (table, spec) in form.tables.iter().enumerate() {
                let key = keys.iter().position(|id| *id == spec.id).unwrap_or_else(|| {
                    keys.push(&spec.id);
                    this.one_line.push(0);
                    keys.len() - 1
                });
                row.push(key);
                let one_line = spec.blocks.iter().filter(|block| block.layout == Layout::OneLine);
                let needed = |axis: &Axis| axis.printed().filter(|line| !axis.lines[*line].is_optional).count();
                let cells = one_line.map(|block| needed(&block.rows) * needed(&block.columns));
                this.one_line[key] = this.one_line[key].max(cells.sum());
                let mut add = |label: &Label, part| this.add(label.folded(), edition, table, part);
                add(&spec.label, LabelPart::Title);
                spec.aliases.iter().for_each(|alias| add(alias, LabelPart::Title));
                if let Some(corner) = &spec.corner {
                    add(&Label::new(corner), LabelPart::Furniture);
                }
                for (block, grid) in spec.blocks.iter().enumerate() {
                    let furniture = grid.heading.iter().chain(&grid.stub).chain(&grid.measures);
                    furniture.for_each(|label| add(label, LabelPart::Furniture));
                    for (axis, line, part) in lines(block, &grid.rows, &grid.columns) {
                        axis.lines[line].labels().for_each(|label| add(label, part));
                    }
                }
            }
            this.tables.push(row);
            let ids = |axis: &Axis| {
                axis.lines.iter().map(|line| Column { id: line.id.clone(), has_figures: line.has_cells() }).collect()
            };
            let ids = form.tables.iter().map(|table| table.blocks.iter().map(|block| ids(&block.columns)).collect());
            this.columns.push(ids.collect());
        }
        this.add_spellings(forms);
        let is_row = |meanings: &[Meaning]| meanings.iter().any(|m| matches!(m.part, LabelPart::Row { .. }));
        let rows = this.words.iter().filter(|(_, meanings)| is_row(meanings));
        this.row_words = rows.flat_map(|(body, _)| [body.as_str(), "\n"]).collect();
        this
    }

    /// Adds the spellings that follow from the labels: never words that a form has itself, and of the joined ones none
    /// that could be two lines of a table. A label with its unit is as clear as the label.
    fn add_spellings(&mut self, forms: &Forms) {
        let mut derived: Vec<(Folded, usize, usize, LabelPart)> = Vec::new();
        for (edition, form) in forms.editions().iter().enumerate() {
            for (table, spec) in form.tables.iter().enumerate() {
                let all = || spec.blocks.iter().enumerate().flat_map(|(at, grid)| lines(at, &grid.rows, &grid.columns));
                let own: Vec<_> = all()
                    .flat_map(|(axis, line, part)| joined(axis, line).into_iter().map(move |f| (f, part)))
                    .collect();
                let mut times: HashMap<&str, usize> = HashMap::new();
                for (folded, _) in &own {
                    *times.entry(&folded.body).or_default() += 1;
                }
                let clear = own.iter().filter(|(folded, _)| times[folded.body.as_str()] == 1).cloned();
                let measured =
                    all().flat_map(|(axis, line, part)| measured(&axis.lines[line]).map(move |folded| (folded, part)));
                derived.extend(clear.chain(measured).map(|(folded, part)| (folded, edition, table, part)));
            }
        }
        derived.retain(|(folded, ..)| !self.words.contains_key(&folded.body));
        for (folded, edition, table, part) in derived {
            self.add(&folded, edition, table, part);
        }
    }

    fn add(&mut self, folded: &Folded, edition: usize, table: usize, part: LabelPart) {
        let meanings = self.words.entry(folded.body.clone()).or_default();
        if !meanings.iter().any(|m| (m.edition, m.table, m.part) == (edition, table, part)) {
            meanings.push(Meaning { edition, table, part, ordinal: folded.ordinal });
        }
    }

    /// What words of a file can be.
    pub(in crate::reading) fn known(&self, text: &str) -> Arc<Known> {
        /// A form has some hundred labels, each written in a handful of ways; what comes after so many is looked up anew.
        const MANY: usize = 10_000;
        if let Ok(memo) = self.memo.read()
            && let Some(known) = memo.get(text)
        {
            return Arc::clone(known);
        }
        let folded = fold(text);
        let meanings = self.words.get(&folded.body).map_or(&[][..], Vec::as_slice);
        let meanings = if meanings.is_empty() { self.without_remark(text) } else { meanings.into() };
        let named = if meanings.is_empty() { self.of_named_year(text, &folded) } else { None };
        let (of_year, meanings) = named.map_or((None, meanings), |(year, meanings)| (Some(year), meanings));
        let known = Arc::new(Known { folded, meanings, of_year, ..Known::default() });
        // What is no label of a form is a name, a title, a sentence, and does not come again.
        if !known.meanings.is_empty()
            && let Ok(mut memo) = self.memo.write()
            && memo.len() < MANY
        {
            memo.insert(text.into(), Arc::clone(&known));
        }
        known
    }

    /// The lines that words can be without the remark or the footnote that offices put behind a label: 行政许可（含不予许可）,
    /// 规章①. Not where the remark makes them another line: 行政许可（上年）.
    fn without_remark(&self, text: &str) -> Box<[Meaning]> {
        let Some(bare) = spellings::without_remark(text) else { return Box::default() };
        self.words.get(&fold(bare).body).into_iter().flatten().filter(|m| m.is_line()).copied().collect()
    }

    /// The lines that words can be which name a year where the form says 本年, 上年 or 下年度, or behind that, and the year of
    /// the reports in which they are.
    fn of_named_year(&self, text: &str, folded: &Folded) -> Option<(u16, Box<[Meaning]>)> {
        let mut named = year_words::in_words_of_the_form(&folded.body).chain(year_words::explained(text));
        named.find_map(|(year, body)| {
            let meanings = self.words.get(&body)?.iter().filter(|m| m.is_line()).copied();
            Some((year, meanings.collect::<Box<[Meaning]>>())).filter(|(_, meanings)| !meanings.is_empty())
        })
    }

    /// Whether a label is that of a row with its figures beside it, and of no column.
    pub(in crate::reading) fn is_row(&self, label: &Known) -> bool {
        let is_row = |m: &Meaning| m.is_row() && !self.has_one_line(self.key(m));
        let is_other = |m: &Meaning| label.folded.ordinal.is_none() && matches!(m.part, LabelPart::Column { .. });
        label.meanings.iter().any(is_row) && !label.meanings.iter().any(is_other)
    }

    /// Whether words are part of a row label of some form, and not of one or two characters that many words have.
    pub(in crate::reading) fn is_piece(&self, label: &Known) -> bool {
        const TELLING: usize = 2;
        *label.is_piece.get_or_init(|| {
            let body = &label.folded.body;
            let is_telling = body.chars().nth(TELLING - 1).is_some();
            is_telling && memmem::find(self.row_words.as_bytes(), body.as_bytes()).is_some()
        })
    }

    /// The row label with which a text begins when a figure follows without anything between: `规章` of `规章000`.
    pub(in crate::reading) fn run_together(&self, text: &str) -> Option<Arc<Known>> {
        /// Where figures may begin in a line; labels have a digit or two of their own.
        const BORDERS: usize = 8;
        /// Characters; no label is longer.
        const LONGEST: usize = 80;
        // 其他2022年 heads the figures of a year.
        if split_last_year(text.trim_end()).is_some() {
            return None;
        }
        let mut last = '0';
        let mut borders = text.char_indices().take(LONGEST).filter(|(_, c)| {
            let before = std::mem::replace(&mut last, *c);
            c.is_ascii_digit() && !before.is_ascii()
        });
        borders
            .by_ref()
            .take(BORDERS)
            .map(|(at, _)| self.known(&text[..at]))
            .find(|label| label.meanings.iter().any(Meaning::is_row))
    }

    /// The table of a meaning, across editions.
    pub(in crate::reading) fn key(&self, meaning: &Meaning) -> TableKey {
        self.tables[meaning.edition][meaning.table]
    }

    /// The name of a column that a meaning is.
    pub(in crate::reading) fn column_id(&self, meaning: &Meaning) -> Option<&str> {
        let LabelPart::Column { block, line } = meaning.part else { return None };
        Some(&self.columns[meaning.edition][meaning.table][block][line].id)
    }

    /// The tables of which a label is that of a column with figures of its own.
    pub(in crate::reading) fn tables_with_column(&self, label: &Known) -> impl Iterator<Item = TableKey> {
        let has_figures = |meaning: &&Meaning| {
            let LabelPart::Column { block, line } = meaning.part else { return false };
            self.columns[meaning.edition][meaning.table][block][line].has_figures
        };
        let is_unmarked = label.folded.ordinal.is_none();
        label
            .meanings
            .iter()
            .filter(move |meaning| is_unmarked && has_figures(meaning))
            .map(|meaning| self.key(meaning))
    }

    /// The table of an edition, across editions.
    pub(in crate::reading) fn key_of(&self, edition: usize, table: usize) -> TableKey {
        self.tables[edition][table]
    }

    /// Which table of an edition it is, if the edition has it.
    pub(in crate::reading) fn table_in(&self, edition: usize, table: TableKey) -> Option<usize> {
        self.tables[edition].iter().position(|other| *other == table)
    }

    /// How many different tables there are.
    pub(in crate::reading) fn table_count(&self) -> usize {
        self.one_line.len()
    }

    /// Whether some edition prints a block of the table on one line, without row labels beside it.
    pub(in crate::reading) fn has_one_line(&self, table: TableKey) -> bool {
        self.one_line[table] > 0
    }

    /// How many cells that line has.
    pub(in crate::reading) fn one_line_cells(&self, table: TableKey) -> usize {
        self.one_line[table]
    }

    /// Where a table is printed, in the first edition that has it.
    pub(in crate::reading) fn rank(&self, table: TableKey) -> usize {
        self.tables.iter().find_map(|tables| tables.iter().position(|other| *other == table)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 甲乙丙 could be 丙 under 甲乙 or 乙丙 under 甲, and 甲丁 is a row of its own.
    #[test]
    fn a_joined_label_that_could_be_two_rows_is_none() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let edition = "id = \"copy\"\ntitle = { zh = \"一\", en = \"a\" }\ndocument = \"无\"\nyears = { from = 2030 }\n\
            tables = [\"statistics\"]\n";
        let table = r#"
id = "statistics"
label = "情况统计表"
brief = { zh = "统计表", en = "Statistics" }
[[block]]
value = "count"
columns = [{ id = "count", label = "数" }]
rows = [
  { id = "a", label = "甲", kind = "heading" },
  { id = "a.bc", label = "乙丙", under = "a" },
  { id = "a.d", label = "丁", under = "a" },
  { id = "a.e", label = "戊", under = "a" },
  { id = "ab", label = "甲乙", kind = "heading" },
  { id = "ab.c", label = "丙", under = "ab" },
  { id = "ad", label = "甲丁" },
]"#;
        std::fs::write(folder.path().join("edition.toml"), edition).expect("written");
        std::fs::write(folder.path().join("statistics.toml"), table).expect("written");
        let forms = Forms::embedded().and_then(|forms| forms.with_folder(folder.path())).expect("it keeps the laws");
        let vocabulary = Vocabulary::new(&forms);
        let rows = |words: &str| -> Vec<usize> {
            let known = vocabulary.known(words);
            let meanings = known.meanings.iter();
            meanings.filter_map(|m| if let LabelPart::Row { line, .. } = m.part { Some(line) } else { None }).collect()
        };
        assert_eq!(rows("甲/戊"), [3]);
        assert_eq!(rows("甲/丁"), [6]);
        assert!(rows("甲/乙丙").is_empty());
    }

    /// In no edition do two rows of a table share a joined label.
    #[test]
    fn joined_labels_of_the_forms_are_one_row_each() {
        let forms = Forms::embedded().expect("the embedded forms keep the laws");
        let vocabulary = Vocabulary::new(&forms);
        for (edition, form) in forms.editions().iter().enumerate() {
            for (table, spec) in form.tables.iter().enumerate() {
                for (block, grid) in spec.blocks.iter().enumerate() {
                    for line in 0..grid.rows.lines.len() {
                        for folded in joined(&grid.rows, line) {
                            let mine = vocabulary.words[&folded.body].iter();
                            let mine = mine.filter(|m| (m.edition, m.table) == (edition, table)).map(|m| m.part);
                            let own = LabelPart::Row { block, line, heading: !grid.rows.lines[line].has_cells() };
                            assert_eq!(mine.collect::<Vec<_>>(), [own], "{} {}", form.id, folded.body);
                        }
                    }
                }
            }
        }
    }
}
