//! Which cells are likely wrong, in words.

use rust_decimal::Decimal;

use super::clean::clean;
use super::labels::{in_form, lines_of, words};
use super::phrases::{clauses, fill, filled, list, phrase};
use super::places::place_words;
use crate::diagnosis::{Certainty, Diagnosis, SharedLine, Suspect, SuspectCell};
use crate::model::{CellIndex, FormEdition, Lang, LineSpec, plain};

/// As many candidates are said in full; all are in the results for machines.
const SAID: usize = 4;
/// As many where a candidate is only a row or a column.
const MANY_SAID: usize = 8;

/// What is said of the broken relations that hang together.
#[must_use]
pub fn suspect_words(diagnosis: &Diagnosis, form: &FormEdition, lang: Lang) -> String {
    let voice = SuspectVoice { form, lang };
    match (diagnosis.suspects.first(), diagnosis.best()) {
        (None, _) => {
            let name = if diagnosis.is_unsearched { "suspect-unsearched" } else { "suspect-none" };
            voice.filled(name, &[("count", &diagnosis.findings.len())])
        }
        (_, Some(best)) => {
            let is_as_small = |other: &&Suspect| other.cells.len() == best.cells.len();
            let others = diagnosis.suspects.iter().skip(1).filter(is_as_small).count();
            let sure = match (best.certainty, others) {
                (Certainty::Only, _) => phrase("suspect-only", lang).to_owned(),
                (_, 0) => phrase("suspect-pattern", lang).to_owned(),
                _ => voice.filled("suspect-likely", &[("count", &others)]),
            };
            voice.explanation(best, diagnosis.findings.len()) + &sure
        }
        (Some(_), None) => voice.several(diagnosis),
    }
}

/// The corrections that [`suspect_words`] counts and does not name, in few words each: those as small as the likeliest one,
/// or those beyond the first of several.
pub(in crate::render) fn other_words(diagnosis: &Diagnosis, form: &FormEdition, lang: Lang) -> Vec<String> {
    let voice = SuspectVoice { form, lang };
    let fix = |suspect: &Suspect| fix_words(suspect, form, lang);
    if let Some(best) = diagnosis.best() {
        let others = diagnosis.suspects.iter().skip(1).filter(|other| other.cells.len() == best.cells.len());
        return others.map(fix).collect();
    }
    let said = if voice.certain(diagnosis).1.is_some() { MANY_SAID } else { SAID };
    diagnosis.suspects.iter().skip(said).map(fix).collect()
}

/// What one explanation changes, in few words: `表三 （一）予以公开 · 自然人 21→12`.
pub(in crate::render) fn fix_words(suspect: &Suspect, form: &FormEdition, lang: Lang) -> String {
    let cells = suspect.cells.iter().take(SAID).map(|cell| {
        let name = in_form(form, cell.cell, lines_of(form, cell.cell, lang), lang);
        let reported = cell.reported.as_deref().map_or(phrase("suspect-blank", lang).into(), clean);
        format!("{name} {reported}→{}", plain(cell.proposed))
    });
    let text = clauses(cells, lang);
    let all = suspect.cells.len();
    if all > SAID { text + &filled("and-others", lang, &[("count", &all)]) } else { text }
}

struct SuspectVoice<'a> {
    form: &'a FormEdition,
    lang: Lang,
}

