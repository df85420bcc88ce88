//! What the formats of a comparison say alike.

use rust_decimal::Decimal;

use crate::diagnosis::{Assessment, Compared, Contrast, ContrastKind, Era, Lone, Named, Pair, Reported};
use crate::model::{CellIndex, FormEdition, Lang, agency_key, plain};
use crate::render::Style;
use crate::render::said::{Said, SaidFiling, error_text};
use crate::render::words::clean::clean;
use crate::render::words::labels::{in_form, telling_lines, words};
use crate::render::words::phrases::{filled, list, phrase};
use crate::render::words::places;

/// The changes that are listed first: the largest, or of a resubmission all.
pub(super) fn first_changes(pair: &Pair) -> Vec<&Compared> {
    const LARGEST: usize = 10;
    match pair.kind {
        ContrastKind::Years => pair.largest(LARGEST),
        ContrastKind::Resubmission => pair.changed().collect(),
    }
}

/// Whose filings they are: `某县人民政府 2023年 → 2024年`.
pub(super) fn title(pair: &Pair, lang: Lang) -> String {
    let agency = pair.agency().map_or(phrase("agency-unknown", lang).into(), clean);
    match (pair.kind, pair.new.year) {
        (ContrastKind::Resubmission, None) => agency.into_owned(),
        (ContrastKind::Resubmission, Some(year)) => {
            format!("{agency} {}", filled("compare-year", lang, &[("year", &year)]))
        }
        (ContrastKind::Years, _) => format!("{agency} {} → {}", side(pair, Era::Old, lang), side(pair, Era::New, lang)),
    }
}

/// What the two are to each other.
pub(super) fn kind(pair: &Pair, lang: Lang) -> &'static str {
    match pair.kind {
        ContrastKind::Years => phrase("compare-years", lang),
        ContrastKind::Resubmission => phrase("compare-resubmission", lang),
    }
}

/// What a side of a pair is called: its year, or first and again.
pub(super) fn side(pair: &Pair, era: Era, lang: Lang) -> String {
    let (filing, again, name) = match era {
        Era::Old => (&pair.old, "compare-old", "compare-earlier"),
        Era::New => (&pair.new, "compare-new", "compare-later"),
    };
    match (pair.kind, filing.year) {
        (ContrastKind::Resubmission, _) => phrase(again, lang).to_owned(),
        (ContrastKind::Years, Some(year)) => filled("compare-year", lang, &[("year", &year)]),
        (ContrastKind::Years, None) => phrase(name, lang).to_owned(),
    }
}

/// Where a filing stands.
pub(super) fn file(filing: &Assessment) -> String {
    places::source(&filing.source)
}

/// A filing that is not compared: whose, of which year, and where.
pub(super) fn named(filing: &Named, lang: Lang) -> String {
    let agency = filing.agency.as_deref().map(|agency| clean(agency).into_owned());
    let year = filing.year.map(|year| filled("compare-year", lang, &[("year", &year)]));
    let owner = [agency, year].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let file = places::source(&filing.source);
    if owner.is_empty() {
        return file;
    }
    filled("compare-named", lang, &[("owner", &owner), ("file", &file)])
}

/// The table, the row and the column of a cell, in the words of the form. The only column of its block tells nothing.
pub(super) fn cell_lines(form: &FormEdition, cell: CellIndex, lang: Lang) -> [&str; 3] {
    let (row, column) = telling_lines(form, cell, lang);
    [form.tables[form.cell(cell).table].brief.get(lang), row, column]
}

/// A cell in the words of the form: `表三 （一）予以公开 · 自然人`.
pub(super) fn cell(form: &FormEdition, cell: CellIndex, lang: Lang) -> String {
    in_form(form, cell, telling_lines(form, cell, lang), lang)
}

/// What a cell says: the figure, the text as printed, nothing where it is blank.
pub(super) fn reported(reported: &Reported) -> String {
    match reported {
        Reported::Blank => String::new(),
        Reported::Figure(figure) => plain(*figure),
        Reported::Sign(text) | Reported::Text(text) => clean(text).into_owned(),
        Reported::Unknown => "?".to_owned(),
    }
}

