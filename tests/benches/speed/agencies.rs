//! Filings of invented agencies, the same for the same seed, in the formats that offices send.

use std::fmt::Write as _;
use std::io::Write as _;

use gouji::diagnosis::{Assessment, Report, Source};
use gouji::forms::Forms;
use gouji::model::{FormEdition, Transcript};
use gouji::render::{Arrangement, Content, Conversion, FileKind, PrintedTable, Renderer as _};
use gouji::rules::{Plan, Side};

use crate::slips::{Dice, Kind, Matrix};

const YEAR: u16 = 2024;
/// Years of one edition.
const YEARS: [u16; 3] = [2022, 2023, 2024];
const COLUMNS: [&str; 7] =
    ["natural_person", "enterprise", "research", "nonprofit", "legal_service", "other_org", "total"];
/// Slips as people make them: a digit, a pair of digits, a figure in another cell.
const SLIPS: [Kind; 6] =
    [Kind::Transposed, Kind::DroppedDigit, Kind::WrongDigit, Kind::OffByOne, Kind::TwoSlips, Kind::OtherApplicant];

/// How many filings have a slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slipped {
    None,
    OneInFive,
    All,
}

/// Makes filings from a seed.
pub(crate) struct Agencies<'f> {
    forms: &'f Forms,
    form: &'f FormEdition,
    plan: Plan,
}

impl<'f> Agencies<'f> {
    pub(crate) fn new(forms: &'f Forms) -> Self {
        let form = forms.for_year(YEAR).expect("an embedded edition");
        Self { forms, form, plan: Plan::of(form) }
    }

    /// The filings of so many agencies.
    pub(crate) fn filings(&self, count: usize, slipped: Slipped) -> impl Iterator<Item = Assessment> {
        let mut dice = Dice::new(20_240_331);
        (0..count).map(move |at| {
            let matrix = self.turned(&self.matrix(&mut dice), at, 1);
            // The dice roll for a slip in any case, so the filings differ in their slips alone.
            let slip = SLIPS[dice.roll(SLIPS.len())].slip(&matrix, &mut dice);
            let is_slipped = match slipped {
                Slipped::None => false,
                Slipped::OneInFive => at % 5 == 0,
                Slipped::All => true,
            };
            let matrix = slip.filter(|_| is_slipped).unwrap_or(matrix);
            filing(at, self.form, matrix.transcript())
        })
    }

    /// The filings of so many agencies for [`YEARS`], one agency after the other. What is carried over and what is in force
    /// follows from the year before, and nothing else is worth a question.
    pub(crate) fn years(&self, count: usize) -> impl Iterator<Item = Assessment> {
        let mut dice = Dice::new(20_240_331);
        (0..count).flat_map(move |at| {
            let first = self.matrix(&mut dice);
            (1..).zip(YEARS).map(move |(turn, year)| {
                let matrix = self.turned(&first, at, turn);
                Assessment { year: Some(year), ..filing(at, self.form, matrix.transcript()) }
            })
        })
    }

