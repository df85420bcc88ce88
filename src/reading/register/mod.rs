//! Registers: lists with a header that officers keep beside the reports. Who has to report (填报单位名录), and what was
//! explained of earlier findings (情况说明), be it the file that `--write-explanations` made or a ledger that was filled in.
//!
//! They are text in any encoding that is read, with commas, tabs or semicolons, or a workbook. Columns are found by
//! their names (`columns.toml`), in any order; columns of other names are left alone, unless they look like one that would
//! change what is added up or missed (`likely`). A sheet of agencies without a header is refused (`unheaded`). A merged cell holds for all the rows it takes up.

mod likely;
mod names;
mod unheaded;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::LazyLock;

use serde::Deserialize;

use super::dataset::year_of_field;
use crate::model::{Explanation, Member, Roster, fold};
use crate::reading::Reader;
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::bytes::{encoding, fence};
use crate::reading::cells::grid::{Grid, GridRow};
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::cells::spread::{MergedRows, Spread};
use crate::reading::cells::totals::{TotalOf, is_note, total_of};
use crate::reading::formats::format::{self, Format};
use crate::reading::formats::{delimited, office};
use crate::reading::recognise::bare_title::without_serial;
use likely::Likely;
use names::{Counts, former};
use unheaded::Bodies;

/// Under so many rows a header may stand: a title, a remark.
const HEADER_ROWS: usize = 10;

/// What the columns of a register are called, by what they are for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    /// The columns that a header must have.
    required: Vec<String>,
    columns: BTreeMap<String, Vec<String>>,
    /// What they are called besides, where no column of the header is called by one of these names; the likelier first.
    #[serde(default)]
    second: BTreeMap<String, Vec<String>>,
    /// By what a column of another name is known that may be meant for one of them.
    #[serde(default)]
    likely: BTreeMap<String, Likely>,
    /// How a foot counts those that it lists.
    #[serde(default)]
    counts: Option<Counts>,
    /// How the names of those that it lists are known, on a sheet that no header heads.
    #[serde(default)]
    bodies: Option<Bodies>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Forms {
    roster: Form,
    explanations: Form,
}

static FORMS: LazyLock<Forms> = LazyLock::new(|| embedded!("reading/register/columns"));

/// The lines under the headers of a register.
#[derive(Default)]
struct Register<'g> {
    lines: Vec<RegisterLine<'g>>,
    strangers: Vec<Stranger<'g>>,
    /// Sheets that can be seen and that no header heads.
    unheaded: Vec<&'g Grid>,
}

/// A line of a register.
struct RegisterLine<'g> {
    /// From 1.
    number: u32,
    fields: HashMap<&'static str, &'g str>,
    /// The columns of which a merged cell further up holds for it.
    held: Vec<&'static str>,
}

/// A column of a name that is not known.
struct Stranger<'g> {
    name: &'g str,
    /// What stands in it, with the numbers of the lines.
    texts: Vec<(u32, &'g str)>,
}

impl<'g> RegisterLine<'g> {
    fn text(&self, column: &str) -> &'g str {
        self.fields.get(column).copied().unwrap_or_default()
    }

    fn optional(&self, column: &str) -> Option<String> {
        Some(self.text(column)).filter(|text| !text.is_empty() && !LEXICON.is_placeholder(text)).map(str::to_owned)
    }

    fn owned(&self, column: &str) -> String {
        self.text(column).to_owned()
    }

    /// Whether it goes on with the line above, whose agency is merged over both, and says nothing else: a second person to
    /// call.
    fn goes_on(&self, above: Option<&Self>) -> bool {
        let says_the_same = |above: &Self| self.fields.iter().all(|(column, text)| above.text(column) == *text);
        self.held.contains(&"agency") && above.is_some_and(says_the_same)
    }

    fn unknown(&self, problem: Problem, column: &str) -> ReadError {
        ReadError::new(problem).with("printed", self.text(column)).with("line", self.number)
    }
}

