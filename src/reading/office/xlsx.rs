//! `.xlsx` and `.xlsm`: the workbook part names the sheets, their relationships say where each one is.

use super::super::grid::GridBuilder;
use super::super::limits;
use super::super::problem::ReadError;
use super::package::Package;
use super::relations::{Relations, main_part};
use super::xml::{Node, Nodes, attributes, decode, local};
use super::{damaged, origin, sheet, strings, styles};

/// A sheet as the workbook lists it.
pub(super) struct Listed {
    /// Its name as printed.
    pub name: String,
    /// Hidden by its author, from the tabs or from the menu too.
    pub hidden: bool,
    /// The relationship that leads to it.
    pub relation: String,
}

/// Reads every worksheet.
pub(super) fn read(package: &mut Package<'_>, grids: &mut GridBuilder) -> Result<(), ReadError> {
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
    for (part, listed) in worksheets(&listed, &relations)? {
        grids.begin(origin(&listed.name)?, listed.hidden);
        sheet::read(package.required(part)?, &strings, &styles, grids)?;
    }
    Ok(())
}

/// The parts of the sheets that have cells; charts, dialogs and macro sheets have none that matter.
pub(super) fn worksheets<'a>(
    listed: &'a [Listed],
    relations: &'a Relations,
) -> Result<Vec<(&'a str, &'a Listed)>, ReadError> {
    if listed.len() > limits::MAX_SHEETS {
        return Err(damaged(format!("more than {} sheets", limits::MAX_SHEETS)));
    }
    let mut worksheets = Vec::new();
    for sheet in listed {
        match relations.get(&sheet.relation) {
            Some(relation) if relation.kind == "worksheet" => worksheets.push((relation.part.as_str(), sheet)),
            Some(_) => {}
            None => return Err(damaged(format!("the sheet {} is missing", sheet.name))),
        }
    }
    Ok(worksheets)
}

fn list(content: Vec<u8>) -> Result<Vec<Listed>, ReadError> {
    let text = decode(content)?;
    let mut nodes = Nodes::new(&text);
    let mut sheets = Vec::new();
    let mut in_sheets = false;
    while let Some(node) = nodes.next()? {
        match node {
            Node::Open(element) if local(&element) == "sheets" => in_sheets = true,
            Node::Open(element) if in_sheets && local(&element) == "sheet" => {
                let mut sheet = Listed { name: String::new(), hidden: false, relation: String::new() };
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
            Node::Close(element) if element.local_name().into_inner() == "sheets" => in_sheets = false,
            Node::Open(_) | Node::Close(_) | Node::Text(_) => {}
        }
    }
    Ok(sheets)
}
