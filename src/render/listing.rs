//! A sheet that lists things: findings, agencies, changes, what was left out.

use rust_xlsxwriter::{Color, DataValidation, Format, FormatAlign, FormatBorder, Formula, Url, Worksheet, XlsxError};

use crate::model::Lang;
use crate::render::Style;
use crate::render::canonical::field::Field;
use crate::render::canonical::sheet::{FONT, MAX_ROWS, lay_on_paper, put};
use crate::render::words::clean::clean;
use crate::render::words::phrases::{phrase, severity_words};
use crate::render::words::wrap::wrap;
use crate::rules::Severity;

/// One line of text, in points, and how many a row shows at most.
pub(in crate::render) const LINE: f64 = 14.5;
const MAX_LINES: usize = 25;

/// The columns that programs read back.
const FOR_PROGRAMS: [&str; 3] = ["csv-cells", "ledger-figures", "ledger-fingerprint"];
/// The columns that wear the colour of the severity.
const COLORED: [&str; 3] = ["rules-severity", "column-code", "ledger-state"];
/// The columns that an agency fills in.
const ANSWERS: [&str; 3] = ["ledger-explanation", "ledger-author", "ledger-date"];
/// The columns that stay in sight: those of the agency.
const FIXED_COLUMNS: u16 = 1;

/// The columns of a list, by the names of their titles, and how wide they are.
pub(in crate::render) type Columns = &'static [(&'static str, u16)];

/// A sheet with a header that stays in sight, with filters, and rows high enough for their text.
pub(in crate::render) struct Listing {
    sheet: Worksheet,
    columns: Columns,
    /// The first of the columns that are folded away: on screen a click shows them, on paper they are not.
    folded: usize,
    next: u32,
    looks: ListLooks,
    lang: Lang,
    failure: Option<XlsxError>,
}

struct ListLooks {
    /// Without the mark of text: a number that is edited stays one. Counts and years stand in the middle, figures that are
    /// compared below each other.
    number: Format,
    figure: Format,
    /// A change with its sign, and one in per cent.
    signed: Format,
    percent: Format,
    text: Format,
    code: Format,
    error: Format,
    warning: Format,
    /// Where an answer counts, and where it does not.
    open: Format,
    closed: Format,
    link: Format,
}

impl ListLooks {
    fn new() -> Self {
        let text = Format::new()
            .set_font_name(FONT)
            .set_font_size(10)
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(0x00BF_BFBF));
        let figure = text.clone().set_align(FormatAlign::Right);
        let number = text.clone().set_align(FormatAlign::Center);
        let text = text.set_quote_prefix();
        let shaded = |color| text.clone().set_background_color(Color::RGB(color));
        Self {
            error: shaded(0x00FC_E4E4),
            warning: shaded(0x00FF_F2CC),
            open: shaded(0x00FF_FBE0).set_unlocked(),
            closed: shaded(0x00E7_E7E7),
            link: text
                .clone()
                .set_font_color(Color::RGB(0x001A_56B0))
                .set_underline(rust_xlsxwriter::FormatUnderline::Single),
            signed: figure.clone().set_num_format("+General;-General;General").set_bold(),
            percent: figure.clone().set_num_format("+0.0\"%\";-0.0\"%\";0.0\"%\""),
            code: text.clone().unset_text_wrap(),
            number,
            figure,
            text,
        }
    }

    /// How a field of a column looks.
    fn of(&self, name: &str, field: &Field, severity: Option<Severity>) -> &Format {
        match (field, name) {
            (Field::Number(_), "compare-change") => &self.signed,
            (Field::Number(_), "compare-percent") => &self.percent,
            (Field::Number(_), "compare-old-figure" | "compare-new-figure") => &self.figure,
            (Field::Number(_), _) => &self.number,
            (_, name) if ANSWERS.contains(&name) && severity == Some(Severity::Warning) => &self.open,
            (_, name) if ANSWERS.contains(&name) => &self.closed,
            (_, name) if FOR_PROGRAMS.contains(&name) => &self.code,
            (_, name) if COLORED.contains(&name) => match severity {
                Some(Severity::Error) => &self.error,
                Some(Severity::Warning) => &self.warning,
                Some(Severity::Note) | None => &self.text,
            },
            _ => &self.text,
        }
    }
}

impl Listing {
    /// A list under the name of a phrase; of several sheets with one name the `number`th says so.
    pub(in crate::render) fn new(name: &str, number: usize, columns: Columns, style: Style) -> Self {
        let name = phrase(name, style.lang);
        let name = if number == 1 { name.to_owned() } else { format!("{name} ({number})") };
        Self::called(&name, columns, style)
    }

    /// A list under a name that is free in its workbook.
    pub(in crate::render) fn called(name: &str, columns: Columns, style: Style) -> Self {
        let (sheet, looks, folded) = (Worksheet::new(), ListLooks::new(), columns.len());
        let mut made = Self { sheet, columns, folded, next: 1, looks, lang: style.lang, failure: None };
        made.failure = made.open(name).err();
        made
    }

