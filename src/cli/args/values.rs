//! The words that options take.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::diagnosis::Prefer;
use crate::model::Lang;
use crate::render::{Arrangement, ContrastFormat, FORMATS, Format, Provenance, SumKind};
use crate::rules::{BlankPolicy, Severity};

/// Lets options take the values of a type from another room, each by its word.
macro_rules! words {
    ($($type:ty: $($value:ident $word:literal),+;)+) => {$(
        impl ValueEnum for $type {
            fn value_variants<'a>() -> &'a [Self] {
                &[$(Self::$value),+]
            }

            fn to_possible_value(&self) -> Option<PossibleValue> {
                Some(PossibleValue::new(match self { $(Self::$value => $word),+ }))
            }
        }
    )+};
}

words! {
    Lang: Zh "zh", En "en";
    Provenance: Source "source", Place "place";
    Arrangement: Statutory "statutory", Wide "wide", Long "long";
    BlankPolicy: Zero "zero", Missing "missing";
    SumKind: Xlsx "xlsx", Csv "csv", Json "json";
    Prefer: First "first", Last "last";
    ContrastFormat: Table "table", Csv "csv", Json "json", Html "html", Xlsx "xlsx";
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Color {
    Auto,
    Always,
    Never,
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &FORMATS
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ConvertTo {
    Csv,
    Json,
    Xlsx,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FormsTo {
    Csv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum TemplateTo {
    Csv,
    Xlsx,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

impl FailOn {
    pub(in crate::cli) fn threshold(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Note => Some(Severity::Note),
            Self::Never => None,
        }
    }
}

/// A size in bytes, with `K`, `M` or `G` for powers of 1024.
pub(in crate::cli) fn parse_size(text: &str) -> Result<u64, String> {
    let text = text.trim().trim_end_matches(['B', 'b']);
    let (digits, shift) = match text.chars().last() {
        Some('k' | 'K') => (&text[..text.len() - 1], 10),
        Some('m' | 'M') => (&text[..text.len() - 1], 20),
        Some('g' | 'G') => (&text[..text.len() - 1], 30),
        _ => (text, 0),
    };
    let number: u64 = digits.parse().map_err(|_| format!("`{text}` is not a size such as 500K, 64M or 1G"))?;
    number.checked_mul(1 << shift).filter(|size| *size > 0).ok_or_else(|| format!("`{text}` is out of range"))
}

/// One of a list of words, without the blanks that people put behind a comma.
#[expect(clippy::unnecessary_wraps, reason = "it is what reads an option")]
pub(in crate::cli) fn parse_word(text: &str) -> Result<String, String> {
    Ok(text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_in_powers_of_1024() {
        assert_eq!(parse_size("64M"), Ok(64 << 20));
        assert_eq!(parse_size("500kb"), Ok(500 << 10));
        assert_eq!(parse_size("12"), Ok(12));
        assert!(parse_size("").is_err() && parse_size("x").is_err() && parse_size("99999999999G").is_err());
    }
}