/// The same where a blank would not be seen.
pub(super) fn reported_or_blank(what: &Reported, lang: Lang) -> String {
    match what {
        Reported::Blank => phrase("suspect-blank", lang).to_owned(),
        _ => reported(what),
    }
}

/// A change with its sign.
pub(super) fn signed(number: Decimal) -> String {
    let sign = if number.is_sign_positive() && !number.is_zero() { "+" } else { "" };
    format!("{sign}{}", plain(number))
}

/// The cells of one filing only, row by row: what stands in each, of a row of zeros only that.
pub(super) fn lone_rows(form: &FormEdition, lone: &[Lone], lang: Lang) -> Vec<String> {
    let same_row = |one: &Lone, other: &Lone| {
        let [one, other] = [one, other].map(|lone| form.cell(lone.cell));
        (one.block_at(), one.row) == (other.block_at(), other.row)
    };
    let rows = lone.chunk_by(same_row).map(|row| {
        let [table, name, _] = cell_lines(form, row[0].cell, lang);
        let is_zero = |what: &Reported| matches!(what, Reported::Blank) || *what == Reported::Figure(Decimal::ZERO);
        let told = row.iter().filter(|lone| !is_zero(&lone.reported)).map(|lone| {
            let [.., column] = cell_lines(form, lone.cell, lang);
            format!("{column} {}", reported(&lone.reported)).trim_start().to_owned()
        });
        let told = list(told, lang);
        let figure = if told.is_empty() { "0".to_owned() } else { told };
        filled("compare-lone-cell", lang, &[("cell", &format!("{table} {name}")), ("figure", &figure)])
    });
    rows.collect()
}

/// By how much a cell changed; a dash where nobody knows.
pub(super) fn change(cell: &Compared) -> String {
    cell.change.map_or_else(|| "—".to_owned(), signed)
}

/// How much that is of what it was: `+13.3%`.
pub(super) fn percent(cell: &Compared) -> String {
    let sign = |percent: Decimal| if percent > Decimal::ZERO { "+" } else { "" };
    cell.percent.map_or_else(|| "—".to_owned(), |percent| format!("{}{percent}%", sign(percent)))
}

/// What there is to know of a pair besides its figures, a sentence each.
pub(super) fn remarks(pair: &Pair, style: Style) -> Vec<String> {
    let lang = style.lang;
    let mut remarks = Vec::new();
    if pair.is_backwards() {
        remarks.push(phrase("compare-backwards", lang).to_owned());
    }
    if pair.by_default {
        remarks.push(phrase("compare-by-default", lang).to_owned());
    }
    let names = pair.old.agency.as_deref().zip(pair.new.agency.as_deref());
    if let Some((old, _)) = names.filter(|(old, new)| !pair.by_default && agency_key(old) != agency_key(new)) {
        remarks.push(filled("compare-renamed", lang, &[("old", &clean(old))]));
    }
    if let Some((old, new)) = pair.form(Era::Old, style.forms).zip(pair.form(Era::New, style.forms))
        && old.id != new.id
    {
        remarks.push(filled("compare-editions", lang, &[("old", &old.id), ("new", &new.id)]));
    }
    let form = pair.form(Era::New, style.forms);
    let summed = pair.cells.iter().find(|cell| cell.is_summed).zip(form);
    if let Some((cell, form)) = summed {
        let row = words(form.row_of(form.cell(cell.cell)), lang);
        remarks.push(filled("compare-summed", lang, &[("row", &row)]));
    }
    remarks
}

/// How many cells both have, and how many of them changed.
pub(super) fn counts(pair: &Pair, lang: Lang) -> String {
    let (cells, changed) = (pair.cells.len(), pair.changed().count());
    let name = if changed == 0 { "compare-same" } else { "compare-counts" };
    filled(name, lang, &[("cells", &cells), ("changed", &changed)])
}

