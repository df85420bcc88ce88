//! Reports in layouts that nobody foresaw: columns and groups in another order, headers of something else, second lines of
//! figures, numbers of rows and columns, labels spelt otherwise, broken, or right of their figures.
//!
//! Whatever is done to a report, every figure is read as what it is or is not read, and what is not read is said.

use std::collections::BTreeMap;

use gouji::model::Place;

use super::{Report, documents, sheets, texts};
use crate::properties::Form;
use crate::slips::Dice;
use crate::support::{FORMS, assess, cells, codes_in_words, share};

/// A cell of the printed layout, and the cell of the form whose figure it holds.
type Printed = (String, Option<String>);

/// A report under way.
struct Copy {
    rows: Vec<Vec<Printed>>,
    /// Figures of a second line, by their cells.
    second: BTreeMap<String, String>,
    dice: Dice,
    done: Vec<&'static str>,
}

type Disguise = (&'static str, fn(&mut Copy));

const DISGUISES: &[Disguise] = &[
    ("columns of table 3 in another order", Copy::shuffle_applicants),
    ("columns of table 4 in another order", Copy::shuffle_results),
    ("groups of table 4 in another order", Copy::shuffle_groups),
    ("columns of table 2 in another order", Copy::shuffle_documents),
    ("headers without their merged cells", Copy::flatten),
    ("a column of something else", Copy::foreign_column),
    ("a group of something else", Copy::foreign_group),
    ("last year beside this year", Copy::years_beside),
    ("a second line of figures", Copy::second_line),
    ("an index in front of the rows", Copy::index),
    ("numbers of rows beside the labels", Copy::row_numbers),
    ("numbers of columns", Copy::column_numbers),
    ("labels by other names", Copy::aliases),
    ("a slip in a label", Copy::slip),
    ("labels on two lines", Copy::broken_labels),
    ("labels right of the figures", Copy::labels_right),
    ("rows in another order", Copy::swap_rows),
    ("a row that is missing", Copy::lose_row),
    ("figures beside a table with blanks", Copy::figures_beside),
];

/// The kind whose columns are parted by blanks.
const SPACED: usize = 2;

fn write(kind: usize, report: &Report) -> (&'static str, Vec<u8>) {
    match kind {
        0 => ("table.csv", texts::csv(report, "utf-8")),
        1 => ("table.md", texts::pipes(report)),
        SPACED => ("table.txt", texts::spaced(report)),
        3 => ("table.html", documents::html(report, "utf-8")),
        4 => ("table.docx", documents::docx(report)),
        5 => ("table.xlsx", sheets::xlsx(std::slice::from_ref(&report.rows), sheets::Figures::Numbers, (0, 0))),
        6 => ("table.xlsx", sheets::xlsx(std::slice::from_ref(&report.rows), sheets::Figures::TextWithBlanks, (2, 1))),
        7 => ("table.ods", sheets::ods(&report.rows)),
        _ => ("table.xls", sheets::xls(&report.rows)),
    }
}

impl Copy {
    fn is_figures(row: &[Printed]) -> bool {
        row.iter().any(|(_, id)| id.is_some())
    }

    /// The position of the row with this label.
    fn at(&self, label: &str) -> usize {
        self.rows.iter().position(|row| row.iter().any(|(text, _)| text == label)).expect("it is printed")
    }

    /// The rows of table 3: three of its header, then figures.
    fn applicants(&self) -> std::ops::Range<usize> {
        let first = self.rows.iter().position(|row| row.iter().any(|(text, _)| text == "申请人情况")).expect("table 3");
        let end = self.rows.iter().position(|row| row.iter().any(|(text, _)| text.starts_with("四、结转")));
        first..end.expect("its last row") + 1
    }

    fn shuffled<T>(&mut self, mut items: Vec<T>) -> Vec<T> {
        for at in (1..items.len()).rev() {
            let other = self.dice.roll(at + 1);
            items.swap(at, other);
        }
        items
    }

    fn reorder(&mut self, rows: std::ops::Range<usize>, first: usize, order: &[usize]) {
        for row in &mut self.rows[rows] {
            let old: Vec<Printed> = row[first..first + order.len()].to_vec();
            for (slot, at) in row[first..].iter_mut().zip(order) {
                *slot = old[*at].clone();
            }
        }
    }

    fn shuffle_applicants(&mut self) {
        let bodies = self.shuffled((1..6).collect());
        let groups = self.shuffled(vec![vec![0], bodies, vec![6]]);
        let order = groups.concat();
        let range = self.applicants();
        let header = range.start + 1;
        self.reorder(range, 3, &order);
        // The group's label stands over the first of its columns.
        let row = &mut self.rows[header];
        for (text, _) in &mut row[3..] {
            if text == "法人或其他组织" {
                text.clear();
            }
        }
        let first = order.iter().position(|at| (1..6).contains(at)).expect("it is there");
        "法人或其他组织".clone_into(&mut row[3 + first].0);
    }

    fn shuffle_results(&mut self) {
        let at = self.at("结果维持");
        for group in 0..3 {
            let order = self.shuffled((0..5).collect());
            self.reorder(at..at + 2, 5 * group, &order);
        }
    }

    fn shuffle_groups(&mut self) {
        let at = self.at("结果维持");
        // 行政诉讼 heads the two others, so these stay together.
        let is_first = self.dice.roll(2) == 0;
        let swapped = self.dice.roll(2) == 0;
        let pair = if swapped { [2, 1] } else { [1, 2] };
        let order: Vec<usize> = if is_first { vec![0, pair[0], pair[1]] } else { vec![pair[0], pair[1], 0] };
        let columns: Vec<usize> = order.iter().flat_map(|group| 5 * group..5 * group + 5).collect();
        self.reorder(at - 1..at + 2, 0, &columns);
        let heads = &mut self.rows[at - 2];
        for (text, _) in heads.iter_mut() {
            text.clear();
        }
        "行政复议".clone_into(&mut heads[if is_first { 0 } else { 10 }].0);
        "行政诉讼".clone_into(&mut heads[if is_first { 5 } else { 0 }].0);
    }

    fn shuffle_documents(&mut self) {
        let at = self.at("本年制发件数");
        let order = self.shuffled((0..3).collect());
        self.reorder(at..at + 3, 1, &order);
    }

    /// Cells that a merge covers are gone, so those behind them stand further left.
    fn flatten(&mut self) {
        let (start, at) = (self.applicants().start, self.at("结果维持"));
        for row in [start, start + 1, start + 2, at - 2, at - 1] {
            self.rows[row].retain(|(text, _)| !text.is_empty());
        }
    }

    fn forget(&mut self, rows: std::ops::Range<usize>, columns: std::ops::Range<usize>) {
        for row in &mut self.rows[rows] {
            for cell in columns.clone() {
                if let Some(cell) = row.get_mut(cell) {
                    cell.1 = None;
                }
            }
        }
    }

    fn foreign_column(&mut self) {
        const WORDS: [&str; 6] = ["东区", "上年数", "2021年", "上年总计", "乡镇", "其中网上申请"];
        let word = WORDS[self.dice.roll(WORDS.len())];
        let range = self.applicants();
        let column = 3 + self.dice.roll(7);
        let header = range.start + if (4..9).contains(&column) { 2 } else { 1 };
        word.clone_into(&mut self.rows[header][column].0);
        self.forget(range, column..column + 1);
    }

    fn foreign_group(&mut self) {
        let at = self.at("结果维持");
        let (column, word) = [(5, "一审"), (10, "二审"), (5, "上年"), (10, "街道")][self.dice.roll(4)];
        word.clone_into(&mut self.rows[at - 1][column].0);
        self.forget(at..at + 2, column..column + 5);
    }

    fn years_beside(&mut self) {
        let range = self.applicants();
        let (old, new) = [("上年数", "本年数"), ("2022年", "2023年"), ("上年", "本年")][self.dice.roll(3)];
        let is_before = self.dice.roll(2) == 0;
        for at in range.clone() {
            let is_figures = Self::is_figures(&self.rows[at]);
            let mut row = std::mem::take(&mut self.rows[at]);
            let cells = row.split_off(3);
            for cell in cells {
                let last = if is_figures { (self.dice.roll(900).to_string(), None) } else { (String::new(), None) };
                row.extend(if is_before && is_figures { [last, cell] } else { [cell, last] });
            }
            self.rows[at] = row;
        }
        let years = (0..14).map(|at| (if (at % 2 == 0) == is_before { old } else { new }.to_owned(), None));
        let years = (0..3).map(|_| (String::new(), None)).chain(years).collect();
        self.rows.insert(range.start + 3, years);
    }

    fn second_line(&mut self) {
        let at = self.at("结果维持") + 1;
        let first = self.rows[at].clone();
        let row: Vec<Printed> = first.iter().map(|_| (self.dice.roll(900).to_string(), None)).collect();
        self.second =
            first.iter().zip(&row).filter_map(|((_, id), (text, _))| Some((id.clone()?, text.clone()))).collect();
        self.rows.insert(at + 1, row);
    }

    fn index(&mut self) {
        for (at, row) in self.rows.iter_mut().enumerate().filter(|(_, row)| row.len() > 1) {
            row.insert(0, (at.to_string(), None));
        }
    }

    fn row_numbers(&mut self) {
        let range = self.applicants();
        for (number, at) in range.enumerate() {
            let text = if number == 1 { "行次".to_owned() } else { (number.max(2) - 2).to_string() };
            let text = if number == 0 || number == 2 { String::new() } else { text };
            let beside = self.rows[at].len().min(3);
            self.rows[at].insert(beside, (text, None));
        }
    }

    fn column_numbers(&mut self) {
        let at = self.at("结果维持") + 1;
        let from = self.dice.roll(2);
        let numbers = (from..from + 15).map(|number| (number.to_string(), None)).collect();
        self.rows.insert(at, numbers);
    }

    fn aliases(&mut self) {
        const NAMES: [(&str, &str); 5] = [
            ("行政规范性文件", "规范性文件"),
            ("商业企业", "企业"),
            ("1.属于国家秘密", "1.涉及国家秘密"),
            ("（七）总计", "（七）合计"),
            ("3.补正后申请内容仍不明确", "3.补正后仍不明确"),
        ];
        for (form, name) in NAMES {
            if self.dice.roll(2) == 0 {
                continue;
            }
            for (text, _) in self.rows.iter_mut().flatten().filter(|(text, _)| text == form) {
                name.clone_into(text);
            }
        }
    }

    fn slip(&mut self) {
        let range = self.applicants();
        let at = range.start + 3 + self.dice.roll(range.len() - 3);
        let is_label = |(text, id): &Printed| id.is_none() && text.chars().count() > 3;
        let Some(label) = self.rows[at].iter().rposition(is_label) else { return };
        let mut words: Vec<char> = self.rows[at][label].0.chars().collect();
        let place = words.len() - 1 - self.dice.roll(3.min(words.len() - 1));
        words[place] = '壹';
        self.rows[at][label].0 = words.into_iter().collect();
    }

    fn broken_labels(&mut self) {
        for (text, id) in self.rows.iter_mut().flatten().filter(|(text, _)| text.chars().count() > 6) {
            if id.is_none() && !text.contains("年政府信息公开") && self.dice.roll(3) == 0 {
                let at = text.char_indices().nth(4).map_or(0, |(at, _)| at);
                text.insert(at, '\n');
            }
        }
    }

    fn labels_right(&mut self) {
        for at in self.applicants() {
            let count = self.rows[at].len().min(3);
            let labels = self.rows[at].drain(..count).collect::<Vec<_>>();
            self.rows[at].extend(labels);
        }
    }

    fn swap_rows(&mut self) {
        // Two rows of （三）不予公开 without a group's label beside them.
        let at = self.at("3.危及“三安全一稳定”");
        let (a, b) = (at + self.dice.roll(5), at + self.dice.roll(5));
        self.rows.swap(a, b);
    }

    fn lose_row(&mut self) {
        let at = self.at("3.危及“三安全一稳定”") + self.dice.roll(5);
        self.rows.remove(at);
    }

    /// Some figures are left blank, and others stand right of the table, under a head or none: remarks, last year's, sums.
    fn figures_beside(&mut self) {
        let (gap, every, is_headed) = (self.dice.roll(3), 1 + self.dice.roll(3), self.dice.roll(2) == 0);
        for row in &mut self.rows {
            let figures: Vec<usize> = (0..row.len()).filter(|at| row[*at].1.is_some()).collect();
            if figures.is_empty() || self.dice.roll(every) > 0 {
                continue;
            }
            if self.dice.roll(2) == 0 {
                row[figures[self.dice.roll(figures.len())]] = Printed::default();
            }
            row.extend(std::iter::repeat_n(Printed::default(), gap));
            row.push((self.dice.roll(90).to_string(), None));
        }
        if let Some(head) =
            self.rows.iter_mut().find(|row| row.first().is_some_and(|cell| cell.0 == "信息内容")).filter(|_| is_headed)
        {
            head.extend(std::iter::repeat_n(Printed::default(), gap));
            head.push(("备注".to_owned(), None));
        }
    }

    /// What a person reads: the figures by their cells.
    fn truth(&self) -> BTreeMap<String, String> {
        self.rows.iter().flatten().filter_map(|(text, id)| Some((id.clone()?, text.clone()))).collect()
    }

    fn printed(&self) -> Vec<Vec<String>> {
        self.rows.iter().map(|row| row.iter().map(|(text, _)| text.clone()).collect()).collect()
    }
}

/// What is wrong in silence with a report as read: nothing, or the first of it.
fn silent(copy: &Copy, name: &str, bytes: &[u8]) -> Option<String> {
    let (filings, truth) = (assess(name, bytes), copy.truth());
    let mut given = BTreeMap::new();
    let mut words = String::new();
    for filing in &filings {
        words += &(codes_in_words(filing) + " ");
        if filing.error.is_some() {
            return (!words.contains("unassessed") && filings.len() > 1)
                .then(|| format!("{words}: a part is not read"));
        }
        for (id, value) in cells(filing) {
            let is_second = value.as_ref().is_some_and(|value| copy.second.get(&id) == Some(value));
            let is_right = value.is_some() && value.as_ref() == truth.get(&id);
            let is_said = value.as_ref().is_none_or(|value| value.contains('\n')) && words.contains("V201");
            // Cells that nobody prints are blank, and that is said.
            let is_blank = value.is_none() && !truth.contains_key(&id) && words.contains("V2");
            let is_of_second = is_second && filings.len() > 1;
            if ![is_right, is_of_second, is_said, is_blank].contains(&true) {
                return Some(format!("{id} is read as {value:?} and is {:?}; {words}", truth.get(&id)));
            }
            given.insert(id, value);
        }
    }
    let lost = truth.keys().filter(|id| !given.contains_key(*id)).count();
    let is_said =
        ["S301", "S302", "S303", "S304", "S305", "S306", "S312", "S313"].iter().any(|code| words.contains(code));
    (lost > 0 && !is_said && filings.iter().all(|filing| filing.error.is_none()))
        .then(|| format!("{lost} cells are lost without a word; {words}"))
}

/// `GOUJI_SEED=n` begins with that report.
#[test]
fn whatever_is_done_to_a_report_nothing_is_wrong_in_silence() {
    let edition = FORMS.get("2021").expect("an embedded edition");
    let mut report = Report::load("two-years-a-2023");
    let transcript = report.filing.transcript.clone().expect("it is read");
    let mut base: Vec<Vec<Printed>> =
        report.rows.iter().map(|row| row.iter().map(|text| (text.clone(), None)).collect()).collect();
    for (index, cell) in edition.each_cell() {
        if let Some(Place::Line { line, field, .. }) = transcript.place(index) {
            base[line as usize - 1][field as usize - 1].1 = Some(cell.id.to_string());
        }
    }
    let from = std::env::var("GOUJI_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1_u64);
    let (mut wrong, mut whole, total) = (Vec::new(), 0, share(20_000));
    for seed in (from..).take(total) {
        let mut dice = Dice::new(seed);
        let figures: Vec<u16> = (0..211).map(|_| u16::try_from(dice.roll(900)).unwrap_or(0)).collect();
        let form = Form::balanced(edition, &figures);
        let mut copy = Copy { rows: base.clone(), second: BTreeMap::new(), dice, done: Vec::new() };
        for (text, id) in copy.rows.iter_mut().flatten() {
            if let Some(id) = id {
                *text = form.figure(id);
            }
        }
        for _ in 0..=copy.dice.roll(2) {
            let (name, disguise) = DISGUISES[copy.dice.roll(DISGUISES.len())];
            // Two that move the same cells do not know of each other.
            if copy.done.is_empty() || !MOVES.contains(&name) {
                disguise(&mut copy);
                copy.done.push(name);
            }
        }
        report.rows = copy.printed();
        // Where blanks part the figures nobody sees which of them stands beside the table.
        let is_beside = copy.done.contains(&"figures beside a table with blanks");
        let kind = Some(copy.dice.roll(9)).filter(|kind| *kind != SPACED || !is_beside).unwrap_or_default();
        let (name, bytes) = write(kind, &report);
        if let Some(said) = silent(&copy, name, &bytes) {
            if let Ok(folder) = std::env::var("GOUJI_KEEP") {
                std::fs::write(format!("{folder}/{seed}-{name}"), &bytes).expect("it is kept");
            }
            wrong.push(format!("{seed} {name} {:?}: {said}", copy.done));
        } else {
            let read: usize =
                assess(name, &bytes).iter().filter(|filing| filing.error.is_none()).map(|f| cells(f).len()).sum();
            whole += usize::from(read >= copy.truth().len());
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {total}:\n{}",
        wrong.len(),
        wrong.iter().take(40).cloned().collect::<Vec<_>>().join("\n")
    );
    // A reader that refuses everything is right too.
    assert!(2 * whole > total, "{whole} of {total} are read whole");
}

/// Disguises that count on the printed layout, and are only done first.
const MOVES: [&str; 14] = [
    "labels right of the figures",
    "columns of table 3 in another order",
    "columns of table 4 in another order",
    "groups of table 4 in another order",
    "columns of table 2 in another order",
    "headers without their merged cells",
    "a column of something else",
    "a group of something else",
    "last year beside this year",
    "a second line of figures",
    "numbers of columns",
    "rows in another order",
    "a row that is missing",
    "figures beside a table with blanks",
];
