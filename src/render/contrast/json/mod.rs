//! `--format json`: the contract `gouji-compare/1`. Keys are always there and only grow.

#[cfg(test)]
mod schema;

use std::io::{self, Write};

use serde::Serialize;

use crate::diagnosis::{Assessment, Compared, Contrast, ContrastKind, Era, Lone, Named, Pair, Reported};
use crate::model::plain;
use crate::render::Style;
use crate::render::contrast::SCHEMA;
use crate::render::contrast::words::unread_words;
use crate::render::finding_json::FindingJson;
use crate::render::said::SaidFiling;
use crate::render::source_json::SourceJson;
use crate::render::words::clean::escaped_json;

/// The document of `gouji compare --format json`. Keys are always there; new ones may come.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "gouji-compare/1"))]
pub(super) struct ContrastDocument<'a> {
    #[cfg_attr(test, schemars(extend("const" = SCHEMA)))]
    schema: &'a str,
    /// Agencies in the order of the new side.
    pairs: Vec<PairJson<'a>>,
    /// Filings of agencies that only the old side has.
    only_old: Vec<FilingJson<'a>>,
    /// Filings of agencies that only the new side has.
    only_new: Vec<FilingJson<'a>>,
    summary: SummaryJson<'a>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Pair"))]
struct PairJson<'a> {
    /// The agency, as it is called now.
    agency: Option<&'a str>,
    #[cfg_attr(test, schemars(extend("enum" = ["years", "resubmission"])))]
    kind: &'static str,
    old: FilingJson<'a>,
    new: FilingJson<'a>,
    /// Of two years every cell that both have, of a resubmission those that changed, in the order of the new form.
    cells: Vec<CellJson<'a>>,
    findings: FindingsJson<'a>,
    /// The names of cells that only the old filing has.
    only_old_cells: Vec<&'a str>,
    /// The names of cells that only the new filing has.
    only_new_cells: Vec<&'a str>,
}

/// A filing, by where it stands and whose it is.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Filing"))]
struct FilingJson<'a> {
    source: SourceJson<'a>,
    /// As this filing calls it.
    agency: Option<&'a str>,
    year: Option<u16>,
    edition: Option<&'a str>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "ComparedCell"))]
struct CellJson<'a> {
    /// `table.row.column`, as `requests.granted.natural_person`.
    id: &'a str,
    /// The figure as an exact decimal, money in 万元, or the text where it is none; null is a blank or a sign for none.
    old: Option<String>,
    new: Option<String>,
    /// new − old; null where one of them is not known. A blank item counts as zero, a blank total is not known.
    change: Option<String>,
    /// The change as a part of the old figure, with one decimal; null where that was zero or blank.
    percent: Option<String>,
}

/// Matched by code and cells.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Findings"))]
struct FindingsJson<'a> {
    /// Of the old filing, and not of the new one.
    gone: Vec<FindingJson<'a>>,
    /// Of both, as the new filing has them.
    remaining: Vec<FindingJson<'a>>,
    /// Of the new filing only.
    new: Vec<FindingJson<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Summary"))]
struct SummaryJson<'a> {
    pairs: usize,
    years: usize,
    resubmissions: usize,
    /// Cells that changed, in all pairs.
    changed: usize,
    only_old: usize,
    only_new: usize,
    /// Of two filings of one agency and year on one side the first counts; these are the others.
    repeated: SidesJson<'a>,
    /// Filings of agencies that were compared by other years.
    other_years: SidesJson<'a>,
    /// What could not be read.
    unread: Vec<UnreadJson<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Sides"))]
struct SidesJson<'a> {
    old: Vec<FilingJson<'a>>,
    new: Vec<FilingJson<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Unread"))]
struct UnreadJson<'a> {
    #[cfg_attr(test, schemars(extend("enum" = ["old", "new"])))]
    side: &'static str,
    source: SourceJson<'a>,
    /// As in `gouji/1`; null where there is a table and none of its cells could be read.
    kind: Option<String>,
    message: String,
    help: String,
}