/// The findings of a pair that went, stayed and came, each with the word for that.
pub(super) fn turned<'p>(pair: &'p Pair, style: Style<'p>) -> impl Iterator<Item = (&'static str, Said<'p>)> {
    let of = move |name, filing: &'p Assessment, list: &'p [usize]| {
        let filing = SaidFiling::of(filing, style);
        list.iter().filter_map(move |at| Some((name, filing.finding(*at)?)))
    };
    of("compare-gone", &pair.old, &pair.findings.gone)
        .chain(of("compare-new-finding", &pair.new, &pair.findings.new))
        .chain(of("compare-remaining", &pair.new, &pair.findings.remaining))
}

/// How many findings went, stayed and came.
pub(super) fn turned_counts(pair: &Pair, lang: Lang) -> String {
    let turned = &pair.findings;
    let facts: [(&str, &dyn ToString); 3] =
        [("gone", &turned.gone.len()), ("remaining", &turned.remaining.len()), ("new", &turned.new.len())];
    filled("compare-findings", lang, &facts)
}

/// A finding that went, stayed or came, in a line.
pub(super) fn finding(name: &str, said: Said) -> String {
    let lang = said.filing.style.lang;
    let severity = format!("{}{}", said.severity(), said.explained());
    let facts: [(&str, &dyn ToString); 4] =
        [("state", &phrase(name, lang)), ("code", &said.code()), ("severity", &severity), ("text", &said.titled())];
    clean(&filled("compare-finding", lang, &facts)).into_owned()
}

/// Why a filing could not be read, and what to do.
pub(super) fn unread_words(filing: &Assessment, lang: Lang) -> (String, String) {
    match &filing.error {
        Some(error) => error_text(error, lang),
        None => (phrase("compare-no-cells", lang).to_owned(), String::new()),
    }
}

/// What is not compared, a line for each reason.
#[must_use]
pub fn contrast_notes(contrast: &Contrast, lang: Lang) -> Vec<String> {
    /// Nobody reads more names there; JSON and the workbook have them all.
    const MOST: usize = 200;
    let lists = rest(contrast);
    let said = lists.into_iter().map(|(name, filings)| {
        let named = filings.iter().take(MOST).map(|filing| named(filing, lang));
        let rest = if filings.len() > MOST { " …" } else { "" };
        phrase(name, lang).to_owned() + &list(named, lang) + rest
    });
    said.collect()
}

/// What is not compared, by reason; no reason without a filing.
pub(super) fn rest(contrast: &Contrast) -> Vec<(&'static str, Vec<&Named>)> {
    fn of(list: &[(Era, Named)], era: Era) -> Vec<&Named> {
        list.iter().filter(|(side, _)| *side == era).map(|(_, filing)| filing).collect()
    }
    let lists = [
        ("compare-only-old", contrast.only_old.iter().collect()),
        ("compare-only-new", contrast.only_new.iter().collect()),
        ("compare-repeated-old", of(&contrast.repeated, Era::Old)),
        ("compare-repeated-new", of(&contrast.repeated, Era::New)),
        ("compare-other-years-old", of(&contrast.other_years, Era::Old)),
        ("compare-other-years-new", of(&contrast.other_years, Era::New)),
    ];
    lists.into_iter().filter(|(_, filings): &(_, Vec<_>)| !filings.is_empty()).collect()
}

/// What a comparison adds up to.
#[must_use]
pub fn contrast_summary(contrast: &Contrast, lang: Lang) -> String {
    let facts: [(&str, &dyn ToString); 7] = [
        ("pairs", &contrast.pairs.len()),
        ("years", &contrast.count(ContrastKind::Years)),
        ("resubmissions", &contrast.count(ContrastKind::Resubmission)),
        ("changed", &contrast.changed()),
        ("only_old", &contrast.only_old.len()),
        ("only_new", &contrast.only_new.len()),
        ("unread", &contrast.unread.len()),
    ];
    filled("compare-summary", lang, &facts)
}