    /// The figures of an agency in its `turn`th year, of which nothing is to be said.
    fn turned(&self, first: &Matrix<'f>, at: usize, turn: i64) -> Matrix<'f> {
        let mut matrix = first.clone();
        let mut named = Named { form: self.form, figures: &mut matrix.figures };
        for (column, name) in (0..).zip(COLUMNS) {
            let (id, of) = (|row: &str| format!("requests.{row}.{name}"), if name == "total" { 6 } else { 1 });
            // No column is so small that what came in from last year could be more than all of it.
            for row in ["granted", "processed_total"] {
                named.add(&id(row), of * (2 + turn));
            }
            let offset = i64::try_from(at).unwrap_or(0) + column;
            let left_over = |turn: i64| if of > 1 { 3 } else { (offset + turn) % 2 };
            named.set(&id("carried_in"), left_over(turn - 1));
            named.set(&id("carried_out"), left_over(turn));
            let processed = named.get(&id("processed_total"));
            named.set(&id("received"), processed + left_over(turn) - left_over(turn - 1));
        }
        for id in ["review.reconsideration.upheld", "review.reconsideration.total", "disclosure.permits.decisions"] {
            named.add(id, turn);
        }
        for column in ["issued", "repealed", "in_force"] {
            named.set(&format!("disclosure.regulations.{column}"), 0);
        }
        let documents = |column: &str| format!("disclosure.normative_documents.{column}");
        let more = named.get(&documents("issued")) - named.get(&documents("repealed"));
        named.set(&documents("in_force"), 2_000 + turn * more);
        matrix
    }

    /// Figures of all tables, balanced.
    fn matrix(&self, dice: &mut Dice) -> Matrix<'f> {
        let mut matrix = Matrix::random(self.form, &self.plan, 150, dice);
        let is_requests = |table: usize| self.form.tables[table].id == "requests";
        for (index, cell) in self.form.each_cell().filter(|(_, cell)| !is_requests(cell.table) && !cell.total) {
            let is_zero = cell.alternative || dice.roll(100) < 40;
            matrix.figures[index.at()] = if is_zero { 0 } else { i64::try_from(dice.roll(400)).expect("small") };
        }
        for edit in self.plan.printed().filter(|edit| !is_requests(usize::from(edit.table))) {
            let terms = self.plan.terms(edit);
            let sum = terms.iter().filter(|term| term.side == Side::Left).map(|t| matrix.figures[t.cell.at()]).sum();
            if let Some(total) = terms.iter().find(|term| term.side == Side::Right) {
                matrix.figures[total.cell.at()] = sum;
            }
        }
        matrix
    }

    /// In a format, by the ending of its name.
    pub(crate) fn file(&self, filing: &Assessment, ending: &str) -> Vec<u8> {
        match ending {
            "xlsx" => self.converted(std::iter::once(filing), Arrangement::Statutory, FileKind::Xlsx),
            "csv" => self.converted(std::iter::once(filing), Arrangement::Statutory, FileKind::Csv),
            "html" => self.page(filing).into_bytes(),
            _ => self.document(filing),
        }
    }

    /// One filing a line.
    pub(crate) fn wide(&self, count: usize) -> Vec<u8> {
        let filings: Vec<Assessment> = self.filings(count, Slipped::OneInFive).collect();
        self.converted(filings.iter(), Arrangement::Wide, FileKind::Csv)
    }

