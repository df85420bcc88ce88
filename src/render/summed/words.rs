//! A sum in words: whose it is, what was left out of it and why, what else has to be known.

use crate::diagnosis::{LeftOut, Refusal, Said, SumRemark, Total, Why};
use crate::model::{CellIndex, FormEdition, Lang};
use crate::render::words::clean::clean;
use crate::render::words::io_words::io_words;
use crate::render::words::labels::words;
use crate::render::words::phrases::{clauses, filled, list, phrase};

/// As many names are said in a sentence, and as many cells.
const NAMED: usize = 12;
const NAMED_CELLS: usize = 6;

/// Some names, the rest as a number.
#[must_use]
pub fn named(who: &[String], lang: Lang) -> String {
    let names = who.iter().take(NAMED).map(|name| clean(name));
    cut(list(names, lang), who.len(), NAMED, "sum-and-more", lang)
}

fn cut(said: String, all: usize, most: usize, more: &str, lang: Lang) -> String {
    if all > most { said + &filled(more, lang, &[("count", &all)]) } else { said }
}

/// `汇总 118 份：某县人民政府 2023 年（2021 版）。`
#[must_use]
pub fn sum_summary(total: &Total, lang: Lang) -> String {
    let filing = &total.filing;
    let agency = filing.agency.as_deref().unwrap_or(phrase("sum-nobody", lang));
    let year = filing.year.map(|year| year.to_string()).unwrap_or_default();
    let edition = filing.edition.as_deref().unwrap_or_default();
    filled(
        "sum-done",
        lang,
        &[("count", &total.parts.len()), ("agency", &clean(agency)), ("year", &year), ("edition", &edition)],
    )
}

/// What was left out, a line for each reason.
#[must_use]
pub fn left_out_lines(left_out: &[LeftOut], lang: Lang) -> Vec<String> {
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    for one in left_out {
        let why = why_words(one.why, one.year, one.edition.as_deref(), lang);
        let path = clean(&one.source.to_string()).into_owned();
        let who = match &one.agency {
            Some(agency) => filled("term", lang, &[("name", &clean(agency)), ("value", &path)]),
            None => path,
        };
        match lines.last_mut() {
            Some((known, names)) if *known == why => names.push(who),
            _ => lines.push((why, vec![who])),
        }
    }
    let line = |(why, who): (String, Vec<String>)| {
        filled("sum-left-out", lang, &[("count", &who.len()), ("why", &why), ("who", &named(&who, lang))])
    };
    lines.into_iter().map(line).collect()
}

/// Why a filing was left out.
pub(super) fn why_words(why: Why, year: Option<u16>, edition: Option<&str>, lang: Lang) -> String {
    let name = match why {
        Why::Total => "sum-why-total",
        Why::TotalDiffers => "sum-why-total-differs",
        Why::Subtotal => "sum-why-subtotal",
        Why::Superior => "sum-why-superior",
        Why::Above => "sum-why-above",
        Why::Elsewhere => "sum-why-elsewhere",
        Why::NoSuperior => "sum-why-no-superior",
        Why::Exempt => "sum-why-exempt",
        Why::OtherYear => "sum-why-other-year",
        Why::NoYear => "sum-why-no-year",
        Why::OtherEdition => "sum-why-other-edition",
        Why::EditionOpen => "sum-why-edition-open",
        Why::Double => "sum-why-double",
        Why::DoubleDiffers => "sum-why-double-differs",
        Why::Struck => "sum-why-struck",
        Why::Sample => "sum-why-sample",
        Why::NoCells => "sum-why-no-cells",
        Why::Unread => "sum-why-unread",
    };
    let year = year.map(|year| year.to_string()).unwrap_or_default();
    filled(name, lang, &[("year", &year), ("edition", &edition.unwrap_or_default())])
}

/// What has to be known of a sum.
#[must_use]
pub fn remark_words(remark: &SumRemark, form: &FormEdition, lang: Lang) -> String {
    let name = match remark.said {
        Said::Missing => "sum-said-missing",
        Said::Replaced => "sum-said-replaced",
        Said::Errors => "sum-said-errors",
        Said::Unknown => "sum-said-unknown",
        Said::LooksSuperior => "sum-said-superior",
        Said::Groups => "sum-said-groups",
        Said::Unlisted => "sum-said-unlisted",
        Said::Unnamed => "sum-said-unnamed",
        Said::Yearless => "sum-said-yearless",
        Said::Undivided => "sum-said-undivided",
        Said::BlankTotals => "sum-said-blank-totals",
        Said::Reserved => "sum-said-reserved",
    };
    let who = named(&remark.who, lang);
    let cells = cell_names(&remark.cells, remark.said == Said::Reserved, form, lang);
    let (count, cell_count) = (remark.who.len(), remark.cells.len());
    filled(name, lang, &[("who", &who), ("count", &count), ("cells", &cells), ("cell_count", &cell_count)])
}

/// `表三 一、本年新收政府信息公开申请数量·自然人`; of whole rows the row.
fn cell_names(cells: &[CellIndex], of_rows: bool, form: &FormEdition, lang: Lang) -> String {
    let mut names: Vec<String> = Vec::new();
    for cell in cells {
        let spec = form.cell(*cell);
        let table = form.tables[spec.table].brief.get(lang);
        let row = words(form.row_of(spec), lang);
        let name = if of_rows {
            format!("{table} {row}")
        } else {
            format!("{table} {row}·{}", words(form.column_of(spec), lang))
        };
        if names.last() != Some(&name) {
            names.push(name);
        }
    }
    let all = names.len();
    names.truncate(NAMED_CELLS);
    cut(list(names, lang), all, NAMED_CELLS, "sum-and-more-cells", lang)
}

/// Why there is no sum.
#[must_use]
pub fn refusal_words(refusal: &Refusal, agency: Option<&str>, lang: Lang) -> String {
    let name = match refusal {
        Refusal::Nothing => "sum-nothing",
        Refusal::Several(_) => "sum-several",
        Refusal::Yearless => "sum-yearless",
        Refusal::Superiors(_) => "sum-superiors",
        Refusal::NoSuperior(_) => "sum-no-superior",
        Refusal::NoSuperiors => "sum-no-superiors",
        Refusal::Circle(_) => "sum-circle",
        Refusal::Disk(error) => return io_words(error, lang),
    };
    let who = match refusal {
        Refusal::Several(counts) => {
            let one = |(year, edition, count): &(u16, std::sync::Arc<str>, usize)| {
                filled("sum-several-one", lang, &[("year", year), ("edition", edition), ("count", count)])
            };
            clauses(counts.iter().map(one), lang)
        }
        Refusal::Circle(names) => names.join(" → "),
        Refusal::Superiors(names) | Refusal::NoSuperior(names) => named(names, lang),
        _ => String::new(),
    };
    filled(name, lang, &[("who", &who), ("agency", &agency.unwrap_or_default())])
}
