//! What the sentences of a filing say, held against each other, its tables and its year.

use rust_decimal::Decimal;

use super::assess::Assessor;
use super::assessment::Narrated;
use super::finding::{Detail, Facts, Finding};
use crate::model::{CellIndex, Filing, FormEdition, Place, Reason, Transcript, fold, plain};
use crate::rules::narrative::{self, Base, Conflict, Dated, Disagreement, Says, Tables, Whose};
use crate::rules::{Check, Fact};

/// What a check of the text found.
struct Told {
    check: Check,
    cells: Vec<CellIndex>,
    place: Place,
    facts: Facts,
}

impl Assessor<'_> {
    /// What the text of a filing gives rise to.
    pub(super) fn narrate(&self, filing: &Filing, owner: &str) -> (Vec<Finding>, Narrated) {
        if filing.narrative.paragraphs.is_empty() {
            return (Vec::new(), Narrated::default());
        }
        // Between two editions it is not certain which cells a sentence speaks of.
        let read = match filing.transcripts.as_slice() {
            [transcript] => self.forms().get(&transcript.edition).map(|edition| (edition, transcript)),
            _ => None,
        };
        let tables = read.map(|(edition, filing)| Tables { edition, filing, blank: self.policy.blank });
        let whose = Whose { agency: filing.agency.as_deref(), year: filing.year };
        let text = narrative::own(&filing.narrative, whose);
        let reviewed = narrative::review(&text, whose, tables);
        let narrated = Narrated {
            sentences: reviewed.sentences,
            told: reviewed.sums + reviewed.claims,
            supported: reviewed.supported,
            changes: reviewed.changes,
        };
        let dates = narrative::dates(&text, whose);
        let told = reviewed.disagreements.into_iter().map(disagreement);
        let told = told.chain(year_mismatches(&dates, filing.year)).chain(self.made_too_early(&dates, filing));
        (told.filter_map(|told| self.finding(told, read, owner, filing.year)).collect(), narrated)
    }

    /// Dates on which a report was made before the last of December that it covers. One without a stated period may as
    /// well be last year's report, filed under the year in which it is due, if it was made in the months of the
    /// threshold.
    fn made_too_early(&self, dates: &[Dated], filing: &Filing) -> Vec<Told> {
        let stated = dates.iter().find_map(|dated| match dated.says {
            Says::Period(from, to) if from == to => Some(to),
            _ => None,
        });
        let covered = stated.or(filing.year.filter(|_| !filing.transcripts.is_empty()));
        let check = Check::GeneratedBeforePeriodEnd;
        let Some((rule, covered)) = self.catalogue.for_check(check).zip(covered) else { return Vec::new() };
        let last_due = self.policy.threshold(rule, "last_due_month");
        let early = dates.iter().filter_map(|dated| {
            let Says::Made(year, month, day) = dated.says else { return None };
            let is_told = stated.is_some() || Decimal::from(month) > last_due;
            let facts =
                Facts::default().with(Fact::Year, covered).with(Fact::Date, format!("{year}-{month:02}-{day:02}"));
            (year == covered && (month, day) < (12, 31) && is_told).then(|| told(check, dated, facts))
        });
        early.collect()
    }

    /// What was told as a finding.
    fn finding(
        &self,
        told: Told,
        read: Option<(&FormEdition, &Transcript)>,
        owner: &str,
        year: Option<u16>,
    ) -> Option<Finding> {
        let rule = self.catalogue.for_check(told.check)?;
        let facts = told.facts.at(Fact::At, Some(told.place.clone()));
        let mut finding = match read {
            Some((edition, filing)) => Finding::new(rule, edition, filing, &told.cells, Detail::Stated(facts)),
            None => Finding::of_run(rule, Detail::Stated(facts)),
        };
        finding.place = Some(told.place);
        finding.severity = self.policy.severity(rule);
        match read {
            Some((edition, _)) if !finding.cells.is_empty() => finding.sign(owner, year, edition),
            _ => finding.sign_as(owner, year),
        }
        Some(finding)
    }
}

fn disagreement(found: Disagreement) -> Told {
    let Disagreement { sentence, place, with } = found;
    let subject = fold(&sentence).body;
    let (check, cells, facts) = match with {
        Conflict::Sum(sum) => {
            let parts: Vec<_> = sum.parts.iter().map(|(name, part)| format!("{name} {}", plain(*part))).collect();
            let mut whole = sum.wholes.iter().map(|whole| plain(*whole)).collect::<Vec<_>>().join(" + ");
            if sum.wholes.len() > 1 {
                whole = format!("{whole} = {}", plain(sum.whole()));
            }
            let facts = Facts::because(Reason::Parts)
                .with(Fact::Parts, parts.join(" + "))
                .with(Fact::Sum, plain(sum.sum()))
                .with(Fact::Whole, whole)
                .with(Fact::Unit, sum.unit.clone())
                .with(Fact::Difference, plain(sum.sum() - sum.whole()));
            (Check::NarrativePartsUnbalanced, Vec::new(), facts)
        }
        Conflict::Share(share) => {
            let made = share.part.1 * Decimal::ONE_HUNDRED / share.whole;
            let facts = Facts::because(Reason::Share)
                .with(Fact::Part, share.part.0)
                .with(Fact::Value, plain(share.part.1))
                .with(Fact::Whole, plain(share.whole))
                .with(Fact::Unit, share.unit)
                .with(Fact::Share, plain(made.round_dp(2)))
                .with(Fact::Printed, plain(share.printed));
            (Check::NarrativePartsUnbalanced, Vec::new(), facts)
        }
        Conflict::Claim(claim) => {
            let facts = Facts::because(Reason::Claim)
                .with(Fact::NameZh, &claim.name.zh)
                .with(Fact::NameEn, &claim.name.en)
                .with(Fact::Printed, &claim.printed)
                .resting_on(&claim.printed)
                .with(Fact::BasesZh, bases(&claim.bases, |base| &base.name.zh, "，"))
                .with(Fact::BasesEn, bases(&claim.bases, |base| &base.name.en, ", "));
            (Check::NarrativeMismatch, claim.cells, facts)
        }
    };
    Told { check, cells, place, facts: facts.with(Fact::Sentence, sentence).about(subject) }
}

/// `新收 30，新收＋上年结转 32`
fn bases<'b>(bases: &'b [Base], name: impl Fn(&'b Base) -> &'b String, separator: &str) -> String {
    let named = bases.iter().map(|base| format!("{} {}", name(base), plain(base.value)));
    named.collect::<Vec<_>>().join(separator)
}

/// Periods of another year than the report's, or of two.
fn year_mismatches(dates: &[Dated], year: Option<u16>) -> impl Iterator<Item = Told> {
    dates.iter().filter_map(move |dated| {
        let (Says::Period(from, to), Some(year)) = (dated.says, year) else { return None };
        let reason = match (from == to, from == year || to == year) {
            (true, false) => Reason::Other,
            (false, true) => Reason::Span,
            _ => return None,
        };
        let facts = Facts::because(reason).with(Fact::Year, year).with(Fact::From, from).with(Fact::To, to);
        Some(told(Check::YearMismatch, dated, facts))
    })
}

fn told(check: Check, dated: &Dated, facts: Facts) -> Told {
    let facts = facts.with(Fact::Sentence, &dated.sentence).about(fold(&dated.sentence).body);
    Told { check, cells: Vec::new(), place: dated.place.clone(), facts }
}