    /// The same with the columns from one on folded away.
    pub(in crate::render) fn folded_from(self, column: usize) -> Self {
        Self { folded: column, ..self }
    }

    fn open(&mut self, name: &str) -> Result<(), XlsxError> {
        self.sheet.set_name(name)?;
        let header = Format::new()
            .set_font_name(FONT)
            .set_font_size(10)
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_border(FormatBorder::Thin)
            .set_background_color(Color::RGB(0x00D9_E2F0));
        for (column, (name, width)) in (0..).zip(self.columns) {
            self.sheet.write_string_with_format(0, column, phrase(name, self.lang), &header)?;
            self.sheet.set_column_width(column, *width)?;
        }
        self.sheet.set_row_height(0, 2.0 * LINE)?;
        self.sheet.set_freeze_panes(1, FIXED_COLUMNS)?;
        self.sheet.set_repeat_rows(0, 0)?;
        Ok(())
    }

    pub(in crate::render) fn is_full(&self) -> bool {
        self.next > MAX_ROWS
    }

    /// The sheet and the row that comes next, for what is more than a field.
    pub(in crate::render) fn sheet(&mut self) -> (&mut Worksheet, u32) {
        (&mut self.sheet, self.next)
    }

    /// A row; a severity gives the cells of severity, code and state their colour.
    pub(in crate::render) fn row(&mut self, fields: &[Field], severity: Option<Severity>) -> Result<(), XlsxError> {
        let mut lines = 1;
        for (at, (field, (name, width))) in fields.iter().zip(self.columns).enumerate() {
            let field = match field {
                Field::Text(text) => {
                    // Line breaks of our own stay, those of a file are cleaned away where they come in.
                    let text: Vec<_> = text.split('\n').map(clean).collect();
                    Field::Text(text.join("\n").into())
                }
                other => other.clone(),
            };
            // What programs read back stays on one line, however long it is, and what is folded away makes no row high.
            if !FOR_PROGRAMS.contains(name) && at < self.folded {
                lines = lines.max(wrap(&field.plain(), usize::from(*width).saturating_sub(1)).lines().count());
            }
            let column = u16::try_from(at).unwrap_or(u16::MAX);
            put(&mut self.sheet, (self.next, column), &field, self.looks.of(name, &field, severity))?;
        }
        let height = f64::from(u16::try_from(lines.min(MAX_LINES)).unwrap_or(1)) * LINE + 3.0;
        self.sheet.set_row_height(self.next, height)?;
        self.next += 1;
        Ok(())
    }

    /// Makes a cell of the last row a link to another sheet.
    pub(in crate::render) fn link(&mut self, column: u16, words: &str, sheet: &str) -> Result<(), XlsxError> {
        let url = Url::new(format!("internal:'{sheet}'!A1")).set_text(clean(words));
        self.sheet.write_url_with_format(self.next - 1, column, url, &self.looks.link)?;
        Ok(())
    }

    /// Says in its name that the run was interrupted: whoever prints or passes on a list sees it there.
    pub(in crate::render) fn call_unfinished(&mut self) -> Result<(), XlsxError> {
        let name = self.sheet.name() + phrase("sheet-unfinished", self.lang);
        self.sheet.set_name(name)?.set_tab_color(Color::RGB(0x00C0_2B2B));
        Ok(())
    }

    /// Lets only warnings be answered: a program says so where somebody tries to explain an error.
    fn fence_answers(&mut self) -> Result<(), XlsxError> {
        let at = |wanted: &str| self.columns.iter().position(|(name, _)| *name == wanted);
        let (Some(severity), Some(first)) = (at("rules-severity"), at(ANSWERS[0])) else { return Ok(()) };
        let column = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
        let letter = char::from(b'A' + u8::try_from(severity).unwrap_or(0));
        let words = severity_words(Severity::Warning, self.lang);
        let rule = Formula::new(format!("=LEFT(${letter}2,{})=\"{words}\"", words.chars().count()));
        let validation = DataValidation::new()
            .allow_custom(rule)
            .set_error_title(phrase("ledger-closed-title", self.lang))?
            .set_error_message(phrase("ledger-closed", self.lang))?;
        let last = column(first + ANSWERS.len() - 1);
        self.sheet.add_data_validation(1, column(first), self.next.max(2) - 1, last, &validation)?;
        Ok(())
    }

    pub(in crate::render) fn end(mut self) -> Result<Worksheet, XlsxError> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let last = u16::try_from(self.columns.len()).unwrap_or(1) - 1;
        self.sheet.autofilter(0, 0, self.next.max(2) - 1, last)?;
        self.fence_answers()?;
        if self.folded < self.columns.len() {
            self.sheet.group_columns_collapsed(u16::try_from(self.folded).unwrap_or(0), last)?;
        }
        let shown = self.columns.iter().take(self.folded);
        lay_on_paper(&mut self.sheet, shown.map(|(_, width)| f64::from(*width)).sum());
        self.sheet.set_footer("&C&P / &N");
        Ok(self.sheet)
    }
}
