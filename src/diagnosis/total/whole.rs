//! What a sum came to.

use std::sync::Arc;

use super::count::Count;
use crate::diagnosis::assessment::{Assessment, Source};
use crate::model::CellIndex;

/// A sum of filings (汇总).
#[derive(Debug)]
pub struct Total {
    /// The sum as a filing, checked like any other.
    pub filing: Assessment,
    /// What went in, in the order of the roster, else of the names.
    pub parts: Vec<Part>,
    /// What did not.
    pub left_out: Vec<LeftOut>,
    /// What else has to be said.
    pub remarks: Vec<SumRemark>,
}

/// A filing that went into a sum.
#[derive(Debug, Clone)]
pub struct Part {
    /// Where it came from; the path is empty for a sum that stands in for a filing that was not submitted.
    pub source: Source,
    /// Whose it is, where that is known.
    pub agency: Option<String>,
    pub(super) figures: Held,
}

/// Where the figures of a part are.
#[derive(Debug, Clone)]
pub(super) enum Held {
    /// On disk.
    At(u64),
    /// Here: it is itself a sum.
    Sum(Box<[Count]>),
}

/// A filing that did not go in.
#[derive(Debug, Clone)]
pub struct LeftOut {
    /// Where it came from.
    pub source: Source,
    /// Whose it is, where that is known.
    pub agency: Option<String>,
    /// For which year, where that is known.
    pub year: Option<u16>,
    /// Against which edition it was read, where that is certain.
    pub edition: Option<Arc<str>>,
    /// Why.
    pub why: Why,
}

/// Why a filing did not go into a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It is no agency's, but a line or sheet that adds up others.
    Total,
    /// The same, of all of them, and its figures are not those of the sum.
    TotalDiffers,
    /// It is called by no word for one, and its figures are the sums of those beside it.
    Subtotal,
    /// It is the superior's own.
    Superior,
    /// It is that of a superior of the superior.
    Above,
    /// The roster names another superior.
    Elsewhere,
    /// The roster names no superior, and sums are made for superiors.
    NoSuperior,
    /// The roster says that it reports to somebody else.
    Exempt,
    /// It is for another year.
    OtherYear,
    /// It tells no year, and none was asked for.
    NoYear,
    /// It is on another edition of the form.
    OtherEdition,
    /// Several editions fit it equally.
    EditionOpen,
    /// The same agency has another one, with the same figures.
    Double,
    /// The same agency has another one, with other figures.
    DoubleDiffers,
    /// Its row of a data set was struck out.
    Struck,
    /// Its row of a data set shows how records are filled in.
    Sample,
    /// There are tables, and no cell could be read.
    NoCells,
    /// It could not be read.
    Unread,
}

impl Why {
    /// The word of the contract.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::TotalDiffers => "total-differs",
            Self::Subtotal => "subtotal",
            Self::Superior => "superior",
            Self::Above => "above",
            Self::Elsewhere => "elsewhere",
            Self::NoSuperior => "no-superior",
            Self::Exempt => "exempt",
            Self::OtherYear => "other-year",
            Self::NoYear => "no-year",
            Self::OtherEdition => "other-edition",
            Self::EditionOpen => "edition-undetermined",
            Self::Double => "double",
            Self::DoubleDiffers => "double-differs",
            Self::Struck => "struck",
            Self::Sample => "sample",
            Self::NoCells => "no-cells",
            Self::Unread => "unread",
        }
    }

    /// Whether the sum may be wrong because it was left out.
    #[must_use]
    pub fn is_doubt(self) -> bool {
        matches!(self, Self::TotalDiffers | Self::Subtotal | Self::DoubleDiffers | Self::NoYear | Self::OtherEdition)
    }

    /// Whether it could not be read as a filing.
    #[must_use]
    pub fn is_unread(self) -> bool {
        matches!(self, Self::EditionOpen | Self::NoCells | Self::Unread)
    }
}

/// What has to be said of a sum, and of whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SumRemark {
    /// What.
    pub said: Said,
    /// The agencies, or where they are not known the sources, in the order of the parts.
    pub who: Vec<String>,
    /// The cells, where it is about cells.
    pub cells: Vec<CellIndex>,
}

/// What has to be said of a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    /// Members of the roster have nothing that could go in.
    Missing,
    /// Members without a filing of their own are there with the sum of their members.
    Replaced,
    /// Parts that a check finds errors in.
    Errors,
    /// Cells that some parts hold unreadably, or lack, are left blank.
    Unknown,
    /// A part is the sum of all others.
    LooksSuperior,
    /// They are called by groups of agencies and went in, and are not the sum of those beside them.
    Groups,
    /// They are on no roster and went in.
    Unlisted,
    /// Nobody knows whose they are, and they went in.
    Unnamed,
    /// They tell no year and went in.
    Yearless,
    /// They report a group as one line, which went to its last item.
    Undivided,
    /// They left totals blank, for which their items stand in.
    BlankTotals,
    /// Cells that are not added up.
    Reserved,
}

impl Said {
    /// Whether the sum may be wrong because of it.
    #[must_use]
    pub fn is_doubt(self) -> bool {
        matches!(self, Self::Missing | Self::Errors | Self::Unknown | Self::LooksSuperior | Self::Groups)
    }
}

impl Total {
    /// Whether something could not be read, so that it may be missing in the sum.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        self.left_out.iter().any(|one| one.why.is_unread())
    }

    /// Whether the sum may be wrong.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        self.remarks.iter().any(|remark| remark.said.is_doubt()) || self.left_out.iter().any(|one| one.why.is_doubt())
    }
}