/// Writes the document.
pub(super) fn write(contrast: &Contrast, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let json = serde_json::to_string_pretty(&ContrastDocument::new(contrast, style))?;
    out.write_all(escaped_json(json).as_bytes())?;
    out.write_all(b"\n")
}

impl<'a> ContrastDocument<'a> {
    fn new(contrast: &'a Contrast, style: Style<'a>) -> Self {
        Self {
            schema: SCHEMA,
            pairs: contrast.pairs.iter().map(|pair| PairJson::new(pair, style)).collect(),
            only_old: contrast.only_old.iter().map(FilingJson::named).collect(),
            only_new: contrast.only_new.iter().map(FilingJson::named).collect(),
            summary: SummaryJson {
                pairs: contrast.pairs.len(),
                years: contrast.count(ContrastKind::Years),
                resubmissions: contrast.count(ContrastKind::Resubmission),
                changed: contrast.changed(),
                only_old: contrast.only_old.len(),
                only_new: contrast.only_new.len(),
                repeated: SidesJson::of(&contrast.repeated),
                other_years: SidesJson::of(&contrast.other_years),
                unread: contrast.unread.iter().map(|(era, filing)| UnreadJson::new(*era, filing, style)).collect(),
            },
        }
    }
}

impl<'a> PairJson<'a> {
    fn new(pair: &'a Pair, style: Style<'a>) -> Self {
        let ids = |lone: &'a [Lone]| lone.iter().map(|lone| &*lone.id).collect();
        let said = pair.cells.iter().filter(|cell| cell.is_changed || pair.kind == ContrastKind::Years);
        let findings = |filing: &'a Assessment, list: &'a [usize]| -> Vec<FindingJson<'a>> {
            let filing = SaidFiling::of(filing, style);
            list.iter().filter_map(|at| filing.finding(*at)).map(FindingJson::new).collect()
        };
        Self {
            agency: pair.agency(),
            kind: pair.kind.word(),
            old: FilingJson::of(&pair.old),
            new: FilingJson::of(&pair.new),
            cells: said.map(CellJson::of).collect(),
            findings: FindingsJson {
                gone: findings(&pair.old, &pair.findings.gone),
                remaining: findings(&pair.new, &pair.findings.remaining),
                new: findings(&pair.new, &pair.findings.new),
            },
            only_old_cells: ids(&pair.only_old),
            only_new_cells: ids(&pair.only_new),
        }
    }
}

impl<'a> FilingJson<'a> {
    fn of(filing: &'a Assessment) -> Self {
        let (agency, edition) = (filing.agency.as_deref(), filing.edition.as_deref());
        Self { source: SourceJson::of(&filing.source), agency, year: filing.year, edition }
    }

    fn named(filing: &'a Named) -> Self {
        let (agency, edition) = (filing.agency.as_deref(), filing.edition.as_deref());
        Self { source: SourceJson::of(&filing.source), agency, year: filing.year, edition }
    }
}

impl<'a> CellJson<'a> {
    fn of(cell: &'a Compared) -> Self {
        Self {
            id: &cell.id,
            old: figure(&cell.old),
            new: figure(&cell.new),
            change: cell.change.map(plain),
            percent: cell.percent.map(|percent| percent.to_string()),
        }
    }
}

fn figure(reported: &Reported) -> Option<String> {
    match reported {
        Reported::Figure(figure) => Some(plain(*figure)),
        Reported::Text(text) => Some(text.clone()),
        Reported::Blank | Reported::Sign(_) | Reported::Unknown => None,
    }
}

impl<'a> SidesJson<'a> {
    fn of(list: &'a [(Era, Named)]) -> Self {
        let side = |era| list.iter().filter(|(own, _)| *own == era).map(|(_, one)| FilingJson::named(one)).collect();
        Self { old: side(Era::Old), new: side(Era::New) }
    }
}

impl<'a> UnreadJson<'a> {
    fn new(era: Era, filing: &'a Assessment, style: Style) -> Self {
        let (message, help) = unread_words(filing, style.lang);
        let side = match era {
            Era::Old => "old",
            Era::New => "new",
        };
        let kind = filing.error.as_ref().map(|error| error.problem.kind());
        Self { side, source: SourceJson::of(&filing.source), kind, message, help }
    }
}