impl Reader<'_> {
    /// Reads a roster.
    ///
    /// # Errors
    /// As [`Reader::open`]; when the file is no list or has no column of agencies, when an agency stands on it twice (a name of before that several have is no agency), when
    /// the column of exemptions says neither yes nor no, when one of another name seems to be of that kind, and when a
    /// sheet has agencies and no header.
    pub fn roster(&self, path: &Path) -> Result<Roster, ReadError> {
        let mut roster = Roster::new(path.to_string_lossy().into_owned());
        let grids = self.register(path)?;
        let register = read(&grids, &FORMS.roster)?;
        for (at, line) in register.lines.iter().enumerate() {
            let above = at.checked_sub(1).map(|above| &register.lines[above]);
            let Some(name) = line.optional("agency").filter(|_| !line.goes_on(above)) else { continue };
            let name = without_serial(&name).to_owned();
            if FORMS.roster.counts.as_ref().is_some_and(|counts| counts.is_one(&name)) {
                continue;
            }
            let former = former(line.text("former")).into_iter().filter(|name| !LEXICON.is_placeholder(name));
            let member = Member {
                former: former.map(str::to_owned).collect(),
                level: line.optional("level"),
                parent: line.optional("parent"),
                is_exempt: LEXICON.says_yes(line.text("exempt")).ok_or_else(|| {
                    let error = line.unknown(Problem::UnknownSign, "exempt");
                    error.with("column", FORMS.roster.columns["exempt"][0].as_str())
                })?,
                line: line.number,
                name,
            };
            roster.add(member).map_err(|taken| {
                ReadError::new(Problem::ListedTwice)
                    .with("printed", taken.name)
                    .with("first", taken.line)
                    .with("line", line.number)
            })?;
        }
        if roster.members().is_empty() {
            return Err(ReadError::new(Problem::NoRecords));
        }
        likely::refuse(&register, &FORMS.roster)?;
        unheaded::refuse(&register, &roster, &FORMS.roster)?;
        Ok(roster)
    }

    /// Reads explanations. A line without a reason is one that nobody filled in.
    ///
    /// # Errors
    /// As [`Reader::open`]; when the file is no list or lacks a column for the reason or the finding, and when a year is
    /// none.
    pub fn explanations(&self, path: &Path) -> Result<Vec<Explanation>, ReadError> {
        let grids = self.register(path)?;
        let mut explanations = Vec::new();
        for line in read(&grids, &FORMS.explanations)?.lines {
            let Some(reason) = line.optional("reason") else { continue };
            let year = line.optional("year");
            let year = year.map(|text| year_of_field(&text).ok_or_else(|| line.unknown(Problem::UnknownYear, "year")));
            explanations.push(Explanation {
                fingerprint: line.owned("fingerprint").to_ascii_lowercase(),
                agency: line.owned("agency"),
                year: year.transpose()?,
                code: line.owned("code").to_ascii_uppercase(),
                cells: line.owned("cells"),
                figures: line.owned("figures"),
                reason,
                author: line.owned("author"),
                date: line.owned("date"),
                line: line.number,
            });
        }
        Ok(explanations)
    }

    fn register(&self, path: &Path) -> Result<Vec<Grid>, ReadError> {
        let source = self.open(path)?;
        fence::fenced(|| {
            let bytes = self.whole(&source)?;
            match format::recognise(&bytes)? {
                Format::Container => office::read(&source, &|_, _| Ok(Some(false))).map(|(_, grids)| grids),
                _ => delimited::read_list(&encoding::decode(&bytes)?),
            }
        })
    }
}

/// What stands under each header of the register; a ledger may go on on a second sheet.
fn read<'g>(grids: &'g [Grid], form: &'static Form) -> Result<Register<'g>, ReadError> {
    let mut register = Register::default();
    let mut is_found = false;
    for grid in grids {
        let rows = grid.rows.iter().take(HEADER_ROWS).enumerate();
        let headers = rows.map(|(at, row)| Ok((at, header(row, form)?)));
        let header = headers.collect::<Result<Vec<_>, ReadError>>()?.into_iter();
        let Some((at, Some(columns))) = header.into_iter().find(|(_, header)| header.is_some()) else {
            register.unheaded.extend(Some(grid).filter(|grid| !grid.hidden));
            continue;
        };
        is_found = true;
        register.add(grid, at, &columns)?;
    }
    if is_found {
        return Ok(register);
    }
    let names = form.required.iter().map(|column| form.columns[column].iter().take(2).map(String::as_str));
    let names: Vec<String> = names.map(|names| names.collect::<Vec<_>>().join("/")).collect();
    Err(ReadError::new(Problem::NoListHeader).with("expected", names.join(", ")))
}

