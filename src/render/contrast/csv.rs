//! `--format csv`: a line for every cell, or of a resubmission for every cell that changed and every finding.

use std::io::{self, Write};
use std::sync::LazyLock;

use super::words;
use crate::diagnosis::{Compared, Contrast, ContrastKind, Era, Lone, Pair, Reported};
use crate::model::{CellIndex, Lang, plain};
use crate::render::Style;
use crate::render::words::phrases::phrase;
use crate::render::words::spreadsheet::text;

/// The columns. Fixed places, because scripts read them.
const COLUMNS: [&str; 17] = [
    "csv-agency",
    "compare-kind",
    "compare-old-year",
    "compare-new-year",
    "compare-old-file",
    "compare-new-file",
    "csv-table",
    "csv-row",
    "csv-column",
    "csv-cells",
    "compare-old-figure",
    "compare-new-figure",
    "compare-change",
    "compare-percent",
    "compare-state",
    "csv-code",
    "csv-message",
];

/// Writes the list.
pub(super) fn write(contrast: &Contrast, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut lines = csv::Writer::from_writer(out);
    lines.write_record(header(style.lang))?;
    for pair in &contrast.pairs {
        let list = ContrastList { pair, style };
        for cell in pair.cells.iter().filter(|cell| cell.is_changed || pair.kind == ContrastKind::Years) {
            lines.write_record(list.compared(cell))?;
        }
        for (era, lone) in list.lone() {
            lines.write_record(list.of_one(era, lone))?;
        }
        if pair.kind == ContrastKind::Resubmission {
            for (name, said) in words::turned(pair, style) {
                let mut rest = state_only(phrase(name, style.lang));
                rest[3] = text(&said.finding.cell_ids());
                (rest[9], rest[10]) = (text(said.code()), text(&said.titled()));
                lines.write_record(list.line(rest))?;
            }
        }
    }
    lines.flush()
}

struct ContrastList<'a> {
    pair: &'a Pair,
    style: Style<'a>,
}

impl ContrastList<'_> {
    fn line(&self, rest: [String; 11]) -> Vec<String> {
        let (pair, lang) = (self.pair, self.style.lang);
        let year = |year: Option<u16>| year.map(|year| year.to_string()).unwrap_or_default();
        let known = [
            text(pair.agency().unwrap_or_default()),
            words::kind(pair, lang).to_owned(),
            year(pair.old.year),
            year(pair.new.year),
            text(&pair.old.source.to_string()),
            text(&pair.new.source.to_string()),
        ];
        known.into_iter().chain(rest).collect()
    }

    fn cell(&self, era: Era, cell: CellIndex, id: &str, state: &str) -> [String; 11] {
        let mut rest = state_only(state);
        if let Some(form) = self.pair.form(era, self.style.forms) {
            let lines = words::cell_lines(form, cell, self.style.lang);
            [rest[0], rest[1], rest[2]] = lines.map(text);
        }
        rest[3] = text(id);
        rest
    }

    fn compared(&self, cell: &Compared) -> Vec<String> {
        let state = if cell.is_changed { "compare-changed" } else { "compare-unchanged" };
        let mut rest = self.cell(Era::New, cell.cell, &cell.id, phrase(state, self.style.lang));
        (rest[4], rest[5]) = (figure(&cell.old), figure(&cell.new));
        rest[6] = cell.change.map(plain).unwrap_or_default();
        rest[7] = cell.percent.map(|percent| percent.to_string()).unwrap_or_default();
        self.line(rest)
    }

    /// The cells of one side; of a resubmission they are part of what changed.
    fn lone(&self) -> impl Iterator<Item = (Era, &Lone)> {
        let old = self.pair.only_old.iter().map(|lone| (Era::Old, lone));
        old.chain(self.pair.only_new.iter().map(|lone| (Era::New, lone)))
    }

    fn of_one(&self, era: Era, lone: &Lone) -> Vec<String> {
        let (state, at) = match era {
            Era::Old => ("compare-only-old-cell", 4),
            Era::New => ("compare-only-new-cell", 5),
        };
        let mut rest = self.cell(era, lone.cell, &lone.id, phrase(state, self.style.lang));
        rest[at] = figure(&lone.reported);
        self.line(rest)
    }
}

/// A line of which only the state is known yet.
fn state_only(state: &str) -> [String; 11] {
    let mut rest: [String; 11] = Default::default();
    state.clone_into(&mut rest[8]);
    rest
}

/// A figure is a figure; text in its place is none that a spreadsheet program computes.
fn figure(reported: &Reported) -> String {
    match reported {
        Reported::Figure(figure) => plain(*figure),
        other => text(&words::reported(other)),
    }
}

/// The header, its byte order mark in front.
fn header(lang: Lang) -> Vec<String> {
    let mut names: Vec<String> = COLUMNS.iter().map(|name| phrase(name, lang).to_owned()).collect();
    names[0].insert(0, '\u{FEFF}');
    names
}

/// How such a list begins, by which it is known for one.
pub(super) fn beginnings() -> &'static [String] {
    static BEGINNINGS: LazyLock<[String; 2]> =
        LazyLock::new(|| [Lang::Zh, Lang::En].map(|lang| header(lang).join(",")));
    &*BEGINNINGS
}
