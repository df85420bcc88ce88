//! Columns, rows and labels shuffled: a cell is read right or not at all, and what is not read is said.

use std::collections::BTreeMap;

use gouji::model::{BlockAt, FormEdition, Layout};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::properties::Form;
use crate::support::{FORMS, assess, cells, codes_in_words};

/// How a table is laid out.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Style {
    /// Label and values on one line, with commas.
    Csv,
    /// The same with bars, or with blanks.
    Pipes,
    Blanks,
    /// The label on the line before its values, or after.
    Before,
    After,
    /// One value a line.
    Column,
}

/// What is done to the rows of one block.
#[derive(Debug, Clone)]
enum Slip {
    Nothing,
    /// Rows in another order.
    Order(Vec<Index>),
    /// A label is lost, or a row of values, or one value.
    NoLabel(Index),
    NoValues(Index),
    OneValueLess(Index, Index),
    /// The values of a row stand twice, or a page number stands after them.
    Again(Index),
    PageNumber(Index),
    /// Columns in another order, their header with them or not.
    Columns(Vec<Index>, bool),
}

/// One block: the labels of its columns, and its rows with their labels and values.
pub(crate) struct Printed {
    pub(crate) title: String,
    pub(crate) header: Vec<String>,
    pub(crate) lines: Vec<(Option<String>, Vec<String>)>,
}

/// A filled block and the cells of its rows.
pub(crate) fn block(form: &Form, edition: &FormEdition, at: BlockAt) -> (Printed, Vec<Vec<String>>) {
    let spec = edition.block(at);
    let columns: Vec<usize> = spec.columns.printed().collect();
    let ids = |row: usize| {
        let cell = |column: &usize| edition.cell_at(at, row, *column).expect("a printed cell");
        columns.iter().map(|column| edition.cell(cell(column)).id.to_string()).collect::<Vec<_>>()
    };
    let ids: Vec<Vec<String>> = spec.rows.printed().map(ids).collect();
    let labels = spec.rows.printed().map(|row| Some(spec.rows.lines[row].label.printed().to_owned()));
    let rows = labels.zip(&ids).map(|(label, ids)| (label, ids.iter().map(|id| form.figure(id)).collect()));
    let heading = spec.heading.as_ref().map(|label| label.printed().to_owned()).unwrap_or_default();
    let table = edition.tables[at.table].label.printed();
    let title = if at.block == 0 { format!("{table}\n{heading}") } else { heading };
    let header = columns.iter().map(|column| spec.columns.lines[*column].label.printed().to_owned()).collect();
    (Printed { title, header, lines: rows.collect() }, ids)
}

fn permute<T: Clone>(items: &mut [T], order: &[Index]) {
    for (at, other) in order.iter().enumerate().take(items.len()) {
        items.swap(at, other.index(items.len()));
    }
}

impl Slip {
    /// Spoils a block; `ids` keep telling which cell a value is of, and lose what is no longer there.
    fn spoil(&self, printed: &mut Printed, ids: &mut [Vec<String>]) {
        let n = printed.lines.len();
        match self {
            Self::Order(order) => {
                let mut both: Vec<_> = printed.lines.drain(..).zip(ids.iter().cloned()).collect();
                permute(&mut both, order);
                for (at, (row, own)) in both.into_iter().enumerate() {
                    printed.lines.push(row);
                    ids[at] = own;
                }
            }
            Self::NoLabel(at) => printed.lines[at.index(n)].0 = None,
            Self::NoValues(at) => {
                printed.lines[at.index(n)].1.clear();
                ids[at.index(n)].clear();
            }
            Self::OneValueLess(at, column) => {
                let (row, own) = (&mut printed.lines[at.index(n)].1, &mut ids[at.index(n)]);
                let column = column.index(row.len());
                row.remove(column);
                own.remove(column);
            }
            Self::Again(at) => {
                let again = (None, printed.lines[at.index(n)].1.clone());
                printed.lines.insert(at.index(n) + 1, again);
            }
            // A page number below a table of one column cannot be told from a figure by anybody.
            Self::PageNumber(at) if printed.header.len() > 1 => {
                printed.lines.insert(at.index(n) + 1, (None, vec!["17".to_owned()]));
            }
            Self::Nothing | Self::PageNumber(_) => {}
            Self::Columns(order, with_header) => {
                let mut places: Vec<usize> = (0..printed.header.len()).collect();
                permute(&mut places, order);
                if *with_header {
                    printed.header = places.iter().map(|at| printed.header[*at].clone()).collect();
                    for (_, values) in &mut printed.lines {
                        *values = places.iter().map(|at| values[*at].clone()).collect();
                    }
                }
            }
        }
    }
}