impl SuspectVoice<'_> {
    fn filled(&self, name: &str, facts: &[(&str, &dyn ToString)]) -> String {
        filled(name, self.lang, facts)
    }

    fn explanation(&self, suspect: &Suspect, findings: usize) -> String {
        let (cells, slip) = (self.cells(suspect), self.slip(suspect));
        self.filled("suspect-resolves", &[("cells", &cells), ("slip", &slip), ("count", &findings)])
    }

    /// What happened, with the lines it happened on where it spoiled many cells at once.
    fn slip(&self, suspect: &Suspect) -> String {
        let form = self.form;
        let rows = self.span(suspect, |cell| form.row_of(form.cell(cell)));
        let columns = self.span(suspect, |cell| form.column_of(form.cell(cell)));
        fill(suspect.slip.record().said.get(self.lang), |name| match name {
            "rows" => Some(&rows),
            "columns" => Some(&columns),
            _ => None,
        })
    }

    /// The lines that the cells of an explanation are on: one, two, or from the first to the last.
    fn span<'l>(&self, suspect: &Suspect, of: impl Fn(CellIndex) -> &'l LineSpec) -> String {
        let mut lines: Vec<&LineSpec> = Vec::new();
        for cell in &suspect.cells {
            let line = of(cell.cell);
            if !lines.iter().any(|known| std::ptr::eq(*known, line)) {
                lines.push(line);
            }
        }
        let named = |line: &LineSpec| self.filled("quoted", &[("name", &words(line, self.lang))]);
        match lines.as_slice() {
            [] => String::new(),
            [line] => named(line),
            [one, other] => named(one) + phrase("list", self.lang) + &named(other),
            [first, .., last] => self.filled("range", &[("first", &named(first)), ("last", &named(last))]),
        }
    }

    fn cells(&self, suspect: &Suspect) -> String {
        let cells: Vec<String> = suspect.cells.iter().take(SAID).map(|cell| self.cell(cell)).collect();
        let text = cells.join(phrase("suspect-and", self.lang));
        match suspect.cells.len() {
            all if all > SAID => text + &self.filled("and-others", &[("count", &all)]),
            _ => text,
        }
    }

    /// `表三 （一）予以公开 · 自然人（第12行第4列）填 21，应为 12`
    fn cell(&self, cell: &SuspectCell) -> String {
        let place = cell.place.as_ref().map(|place| place_words(place, self.lang)).unwrap_or_default();
        let reported = cell.reported.as_deref().map(clean).unwrap_or_default();
        let proposed = plain(cell.proposed);
        let name = match (place.is_empty(), reported.is_empty()) {
            (_, true) => "suspect-cell-blank",
            (true, _) => "suspect-cell-nowhere",
            // The right figure in a cell that is merged over several.
            _ if reported == proposed => "suspect-cell-unread",
            (false, _) => "suspect-cell",
        };
        let lines = lines_of(self.form, cell.cell, self.lang);
        let place_in_form = in_form(self.form, cell.cell, lines, self.lang);
        self.filled(
            name,
            &[("where", &place_in_form), ("place", &place), ("reported", &reported), ("proposed", &proposed)],
        )
    }

    /// Several explanations: what they share is certain, the rest are candidates.
    fn several(&self, diagnosis: &Diagnosis) -> String {
        let sizes = diagnosis.suspects.iter().map(|suspect| suspect.cells.len());
        let name = if sizes.clone().min() == sizes.max() { "suspect-several" } else { "suspect-several-kinds" };
        let mut text = self.filled(name, &[("count", &diagnosis.suspects.len())]);
        let (certain, lines) = self.certain(diagnosis);
        text += &certain;
        if let Some((name, lines)) = lines {
            return text + &self.list(name, MANY_SAID, lines);
        }
        let candidates = (1..).zip(&diagnosis.suspects).map(|(at, one)| self.candidate(at, one)).collect();
        text + &self.list("suspect-candidates", SAID, candidates)
    }

    /// What all explanations share where each takes several cells: the columns, or the rows, with how much is wrong in
    /// each; and where every explanation stands on one line of the other axis, how these are listed.
    fn certain(&self, diagnosis: &Diagnosis) -> (String, Option<(&'static str, Vec<String>)>) {
        let form = self.form;
        if diagnosis.suspects.iter().any(|suspect| suspect.cells.len() < 2) {
            return (String::new(), None);
        }
        if let Some(lines) = diagnosis.shared_columns(form) {
            let columns = |shared: &SharedLine| &form.block(shared.block).columns.lines[shared.line];
            let text = self.filled("suspect-columns", &[("lines", &self.lines(&lines, columns))]);
            let rows = self.other_lines(diagnosis, |cell| form.row_of(form.cell(cell)));
            return (text, rows.map(|rows| ("suspect-lines-rows", rows)));
        }
        if let Some(lines) = diagnosis.shared_rows(form) {
            let rows = |shared: &SharedLine| &form.block(shared.block).rows.lines[shared.line];
            let text = self.filled("suspect-rows", &[("lines", &self.lines(&lines, rows))]);
            let columns = self.other_lines(diagnosis, |cell| form.column_of(form.cell(cell)));
            return (text, columns.map(|columns| ("suspect-lines-columns", columns)));
        }
        (String::new(), None)
    }

    /// The one line of the other axis that each explanation stands on.
    fn other_lines<'l>(&self, diagnosis: &Diagnosis, of: impl Fn(CellIndex) -> &'l LineSpec) -> Option<Vec<String>> {
        let line = |suspect: &Suspect| {
            let mut lines = suspect.cells.iter().map(|cell| of(cell.cell));
            let first = lines.next()?;
            lines.all(|line| std::ptr::eq(line, first)).then(|| words(first, self.lang).to_owned())
        };
        diagnosis.suspects.iter().map(line).collect()
    }

    /// The first of a list, and how many more there are.
    fn list(&self, name: &str, said: usize, items: Vec<String>) -> String {
        let rest = items.len().saturating_sub(said);
        let list = clauses(items.into_iter().take(said), self.lang);
        let text = self.filled(name, &[("list", &list)]);
        match rest {
            0 => text + phrase("suspect-end", self.lang),
            rest => text + &self.filled("suspect-rest", &[("count", &rest)]),
        }
    }

    fn candidate(&self, number: usize, suspect: &Suspect) -> String {
        let (cells, slip) = (self.cells(suspect), self.slip(suspect));
        self.filled("suspect-candidate", &[("number", &number), ("cells", &cells), ("slip", &slip)])
    }

    /// `“自然人”应加 1、“其他”应减 1`
    fn lines<'l>(&self, lines: &[SharedLine], of: impl Fn(&SharedLine) -> &'l LineSpec) -> String {
        let said = lines.iter().map(|shared| {
            let line = words(of(shared), self.lang);
            match shared.change {
                Some(by) => {
                    let name = if by > Decimal::ZERO { "suspect-more" } else { "suspect-less" };
                    self.filled(name, &[("line", &line), ("by", &plain(by.abs()))])
                }
                None => self.filled("quoted", &[("name", &line)]),
            }
        });
        list(said, self.lang)
    }
}
