//! `.xlsx` and `.xlsm`: the workbook part names the sheets, their relationships say where each one is.

use super::package::{Package, PartSize};
use super::relations::{ListedSheet, Relations, main_part, worksheets};
use super::sheet::Conditions;
use super::xml::{Node, Nodes, attributes, decode, local, local_end};
use super::{IsHeader, anchored, damaged, lists, origin, sheet, strings, styles};
use crate::reading::bytes::problem::ReadError;
use crate::reading::cells::build::{Cells, GridBuilder, Note, Wanted};
use crate::reading::cells::grid::CellKind;

/// Reads every worksheet but those that list what a sum is made of, and of one that is a data set no more than its header.
pub(super) fn read(
    package: &mut Package<'_>,
    grids: &mut GridBuilder,
    is_header: &IsHeader<'_>,
) -> Result<(), ReadError> {
    let book = Workbook::of(package)?;
    let lists = lists(package)?;
    for (part, listed) in worksheets(&book.listed, &book.relations)? {
        grids.begin(origin(&listed.name)?, listed.hidden);
        if lists.contains(&listed.name) {
            continue;
        }
        let mut cells = UpToHeader { grids, is_header, checked: 0, is_data_set: None };
        book.sheet(package, part, PartSize::Whole, &mut cells)?;
        cells.check(None)?;
        let is_data_set = cells.is_data_set();
        if !is_data_set {
            anchored::note(package, part, grids)?;
        }
        grids.current().into_iter().for_each(|grid| grid.is_data_set = is_data_set);
    }
    Ok(())
}

/// Hands the cells of the worksheet at this place among the worksheets to `cells`.
pub(super) fn stream(package: &mut Package<'_>, at: usize, cells: &mut impl Cells) -> Result<(), ReadError> {
    let book = Workbook::of(package)?;
    let sheets = worksheets(&book.listed, &book.relations)?;
    let (part, _) = sheets.get(at).ok_or_else(|| damaged(format!("there is no sheet {}", at + 1)))?;
    book.sheet(package, part, PartSize::Streamed, cells)
}

/// What the worksheets of a workbook share.
struct Workbook {
    listed: Vec<ListedSheet>,
    relations: Relations,
    strings: strings::SharedStrings,
    styles: styles::Styles,
}

impl Workbook {
    fn of(package: &mut Package<'_>) -> Result<Self, ReadError> {
        let main = main_part(package)?;
        let listed = list(package.required(&main)?)?;
        let relations = Relations::of(package, &main)?;
        let strings = match relations.part("sharedStrings") {
            Some(part) => strings::read(package.required(part)?)?,
            None => strings::SharedStrings::default(),
        };
        let styles = match relations.part("styles") {
            Some(part) => styles::read(package.required(part)?)?,
            None => styles::Styles::default(),
        };
        Ok(Self { listed, relations, strings, styles })
    }

    /// Hands the cells of a sheet on. One as small as a form is expanded at once, which is faster.
    fn sheet(
        &self,
        package: &mut Package<'_>,
        part: &str,
        size: PartSize,
        cells: &mut impl Cells,
    ) -> Result<(), ReadError> {
        if package.is_small(part)? {
            let text = decode(package.required(part)?)?;
            let conditions = Conditions::of(&text);
            return sheet::read(Nodes::new(&text), &self.strings, &self.styles, &conditions, cells);
        }
        let none = Conditions::default();
        package
            .stream(part, size, |content| sheet::read(Nodes::over(content), &self.strings, &self.styles, &none, cells))
    }
}

/// Fills a grid until one of its first rows turns out to head a data set.
struct UpToHeader<'a> {
    grids: &'a mut GridBuilder,
    is_header: &'a IsHeader<'a>,
    /// Rows that did not tell.
    checked: usize,
    is_data_set: Option<bool>,
}

impl UpToHeader<'_> {
    /// Looks at a row once it is complete: when a cell of another row comes, or none any more.
    fn check(&mut self, next: Option<u32>) -> Result<(), ReadError> {
        while self.is_data_set.is_none() {
            let row = self.grids.current().and_then(|grid| grid.rows.get(self.checked));
            let Some(row) = row.filter(|row| Some(row.index) != next) else { break };
            self.is_data_set = (self.is_header)(row, self.checked)?;
            self.checked += 1;
        }
        Ok(())
    }

    fn is_data_set(&self) -> bool {
        self.is_data_set == Some(true)
    }
}

impl Cells for UpToHeader<'_> {
    fn push(&mut self, row: u32, column: u32, text: &str, kind: CellKind) -> Result<(), ReadError> {
        self.check(Some(row))?;
        if self.is_data_set() { Ok(()) } else { self.grids.push(row, column, text, kind) }
    }

    fn note(&mut self, note: Note<'_>) -> Result<(), ReadError> {
        if self.is_data_set() { Ok(()) } else { self.grids.note(note) }
    }

    fn wanted(&self) -> Wanted {
        if self.is_data_set() { Wanted::Cells } else { Wanted::All }
    }

    fn is_done(&self) -> bool {
        self.is_data_set()
    }
}

fn list(content: Vec<u8>) -> Result<Vec<ListedSheet>, ReadError> {
    let text = decode(content)?;
    let mut nodes = Nodes::new(&text);
    let mut sheets = Vec::new();
    let mut in_sheets = false;
    while let Some(node) = nodes.next()? {
        match node {
            Node::Open(element) if local(&element) == "sheets" => in_sheets = true,
            Node::Open(element) if in_sheets && local(&element) == "sheet" => {
                let mut sheet = ListedSheet { name: String::new(), hidden: false, relation: String::new() };
                attributes(&element, |key, value| {
                    match key {
                        "name" => sheet.name = value.into_owned(),
                        "state" => sheet.hidden = value != "visible",
                        // `r:id`, whatever the prefix; `sheetId` is another thing.
                        _ if key.ends_with(":id") => sheet.relation = value.into_owned(),
                        _ => {}
                    }
                    Ok(())
                })?;
                sheets.push(sheet);
            }
            Node::Close(element) if local_end(&element) == "sheets" => in_sheets = false,
            Node::Open(_) | Node::Empty(_) | Node::Close(_) | Node::Text(_) => {}
        }
    }
    Ok(sheets)
}
