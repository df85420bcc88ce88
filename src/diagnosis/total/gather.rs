//! The filings of a run on their way into a sum.
//!
//! Of each is kept whose it is; its figures wait on disk, because which of them go in is known when all were heard.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::sync::Arc;

use super::choose::{Prefer, Refusal};
use super::count::{Count, Counted};
use super::select::{SheetTotals, Standing, standing};
use super::spool::{Spool, Spooled};
use super::subtotals::{Imprint, Line};
use super::whole::{Held, LeftOut, Part, Total, Why};
use crate::diagnosis::assess::Assessor;
use crate::diagnosis::assessment::{Assessment, Source};
use crate::diagnosis::finding::{Detail, Finding};
use crate::diagnosis::identity::{Identity, identity};
use crate::model::{Place, Reason, Roster};
use crate::rules::Severity;

/// What is asked of a sum.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// Whose sum it is.
    pub agency: Option<String>,
    /// For which year.
    pub year: Option<u16>,
    /// Which of two filings of one agency goes in.
    pub prefer: Prefer,
    /// A sum for every superior of the roster.
    pub by_superior: bool,
}

/// What is kept of a filing.
#[derive(Debug)]
pub(super) struct HeardFiling {
    pub(super) source: Source,
    pub(super) agency: Option<String>,
    pub(super) year: Option<u16>,
    pub(super) edition: Arc<str>,
    pub(super) identity: Identity,
    pub(super) standing: Standing,
    /// Of what it counts as.
    pub(super) digest: u64,
    pub(super) imprint: Imprint,
    pub(super) at: u64,
    pub(super) has_errors: bool,
    pub(super) is_undivided: bool,
    pub(super) has_blank_totals: bool,
}

impl HeardFiling {
    pub(super) fn left_out(&self, why: Why) -> LeftOut {
        LeftOut {
            source: self.source.clone(),
            agency: self.agency.clone(),
            year: self.year,
            edition: Some(Arc::clone(&self.edition)),
            why,
        }
    }

    /// Itself among the filings of its file.
    pub(super) fn line(&self) -> Line<'_> {
        let (source, agency) = (&self.source, self.agency.as_deref());
        let is_listed = self.standing.superior().is_some();
        Line { source, agency, edition: &self.edition, imprint: self.imprint, is_listed }
    }

    pub(super) fn name(&self) -> String {
        self.source.name_or(self.agency.as_deref())
    }
}

/// Where the filings of a sum come together.
#[derive(Debug)]
pub struct Gathering<'a> {
    notes: Notes<'a>,
    spool: Spool,
}

/// What a gathering keeps in memory.
#[derive(Debug)]
pub(super) struct Notes<'a> {
    pub(super) assessor: &'a Assessor<'a>,
    pub(super) wish: Wish,
    pub(super) heard: Vec<HeardFiling>,
    pub(super) left_out: Vec<LeftOut>,
}

impl<'a> Notes<'a> {
    pub(super) fn roster(&self) -> Option<&'a Roster> {
        self.assessor.policy().roster.as_deref()
    }
}

/// The sums of a run, and the figures of their parts.
#[derive(Debug)]
pub struct Gathered {
    /// One, or one for each superior.
    pub totals: Vec<Total>,
    /// Superiors of whom nobody has anything.
    pub empty: Vec<String>,
    /// What went into no sum and belongs to none of these superiors that has one.
    pub left_out: Vec<LeftOut>,
    /// The figures of all parts.
    pub figures: PartFigures,
}

/// The figures of the parts of a sum, on disk.
#[derive(Debug)]
pub struct PartFigures {
    pub(super) cells: usize,
    pub(super) spooled: Spooled,
}

impl PartFigures {
    /// What the cells of a part count as.
    ///
    /// # Errors
    /// When they cannot be read from disk.
    pub fn of(&mut self, part: &Part) -> io::Result<Box<[Count]>> {
        match &part.figures {
            Held::At(at) => self.spooled.read(*at, self.cells).map(|counted| counted.cells),
            Held::Sum(counts) => Ok(counts.clone()),
        }
    }
}

impl<'a> Gathering<'a> {
    /// A gathering of nothing yet.
    ///
    /// # Errors
    /// When nothing can be kept on disk.
    pub fn new(assessor: &'a Assessor<'a>, wish: Wish) -> io::Result<Self> {
        Ok(Self { notes: Notes { assessor, wish, heard: Vec::new(), left_out: Vec::new() }, spool: Spool::new()? })
    }

