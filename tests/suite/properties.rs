//! What holds for every form, not only for the fixtures: random consistent forms are silent, a changed cell breaks
//! exactly the relations that contain it, and what is written reads back.

use std::collections::{BTreeMap, BTreeSet};

use gouji::model::{BlockAt, CellIndex, Comparator, FormEdition, Layout, Role};
use gouji::rules::{BalanceEdit, Plan, Side};
use proptest::prelude::*;

use crate::support::{FORMS, assess, cells, codes_in_words};

/// A filled form: a figure per printed cell, by cell name.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    edition: &'static FormEdition,
    figures: Vec<i64>,
}

impl Form {
    /// A form whose items are `seed` and whose totals and flows follow from them.
    pub(crate) fn balanced(edition: &'static FormEdition, seed: &[u16]) -> Self {
        let mut form = Self { edition, figures: vec![0; edition.cells.len()] };
        for ((index, cell), value) in edition.each_cell().zip(seed.iter().cycle()) {
            if !cell.alternative {
                form.figures[index.at()] = i64::from(*value);
            }
        }
        // Items that a flow determines come first, then totals, inner ones before outer: a few rounds settle it.
        for _ in 0..4 {
            form.settle();
        }
        form
    }

    fn settle(&mut self) {
        let plan = Plan::of(self.edition);
        for edit in plan.printed() {
            let terms = plan.terms(edit);
            let right: Vec<_> = terms.iter().filter(|term| term.side == Side::Right).collect();
            let sum = |form: &Self, side| -> i64 {
                terms.iter().filter(|t| t.side == side).map(|t| form.figures[t.cell.at()]).sum()
            };
            // A total is the sum of its items, a whole not less than each part; of a flow the first line (what came in)
            // takes what is missing.
            if let [total] = right.as_slice() {
                let made = sum(self, Side::Left);
                let total = &mut self.figures[total.cell.at()];
                *total = if edit.comparison == Comparator::AtMost { made.max(*total) } else { made };
            } else {
                let missing = sum(self, Side::Right) - sum(self, Side::Left);
                let taker = if missing >= 0 { terms[0].cell } else { right[right.len() - 1].cell };
                self.figures[taker.at()] += missing.abs();
            }
        }
    }

    /// The form as CSV in the printed layout, the labels of headings in cells of their own.
    pub(crate) fn csv(&self, title: &str) -> String {
        self.rows(title).into_iter().map(|row| row.join(",") + "\n").collect()
    }

    /// The rows of the printed layout.
    pub(crate) fn rows(&self, title: &str) -> Vec<Vec<String>> {
        let mut rows = vec![vec![title.to_owned()], vec![]];
        for (table_at, table) in self.edition.tables.iter().enumerate() {
            rows.push(vec![table.label.printed().to_owned()]);
            for (block_at, block) in table.blocks.iter().enumerate() {
                let columns: Vec<usize> = block.columns.printed().collect();
                let names = columns.iter().map(|column| block.columns.lines[*column].label.printed().to_owned());
                let value = |row: usize, column: usize| {
                    let cell = self
                        .edition
                        .cell_at(BlockAt { table: table_at, block: block_at }, row, column)
                        .expect("a printed cell");
                    self.figures[cell.at()].to_string()
                };
                if block.layout == Layout::OneLine {
                    let printed: Vec<usize> = block.rows.printed().collect();
                    let groups = printed.iter().flat_map(|row| {
                        let label = block.rows.lines[*row].label.printed().to_owned();
                        std::iter::once(label).chain(std::iter::repeat_n(String::new(), columns.len() - 1))
                    });
                    rows.push(groups.collect());
                    rows.push(names.clone().cycle().take(printed.len() * columns.len()).collect());
                    let values = printed.iter().flat_map(|row| columns.iter().map(move |column| value(*row, *column)));
                    rows.push(values.collect());
                    continue;
                }
                let indent = block.rows.lines.iter().enumerate().map(|(at, _)| block.rows.depth(at)).max().unwrap_or(0);
                let stub = block.stub.as_ref().map_or("", |stub| stub.printed()).to_owned();
                rows.push(
                    std::iter::once(stub).chain(std::iter::repeat_n(String::new(), indent)).chain(names).collect(),
                );
                for (row, line) in block.rows.lines.iter().enumerate() {
                    let depth = block.rows.depth(row);
                    let mut cells = vec![String::new(); indent + 1];
                    line.label.printed().clone_into(&mut cells[depth]);
                    if !matches!(line.role, Role::Heading { .. }) {
                        cells.extend(columns.iter().map(|column| value(row, *column)));
                    }
                    rows.push(cells);
                }
            }
            rows.push(vec![]);
        }
        rows
    }

    /// Whether the sides of a relation do not lie as they must.
    fn breaks(&self, plan: &Plan, edit: &BalanceEdit) -> bool {
        let sum =
            |side| plan.terms(edit).iter().filter(|t| t.side == side).map(|t| self.figures[t.cell.at()]).sum::<i64>();
        !edit.comparison.holds(&sum(Side::Left), &sum(Side::Right))
    }

