//! Which of the sentences of its record a finding needs. The code states a reason by its name and a record words it: a record
//! that words another does not load, and a test asks for one that no record words.

use serde::Deserialize;

/// Declares the reasons, each with its word in records and fingerprints.
macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// How something came about that one record words in several ways.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        pub enum Reason {
            $($(#[$doc])* #[serde(rename = $word)] $name,)*
        }

        impl Reason {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its word in a record.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }
        }
    };
}

reasons! {
    // A cell that is no figure.
    /// It is something else.
    NotANumber = "not-a-number",
    /// It has more digits than a figure keeps.
    TooLong = "too-long",
    /// It is two figures.
    TwoNumbers = "two-numbers",
    /// Its lines are digits: one figure or several.
    BrokenLines = "broken-lines",
    /// Its cell is merged over several rows of the form: it may be the figure of any.
    Merged = "merged",
    /// It is what a program writes for a formula that failed.
    ErrorValue = "error-value",
    // A table that is none of the report's.
    /// It is of another year.
    OtherYear = "other-year",
    /// It is of another year, and there is no other.
    OnlyOtherYear = "only-other-year",
    /// It is of a part of the year.
    PartOfYear = "part-of-year",
    /// It is of a part of the year, and there is no other.
    OnlyPart = "only-part",
    /// It shows how a form is filled in.
    Sample = "sample",
    /// Nobody filled it in, and another was.
    BlankForm = "blank-form",
    /// It quotes lines of one that the report has whole.
    Quoted = "quoted",
    /// It has lines of one that the report has whole, with other figures.
    QuotedOtherwise = "quoted-otherwise",
    /// A table of the text says that it corrects one.
    Corrected = "corrected",
    /// Others took the place of its figures, or were to do so: 更正前, 草稿.
    Replaced = "replaced",
    /// All of it is struck out.
    Struck = "struck",
    // A figure that something had to be seen through for.
    /// Full-width digits.
    FullWidth = "full-width",
    /// Separators of thousands.
    Thousands = "thousands",
    /// A plus sign.
    PlusSign = "plus-sign",
    /// A minus sign of another shape.
    MinusVariant = "minus-variant",
    /// 增 or 减 as a sign.
    WordsSign = "words-sign",
    /// Blanks between groups of digits.
    Spaces = "spaces",
    /// A count with decimal places that are zero.
    DecimalZero = "decimal-zero",
    /// A number that is shown as a date.
    DateFormat = "date-format",
    /// Zeros in front.
    LeadingZeros = "leading-zeros",
    /// A remark in brackets behind it.
    Remark = "remark",
    /// A word for zero.
    ZeroWord = "zero-word",
    /// The marks by which a spreadsheet keeps a figure as text.
    TextMarks = "text-marks",
    /// More digits than a workbook keeps.
    BinaryTail = "binary-tail",
    // What a person sees in a cell of a workbook.
    /// Another figure.
    Figure = "figure",
    /// Nothing.
    Hidden = "hidden",
    /// The figure in another unit.
    InUnit = "in-unit",
    // Values whose labels are not certain.
    /// There are too few of them.
    TooFew = "too-few",
    /// There are too many of them.
    TooMany = "too-many",
    // The formula of a total.
    /// It leaves out items.
    Omits = "omits",
    /// It adds what is none.
    Adds = "adds",
    /// Both.
    OmitsAndAdds = "omits-and-adds",
    // Sentences.
    /// One claims a figure.
    Claim = "claim",
    /// One claims a change on last year.
    Change = "change",
    /// The parts in one do not come to its whole.
    Parts = "parts",
    /// The share in one is not what its figures make.
    Share = "share",
    /// A period is of another year.
    Other = "other",
    /// A period is of two years.
    Span = "span",
    // Who has to report.
    /// A name is near that may be meant.
    Near = "near",
    /// An agency has no filing at all.
    Never = "never",
    /// It has none for a year; of tables that are the same, it is one agency's of another year.
    Year = "year",
    /// What may be its file cannot be read.
    Unread = "unread",
    /// What may be its filing does not say whose it is.
    Nameless = "nameless",
    /// An agency is not on the roster.
    Unlisted = "unlisted",
    /// A filing does not say whose it is.
    Unnamed = "unnamed",
    /// Filings of one agency and year have the same figures.
    Same = "same",
    /// They have not.
    Different = "different",
    /// Tables that are the same are of two agencies.
    Agency = "agency",
    /// The other one does not tell its year.
    AgencyYearless = "agency_yearless",
    /// They are of one agency, and the other one does not tell its year.
    Yearless = "yearless",
    // Filings of the year before.
    /// Some were named, and this one's is not among them.
    Named = "named",
    /// There are earlier ones.
    Gap = "gap",
    // Explanations.
    /// There is nothing that one explains.
    Nothing = "nothing",
    /// It explains an error, which nothing can; of a sum, errors in a part explain the gap.
    Error = "error",
    // A superior's figures and the sums of its parts'.
    /// Errors in many parts explain the gap.
    ErrorMany = "error_many",
    /// Errors in the superior's own figures do.
    Own = "own",
    /// The gap is a part's figures, which may have been counted twice.
    Twice = "twice",
    /// It is those of any of a few parts.
    TwiceAny = "twice_any",
    /// It is those of any of many parts.
    TwiceMany = "twice_many",
    /// It is what several parts come to.
    TwiceSum = "twice_sum",
    /// It is what any of several sets of parts comes to.
    TwiceSets = "twice_sets",
    /// The gap is a part's figures, which may have been left out.
    LeftOut = "left_out",
    /// It is those of any of a few parts.
    LeftOutAny = "left_out_any",
    /// It is those of any of many parts.
    LeftOutMany = "left_out_many",
    /// It is what several parts come to.
    LeftOutSum = "left_out_sum",
    /// It is what any of several sets of parts comes to.
    LeftOutSets = "left_out_sets",
    /// A part has no filing.
    Missing = "missing",
    /// A few have none.
    MissingSeveral = "missing_several",
    /// Many have none.
    MissingMany = "missing_many",
    /// A part's filing is on another edition.
    OtherEdition = "other_edition",
    /// Those of a few are.
    OtherEditionSeveral = "other_edition_several",
    /// Those of many are.
    OtherEditionMany = "other_edition_many",
    /// No part explains the gap.
    GapOne = "gap_one",
    /// Nor do two together.
    GapTwo = "gap_two",
    /// Nor do three together.
    GapThree = "gap_three",
    /// The gap is there beside one that is explained.
    GapBeside = "gap_beside",
    /// Cells hold errors besides.
    Beside = "beside",
    // A row of a data set.
    /// It does not say whose it is.
    AgencyBlank = "agency-blank",
    /// It does not say of which year it is.
    YearBlank = "year-blank",
    // An aggregate.
    /// There are no parts.
    NoParts = "none",
    /// Many parts tell no year.
    YearlessMany = "yearless_many",
}