    /// Takes note of a filing.
    ///
    /// # Errors
    /// When it cannot be kept on disk.
    pub fn hear(&mut self, filing: &Assessment) -> io::Result<()> {
        let Notes { assessor, heard, left_out, .. } = &mut self.notes;
        let roster = assessor.policy().roster.as_deref();
        let edition = filing.edition.as_ref().and_then(|edition| assessor.forms().get(edition));
        let transcript = filing.transcript.as_ref().filter(|transcript| transcript.read_cells() > 0);
        let agency = filing.agency.as_deref();
        left_out.extend(filing.findings.iter().filter_map(|finding| no_record(filing, finding)));
        let (Some(edition), Some(transcript)) = (edition, transcript) else {
            let why = match (&filing.error, transcript) {
                (Some(_), _) => Why::Unread,
                (None, None) => Why::NoCells,
                (None, Some(_)) => Why::EditionOpen,
            };
            let (source, agency, edition) = (filing.source.clone(), filing.agency.clone(), filing.edition.clone());
            left_out.push(LeftOut { source, agency, year: filing.year, edition, why });
            return Ok(());
        };
        let counted = Counted::of(edition, &assessor.plans[&edition.id], transcript);
        let at = self.spool.push(&counted)?;
        heard.push(HeardFiling {
            source: filing.source.clone(),
            agency: filing.agency.clone(),
            year: filing.year,
            edition: Arc::clone(&edition.id),
            identity: agency.map_or_else(|| of_nobody(&filing.source), |agency| identity(agency, roster)),
            standing: standing(roster, agency),
            digest: digest(&edition.id, &counted),
            imprint: Imprint::of(edition, &counted),
            at,
            has_errors: filing.findings.iter().any(|finding| finding.severity == Severity::Error),
            is_undivided: counted.is_undivided,
            has_blank_totals: counted.has_blank_totals,
        });
        Ok(())
    }

    /// Adds up.
    ///
    /// # Errors
    /// Where there is no sum, or none that can be told apart from others.
    pub fn close(mut self) -> Result<Gathered, Refusal> {
        place_sheets(&mut self.notes.heard);
        let spooled = self.spool.finish()?;
        if self.notes.wish.by_superior { self.notes.by_superior(spooled) } else { self.notes.of_one(spooled) }
    }
}

/// Gives the sheets that are called by a word for a total their standing, now that all filings of their files are known.
fn place_sheets(heard: &mut [HeardFiling]) {
    let mut sheets = SheetTotals::default();
    for one in &*heard {
        sheets.hear(&one.source);
    }
    for one in heard.iter_mut() {
        one.standing = sheets.total(one.agency.as_deref(), &one.source).map_or(one.standing, Standing::Total);
    }
}

/// What was seen beside the records of a data set that is none: it was struck out, or shows how records are filled in.
fn no_record(filing: &Assessment, finding: &Finding) -> Option<LeftOut> {
    let Detail::Observed(seen) = &finding.detail else { return None };
    let why = match seen.reason? {
        Reason::Struck => Why::Struck,
        Reason::Sample => Why::Sample,
        _ => return None,
    };
    let record = match finding.place.as_ref()? {
        Place::Sheet { row, .. } => row + 1,
        Place::Line { line, .. } => *line,
        _ => return None,
    };
    filing.source.record?;
    let source = Source { record: Some(record), ..filing.source.clone() };
    Some(LeftOut { source, agency: Some(seen.printed.clone()), year: None, edition: None, why })
}

/// The identity of a filing of which nobody knows whose it is: it is its own.
pub(in crate::diagnosis) fn of_nobody(source: &Source) -> Identity {
    let mut hasher = DefaultHasher::new();
    ("of nobody", &source.path, &source.sheet, source.record).hash(&mut hasher);
    hasher.finish()
}

/// Of two filings with the same, every cell adds the same.
fn digest(edition: &str, counted: &Counted) -> u64 {
    let mut hasher = DefaultHasher::new();
    edition.hash(&mut hasher);
    for count in &counted.cells {
        count.amount().map(|amount| amount.normalize()).hash(&mut hasher);
    }
    hasher.finish()
}