impl<'g> Register<'g> {
    /// Adds what stands on a sheet under the row that heads it.
    fn add(&mut self, grid: &'g Grid, header: usize, columns: &HashMap<u32, &'static str>) -> Result<(), ReadError> {
        let (header, rows) = (&grid.rows[header], &grid.rows[header + 1..]);
        let rows = || rows.iter().filter(|row| !is_foot(row));
        let number = |row: &GridRow| row.index.saturating_add(1);
        let text = |row: &'g GridRow, column: u32| row.text(column).map(str::trim);
        let merged = MergedRows::of(&grid.merged)?;
        let mut spread = Spread::over(columns.keys().copied());
        self.lines.extend(rows().map(|row| {
            spread.take(row.index, |column| text(row, column));
            let held: Vec<_> =
                spread.held(row.index, &merged).map(|(column, text)| (columns[&column], *text)).collect();
            let own = columns.iter().filter_map(|(column, role)| Some((*role, text(row, *column)?)));
            RegisterLine {
                number: number(row),
                fields: own.chain(held.iter().copied()).collect(),
                held: held.into_iter().map(|(role, _)| role).collect(),
            }
        }));
        let strangers = header.cells.iter().filter(|cell| !columns.contains_key(&cell.column));
        self.strangers.extend(strangers.map(|cell| Stranger {
            name: cell.text.trim(),
            texts: rows().filter_map(|row| Some((number(row), text(row, cell.column)?))).collect(),
        }));
        Ok(())
    }
}

/// Whether a row stands below a list and is none of it: 合计 | 36家, 制表人：… | 填表日期：….
fn is_foot(row: &GridRow) -> bool {
    let mut texts = row.cells.iter().map(|cell| cell.text.as_str());
    let is_total = texts.clone().next().and_then(total_of).is_some_and(|kind| kind != TotalOf::Group);
    is_total || is_note(&mut texts)
}

/// The columns of a row that heads the register, by their position.
fn header(row: &GridRow, form: &'static Form) -> Result<Option<HashMap<u32, &'static str>>, ReadError> {
    let folded = |text: &str| fold(text).body.to_lowercase();
    let mut columns: HashMap<u32, &'static str> = HashMap::new();
    for cell in &row.cells {
        let name = folded(&cell.text);
        let is_called = |names: &[String]| names.iter().any(|known| folded(known) == name);
        let Some((role, _)) = form.columns.iter().find(|(_, names)| is_called(names)) else { continue };
        let first = columns.iter().find(|(_, taken)| **taken == role.as_str()).map(|(column, _)| *column);
        if let Some(first) = first.and_then(|column| row.cells.iter().find(|cell| cell.column == column)) {
            let error = ReadError::new(Problem::ColumnsAmbiguous).with("first", &first.text).with("second", &cell.text);
            let field = |column: u32| u64::from(column) + 1;
            return Err(error.with("first_field", field(first.column)).with("second_field", field(cell.column)));
        }
        columns.insert(cell.column, role);
    }
    for (role, names) in &form.second {
        let is_taken = columns.values().any(|taken| taken == role);
        let called = |known: &String| row.cells.iter().find(|cell| folded(&cell.text) == folded(known));
        if let Some(cell) = names.iter().filter(|_| !is_taken).find_map(called) {
            columns.insert(cell.column, role);
        }
    }
    let has = |wanted: &String| columns.values().any(|role| role == wanted);
    Ok(form.required.iter().all(has).then_some(columns))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_that_is_asked_for_has_a_name() {
        for (form, asked) in [
            (&FORMS.roster, &["agency", "level", "parent", "exempt", "former"][..]),
            (
                &FORMS.explanations,
                &["fingerprint", "agency", "year", "code", "cells", "figures", "reason", "author", "date"],
            ),
        ] {
            assert!(form.required.iter().all(|column| form.columns.contains_key(column)));
            let known: Vec<_> = form.columns.keys().map(String::as_str).collect();
            assert!(asked.iter().all(|column| known.contains(column)) && known.len() == asked.len(), "{known:?}");
        }
    }
}
