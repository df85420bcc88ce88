//! Which year and which edition are added up, and which of two filings of one agency.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::sync::Arc;

use super::gather::HeardFiling;
use super::whole::Why;
use crate::forms::Forms;
use crate::model::FormEdition;

/// Which of two filings of one agency for one year goes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Prefer {
    /// The one that came first.
    #[default]
    First,
    /// The one that came last.
    Last,
}

/// Why there is no sum.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Nothing can be added up.
    #[error("there is nothing to add up")]
    Nothing,
    /// The filings are of several years or editions, and no year was asked for. With how many there are of each.
    #[error("the filings are of several years or editions")]
    Several(Vec<(u16, Arc<str>, usize)>),
    /// No filing tells its year, and none was asked for.
    #[error("no filing tells its year")]
    Yearless,
    /// The roster names several superiors, and none was asked for.
    #[error("the roster names several superiors")]
    Superiors(Vec<String>),
    /// The roster names superiors, and who was asked for is none of them, nor one of its members to whom those without a
    /// superior may belong.
    #[error("the roster does not know this superior")]
    NoSuperior(Vec<String>),
    /// The roster names no superior at all.
    #[error("the roster names no superior")]
    NoSuperiors,
    /// The roster has superiors in a circle.
    #[error("the superiors of the roster go in a circle")]
    Circle(Vec<String>),
    /// What was counted could not be kept on disk.
    #[error(transparent)]
    Disk(#[from] io::Error),
}

/// The year and the edition of the sum of `parts`.
pub(super) fn year_and_edition<'f>(
    parts: &[&HeardFiling],
    year: Option<u16>,
    forms: &'f Forms,
) -> Result<(u16, &'f FormEdition), Refusal> {
    let mut counts: BTreeMap<(u16, Arc<str>), usize> = BTreeMap::new();
    for part in parts.iter().filter(|part| year.is_none() || part.year.is_none() || part.year == year) {
        // One that tells no year goes in where a year is asked for.
        let Some(own) = part.year.or(year) else { continue };
        *counts.entry((own, Arc::clone(&part.edition))).or_default() += 1;
    }
    if year.is_none() && counts.len() > 1 {
        return Err(Refusal::Several(
            counts.into_iter().map(|((year, edition), count)| (year, edition, count)).collect(),
        ));
    }
    let prescribed = |edition: &str, year: u16| forms.get(edition).is_some_and(|edition| edition.years.contains(year));
    let best =
        counts.iter().max_by_key(|((year, edition), count)| (prescribed(edition, *year), **count, edition.clone()));
    let Some(((year, edition), _)) = best else {
        return Err(if parts.is_empty() || year.is_some() { Refusal::Nothing } else { Refusal::Yearless });
    };
    forms.get(edition).map(|edition| (*year, edition)).ok_or(Refusal::Nothing)
}

/// Why a part does not go into the sum of a year and an edition.
pub(super) fn unfit(part: &HeardFiling, wanted: Option<u16>, year: u16, edition: &FormEdition) -> Option<Why> {
    match part.year {
        None if wanted.is_none() => Some(Why::NoYear),
        Some(own) if own != year => Some(Why::OtherYear),
        _ => (part.edition != edition.id).then_some(Why::OtherEdition),
    }
}

/// Of several filings of one agency the one that goes in; the others with the reason.
pub(super) fn without_doubles(
    heard: &[HeardFiling],
    parts: Vec<usize>,
    prefer: Prefer,
) -> (Vec<usize>, Vec<(usize, Why)>) {
    let mut first: HashMap<u64, usize> = HashMap::new();
    let (mut kept, mut doubles) = (Vec::new(), Vec::new());
    let in_order: Box<dyn Iterator<Item = usize>> = match prefer {
        Prefer::First => Box::new(parts.into_iter()),
        Prefer::Last => Box::new(parts.into_iter().rev()),
    };
    for part in in_order {
        if let Some(other) = first.get(&heard[part].identity) {
            let is_same = heard[*other].digest == heard[part].digest;
            doubles.push((part, if is_same { Why::Double } else { Why::DoubleDiffers }));
        } else {
            first.insert(heard[part].identity, part);
            kept.push(part);
        }
    }
    (kept, doubles)
}
