//! What the reader saw besides the figures. An observation judges nothing: the rules' records say what it means.

use serde::Deserialize;

use super::{CellIndex, Place, Reason};

/// Something about a filing's form that a rule may speak of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// What kind of thing was seen.
    pub kind: ObservationKind,
    /// The table it concerns, by position in the edition.
    pub table: Option<usize>,
    /// The cells it concerns, in the form's order.
    pub cells: Vec<CellIndex>,
    /// The words as printed: a label, or the text of a cell.
    pub printed: String,
    /// The words of the form that were expected there.
    pub expected: String,
    /// How it came about, where the rule's record words several ways.
    pub reason: Option<Reason>,
    /// Where it was seen.
    pub place: Option<Place>,
}

impl Observation {
    /// An observation of `kind` with nothing else known.
    #[must_use]
    pub fn new(kind: ObservationKind) -> Self {
        Self {
            kind,
            table: None,
            cells: Vec::new(),
            printed: String::new(),
            expected: String::new(),
            reason: None,
            place: None,
        }
    }

    /// That what these words stand over, or on, is none of the filing's, for `reason`.
    #[must_use]
    pub fn aside(reason: Reason, printed: impl Into<String>, place: Option<Place>) -> Self {
        Self { printed: printed.into(), reason: Some(reason), place, ..Self::new(ObservationKind::NotOfReport) }
    }
}

/// The kinds of observation. Each has exactly one rule record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ObservationKind {
    /// A value that is no figure.
    UnreadableNumber,
    /// Blank items of one table, all in one observation.
    BlankCell,
    /// A sign for "none" in place of a figure.
    Placeholder,
    /// A unit or remark inside a cell.
    UnitInCell,
    /// A money header in another unit than the form's.
    ForeignUnit,
    /// A formula that failed.
    FormulaError,
    /// Formulas of one table whose values the file does not have, all in one observation.
    FormulaNotComputed,
    /// A figure written in an unusual way.
    NormalisedNumber,
    /// A table that the edition has and the filing has not.
    TableMissing,
    /// A row that the filing has not.
    RowMissing,
    /// A column that the filing has not.
    ColumnMissing,
    /// A row that stands twice.
    RowDuplicated,
    /// A row with figures that the form does not have.
    RowNotInForm,
    /// A column with figures that the form does not have.
    ColumnNotInForm,
    /// The edition is not the one for the report year.
    WrongEdition,
    /// Two editions fit equally.
    EditionUndetermined,
    /// A label spelt otherwise than in the form.
    LabelVariant,
    /// A row that stands elsewhere than in the form.
    RowOutOfOrder,
    /// A table in which every cell is blank.
    TableEmpty,
    /// A group reported as one line.
    GroupUndivided,
    /// A row whose values cannot be assigned to columns with certainty.
    ValuesUnassigned,
    /// Rows without a label, read by the order of the form.
    RowByOrder,
    /// The figures stood on a hidden sheet.
    HiddenSheet,
    /// Beside or in place of a figure stands text that a person does not count: struck out, hidden, raised or deleted.
    TextNotShown,
    /// A cell shows another figure than it stores.
    ShownOtherwise,
    /// Figures of one table that stood in rows or columns that nobody sees, all in one observation.
    HiddenLines,
    /// What is none of the filing's and was not read: a table of another year, a sample, a quotation, a row struck out.
    NotOfReport,
    /// The rows of one filing of a data set do not stand together.
    RecordsScattered,
    /// A filing of a data set leaves blank whose it is, or of which year.
    KeyBlank,
}