impl Style {
    pub(crate) fn write(self, printed: &Printed) -> String {
        let mut text = format!("{}\n", printed.title);
        let join = |cells: &[String]| match self {
            Self::Csv => cells.join(","),
            Self::Pipes | Self::Before | Self::After => format!("| {} |", cells.join(" | ")),
            Self::Blanks => cells.join("    "),
            Self::Column => cells.join("\n"),
        };
        let stub = match self {
            Self::Csv | Self::Pipes | Self::Blanks => vec!["信息内容".to_owned()],
            Self::Before | Self::After | Self::Column => Vec::new(),
        };
        text += &(join(&[stub, printed.header.clone()].concat()) + "\n");
        for (label, values) in &printed.lines {
            let label_line = label.as_ref().map(|label| label.clone() + "\n").unwrap_or_default();
            let value_line = if values.is_empty() { String::new() } else { join(values) + "\n" };
            text += &match self {
                Self::Before | Self::Column => label_line + &value_line,
                Self::After => value_line + &label_line,
                Self::Csv | Self::Pipes => {
                    join(&[vec![label.clone().unwrap_or_default()], values.clone()].concat()) + "\n"
                }
                Self::Blanks => join(&[label.iter().cloned().collect(), values.clone()].concat()) + "\n",
            };
        }
        text + "\n"
    }
}

fn slip() -> impl Strategy<Value = Slip> {
    let order = || prop::collection::vec(any::<Index>(), 30);
    prop_oneof![
        Just(Slip::Nothing),
        order().prop_map(Slip::Order),
        any::<Index>().prop_map(Slip::NoLabel),
        any::<Index>().prop_map(Slip::NoValues),
        (any::<Index>(), any::<Index>()).prop_map(|(row, column)| Slip::OneValueLess(row, column)),
        any::<Index>().prop_map(Slip::Again),
        any::<Index>().prop_map(Slip::PageNumber),
        (order(), any::<bool>()).prop_map(|(order, header)| Slip::Columns(order, header)),
    ]
}

fn style() -> impl Strategy<Value = Style> {
    prop::sample::select(vec![Style::Csv, Style::Pipes, Style::Blanks, Style::Before, Style::After, Style::Column])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn shuffled_cells_are_right_or_refused(
        seed in prop::collection::vec(0..900_u16, 211),
        style in style(),
        slip in slip(),
        at in any::<Index>(),
    ) {
        let edition = FORMS.get("2021").expect("an embedded edition");
        let form = Form::balanced(edition, &seed);
        let mut text = "青禾县人民政府2023年政府信息公开工作年度报告\n\n".to_owned();
        let mut truth: BTreeMap<String, String> = BTreeMap::new();
        let blocks = edition.each_block().filter(|(_, block)| block.layout == Layout::Rows);
        let blocks: Vec<BlockAt> = blocks.map(|(at, _)| at).collect();
        let spoilt = *at.get(&blocks);
        for at in blocks {
            let (mut printed, mut ids) = block(&form, edition, at);
            if at == spoilt {
                slip.spoil(&mut printed, &mut ids);
            }
            truth.extend(ids.into_iter().flatten().map(|id| { let figure = form.figure(&id); (id, figure) }));
            text += &style.write(&printed);
        }
        let filings = assess("table.txt", text.as_bytes());
        prop_assert_eq!(filings.len(), 1, "{}", text);
        if filings[0].error.is_some() {
            return Ok(());
        }
        let read = cells(&filings[0]);
        // Two figures below each other may be one in a narrow column: nobody can tell, and it is said.
        let is_broken = |value: &Option<String>| value.as_ref().is_some_and(|value| value.contains('\n'));
        prop_assert!(!read.values().any(is_broken) || codes_in_words(&filings[0]).contains("V201"), "{}", text);
        for (id, value) in read.iter().filter(|(_, value)| !is_broken(value)) {
            prop_assert_eq!(value.as_ref(), truth.get(id), "{}\n{}", id, text);
        }
        let lost = truth.keys().filter(|id| !read.contains_key(*id)).count();
        prop_assert!(lost == 0 || codes_in_words(&filings[0]).contains("S3"), "{} cells lost without a word\n{}", lost, text);
        if matches!(slip, Slip::Nothing) {
            prop_assert_eq!(lost, 0, "{}", text);
        }
    }
}