    fn converted<'a>(
        &self,
        filings: impl Iterator<Item = &'a Assessment>,
        arrangement: Arrangement,
        kind: FileKind,
    ) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut written = Conversion::new(self.forms, arrangement, kind, Box::new(&mut bytes)).expect("a file begins");
        filings.for_each(|filing| written.filing(filing).expect("a filing is written"));
        written.finish(&Report::default()).expect("a file ends");
        drop(written);
        bytes
    }

    fn tables<'a>(&'a self, filing: &'a Assessment) -> impl Iterator<Item = PrintedTable<'f>> + 'a {
        let transcript = filing.transcript.as_ref().expect("a filing has figures");
        (0..self.form.tables.len()).filter_map(move |table| PrintedTable::filed(self.form, table, transcript))
    }

    /// A page as content systems publish it: every cell with a style of its own.
    fn page(&self, filing: &Assessment) -> String {
        let mut page = format!(
            "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{0}</title></head><body><h1>{0}</h1>",
            title(filing)
        );
        for table in self.tables(filing) {
            let _ = write!(page, "<p style=\"text-indent:2em\">{}</p><table border=\"1\">", table.form.label.printed());
            for row in &table.rows {
                page += "<tr style=\"height:28px\">";
                for cell in &row.cells {
                    let (down, across) = (cell.rowspan, cell.colspan);
                    let _ = write!(
                        page,
                        "<td rowspan=\"{down}\" colspan=\"{across}\" style=\"padding:0 7px;border:1px solid #000;\
                         text-align:center\"><p><span style=\"font-family:宋体;font-size:14px\">{}</span></p></td>",
                        words(cell.content, filing)
                    );
                }
                page += "</tr>\n";
            }
            page += "</table>";
        }
        page + "</body></html>"
    }

    /// A document with `gridSpan` and `vMerge`, its runs with the properties that Word gives them.
    fn document(&self, filing: &Assessment) -> Vec<u8> {
        let paragraph = |text: &str| {
            format!(
                "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:rPr><w:rFonts w:ascii=\"宋体\" \
                 w:eastAsia=\"宋体\"/><w:sz w:val=\"21\"/></w:rPr><w:t>{text}</w:t></w:r></w:p>"
            )
        };
        let mut body = paragraph(&title(filing));
        for table in self.tables(filing) {
            body += &paragraph(table.form.label.printed());
            body += "<w:tbl>";
            // Cells from above: their column, their width, and how many rows they still reach down.
            let mut above: Vec<(usize, usize, usize)> = Vec::new();
            for row in &table.rows {
                let cell = |across: usize, merge: &str, text: &str| {
                    let text = paragraph(text);
                    format!("<w:tc><w:tcPr><w:gridSpan w:val=\"{across}\"/>{merge}</w:tcPr>{text}</w:tc>")
                };
                let continued = above.iter().map(|(at, across, _)| (*at, cell(*across, "<w:vMerge/>", "")));
                let own = row.cells.iter().map(|own| {
                    let merge = if own.rowspan > 1 { "<w:vMerge w:val=\"restart\"/>" } else { "" };
                    (own.column, cell(own.colspan, merge, &words(own.content, filing)))
                });
                let mut cells: Vec<(usize, String)> = continued.chain(own).collect();
                cells.sort_by_key(|(column, _)| *column);
                let cells: String = cells.into_iter().map(|(_, cell)| cell).collect();
                let _ = write!(body, "<w:tr>{cells}</w:tr>");
                above.extend(row.cells.iter().map(|own| (own.column, own.colspan, own.rowspan)));
                for (_, _, left) in &mut above {
                    *left -= 1;
                }
                above.retain(|(_, _, left)| *left > 0);
            }
            body += "</w:tbl>";
        }
        let namespace = "http://schemas.openxmlformats.org";
        let document = format!(
            "<w:document xmlns:w=\"{namespace}/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
        );
        let relations = format!(
            "<Relationships xmlns=\"{namespace}/package/2006/relationships\"><Relationship Id=\"r1\" \
             Type=\"{namespace}/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>\
             </Relationships>"
        );
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, text) in [("_rels/.rels", relations), ("word/document.xml", document)] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part begins");
            zip.write_all(text.as_bytes()).expect("a part is written");
        }
        zip.finish().expect("a package").into_inner()
    }
}

/// Figures by the ids of their cells.
struct Named<'n> {
    form: &'n FormEdition,
    figures: &'n mut [i64],
}

impl Named<'_> {
    fn get(&self, id: &str) -> i64 {
        self.figures[self.form.index[id].at()]
    }

    fn set(&mut self, id: &str, figure: i64) {
        self.figures[self.form.index[id].at()] = figure;
    }

    fn add(&mut self, id: &str, more: i64) {
        self.set(id, self.get(id) + more);
    }
}

fn filing(at: usize, form: &FormEdition, transcript: Transcript) -> Assessment {
    Assessment {
        source: Source::default(),
        agency: Some(format!("某县第{}镇人民政府", at + 1)),
        year: Some(YEAR),
        edition: Some(form.id.clone()),
        transcript: Some(transcript),
        ..Assessment::default()
    }
}

fn title(filing: &Assessment) -> String {
    let year = filing.year.unwrap_or(YEAR);
    format!("{}{year}年政府信息公开工作年度报告", filing.agency.as_deref().unwrap_or_default())
}

/// What stands in a cell.
fn words(content: Content, filing: &Assessment) -> String {
    let figure = |cell| filing.transcript.as_ref().and_then(|transcript| transcript.entry(cell));
    match content {
        Content::Value(cell) => figure(cell).map(|entry| entry.printed().into_owned()).unwrap_or_default(),
        other => other.words().to_owned(),
    }
}