    pub(crate) fn edition(&self) -> &'static FormEdition {
        self.edition
    }

    pub(crate) fn figure(&self, id: &str) -> String {
        self.figures[self.edition.index[id].at()].to_string()
    }
}

pub(crate) fn form() -> impl Strategy<Value = Form> {
    let edition = prop::sample::select(FORMS.editions().iter().map(|edition| edition.id.clone()).collect::<Vec<_>>());
    let scale = prop::sample::select(vec![2_u16, 20, 900, u16::MAX]);
    (edition, scale)
        .prop_flat_map(|(edition, scale)| (Just(edition), prop::collection::vec(0..scale, 211)))
        .prop_map(|(edition, seed)| Form::balanced(FORMS.get(&edition).expect("an embedded edition"), &seed))
}

pub(crate) fn title(form: &Form) -> String {
    format!("青禾县人民政府{}年政府信息公开工作年度报告", form.edition.years.from)
}

fn same_cells(form: &Form, filing: &gouji::diagnosis::Assessment) -> Result<(), TestCaseError> {
    let read = cells(filing);
    prop_assert_eq!(read.len(), form.edition.printed_cells());
    for (id, value) in read {
        prop_assert_eq!(value, Some(form.figure(&id)), "{}", id);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn consistent_forms_are_silent_and_read_back_as_csv(form in form()) {
        let filings = assess("form.csv", form.csv(&title(&form)).as_bytes());
        prop_assert_eq!(filings.len(), 1);
        prop_assert_eq!(codes_in_words(&filings[0]), "-");
        prop_assert_eq!(filings[0].checked.held, Plan::of(form.edition).printed().count());
        same_cells(&form, &filings[0])?;
    }

    #[test]
    fn consistent_forms_read_back_as_xlsx(form in form(), as_text in any::<bool>()) {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (row, cells) in (3_u32..).zip(form.rows(&title(&form))) {
            for (column, text) in (2_u16..).zip(cells) {
                match text.parse::<f64>() {
                    _ if text.is_empty() => {}
                    Ok(number) if !as_text => drop(sheet.write_number(row, column, number)),
                    _ => drop(sheet.write_string(row, column, &text)),
                }
            }
        }
        let filings = assess("form.xlsx", &book.save_to_buffer().expect("a workbook"));
        prop_assert_eq!(filings.len(), 1);
        prop_assert_eq!(codes_in_words(&filings[0]), "-");
        same_cells(&form, &filings[0])?;
    }

    #[test]
    fn a_changed_cell_breaks_exactly_the_relations_that_contain_it(form in form(), at in any::<prop::sample::Index>(), by in 1..50_i64) {
        let printed: Vec<_> = form.edition.each_cell().filter(|(_, cell)| !cell.alternative).map(|(index, _)| index).collect();
        let cell: CellIndex = *at.get(&printed);
        let mut changed = form.clone();
        changed.figures[cell.at()] += by;
        let plan = Plan::of(form.edition);
        let expected: BTreeSet<Vec<String>> = plan
            .printed()
            .filter(|edit| plan.terms(edit).iter().any(|term| term.cell == cell))
            .inspect(|edit| assert!(edit.comparison == Comparator::AtMost || changed.breaks(&plan, edit)))
            .filter(|edit| changed.breaks(&plan, edit))
            .map(|edit| names(form.edition, plan.terms(edit).iter().map(|term| term.cell)))
            .collect();
        let filing = assess("form.csv", changed.csv(&title(&form)).as_bytes()).remove(0);
        let broken: BTreeSet<Vec<String>> = filing
            .findings
            .iter()
            .map(|finding| names(form.edition, finding.cells.iter().map(|found| found.cell)))
            .collect();
        prop_assert_eq!(broken, expected);
        prop_assert!(filing.findings.iter().all(|finding| finding.rule.code.starts_with('B')));
    }
}

/// What is said of a file does not depend on the files before and after it.
#[test]
fn the_order_of_files_changes_nothing() {
    let files =
        ["published/undivided-2023.csv", "workbooks/printed.xls", "refused/photo.xlsx", "rules/blank-total/fires.csv"];
    let run = |order: &[usize]| -> BTreeMap<String, serde_json::Value> {
        let paths = order.iter().map(|at| format!("fixtures/{}", files[*at]));
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_gouji"))
            .args(["check", "--format", "json", "--cells"])
            .args(paths)
            .output()
            .expect("the program runs");
        let result: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let filings = result["filings"].as_array().expect("a list").iter();
        filings.map(|filing| (filing["source"]["path"].to_string(), filing.clone())).collect()
    };
    let expected = run(&[0, 1, 2, 3]);
    assert_eq!(expected.len(), files.len());
    for order in [[3, 2, 1, 0], [1, 3, 0, 2]] {
        assert_eq!(run(&order), expected);
    }
}

/// The names of cells as a sorted list; alternatives are left out, since a divided group has none.
fn names(edition: &FormEdition, cells: impl Iterator<Item = CellIndex>) -> Vec<String> {
    let mut names: Vec<_> =
        cells.map(|cell| edition.cell(cell)).filter(|cell| !cell.alternative).map(|cell| cell.id.to_string()).collect();
    names.sort();
    names
}
