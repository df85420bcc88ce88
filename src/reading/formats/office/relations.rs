//! Which part of an Office package is what. Names are habits (`xl/workbook.xml`, though WPS and some converters have
//! others), relationships are the rule; strict and transitional files differ only in the start of their types.

use std::collections::BTreeMap;

use super::damaged;
use super::package::Package;
use super::xml::{Node, Nodes, attributes, decode, local};
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::{Problem, ReadError};

/// What a relationship points to.
#[derive(Debug, Default, Clone)]
pub(super) struct Relation {
    /// The end of its type: `worksheet`, `sharedStrings`, `styles` …
    pub kind: String,
    /// The part, from the root of the package.
    pub part: String,
}

/// The relationships of one part, by their ids.
#[derive(Debug, Default)]
pub(super) struct Relations(BTreeMap<String, Relation>);

impl Relations {
    /// The relationships of `part`; of the package itself if `part` is empty.
    pub(super) fn of(package: &mut Package<'_>, part: &str) -> Result<Self, ReadError> {
        let (folder, file) = part.rsplit_once('/').map_or(("", part), |(folder, file)| (folder, file));
        let list = resolve(folder, &format!("_rels/{file}.rels"));
        let mut relations = BTreeMap::new();
        let Some(content) = package.part(&list)? else {
            return Ok(Self::default());
        };
        let text = decode(content)?;
        let mut nodes = Nodes::new(&text);
        while let Some(node) = nodes.next()? {
            let Node::Open(element) = node else { continue };
            if local(&element) != "Relationship" {
                continue;
            }
            let (mut id, mut relation) = (String::new(), Relation::default());
            attributes(&element, |key, value| {
                match key {
                    "Id" => id = value.into_owned(),
                    "Type" => value.rsplit('/').next().unwrap_or_default().clone_into(&mut relation.kind),
                    "Target" => relation.part = resolve(folder, &value),
                    _ => {}
                }
                Ok(())
            })?;
            if relations.insert(id, relation).is_some() || relations.len() > limits::MAX_PACKAGE_PARTS {
                return Err(damaged(format!("the relationships of {part} are ambiguous")));
            }
        }
        Ok(Self(relations))
    }

    /// The relationship with this id.
    pub(super) fn get(&self, id: &str) -> Option<&Relation> {
        self.0.get(id)
    }

    /// The part of this kind, where there is only one: the styles, the shared strings.
    pub(super) fn part(&self, kind: &str) -> Option<&str> {
        self.0.values().find(|relation| relation.kind == kind).map(|relation| relation.part.as_str())
    }
}

/// The part that the package is about, in lower case.
pub(super) fn main_part(package: &mut Package<'_>) -> Result<String, ReadError> {
    if let Some(main) = &package.main {
        return Ok(main.clone());
    }
    let named = Relations::of(package, "")?.part("officeDocument").map(str::to_lowercase);
    let usual = ["xl/workbook.xml", "xl/workbook.bin", "word/document.xml"];
    let main = named.or_else(|| usual.into_iter().find(|name| package.has(name)).map(str::to_owned));
    package.main.clone_from(&main);
    main.ok_or_else(|| ReadError::new(Problem::UnknownPackage))
}

/// A target as seen from `folder`: `worksheets/sheet1.xml`, `/xl/worksheets/sheet1.xml`, `../docProps/app.xml`.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let (base, rest) = match target.strip_prefix('/') {
        Some(rest) => ("", rest),
        None => (folder, target.as_str()),
    };
    let mut path: Vec<&str> = Vec::new();
    for step in base.split('/').chain(rest.split('/')) {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            name => path.push(name),
        }
    }
    path.join("/")
}

/// A sheet as the workbook lists it.
pub(super) struct ListedSheet {
    /// Its name as printed.
    pub name: String,
    /// Hidden by its author, from the tabs or from the menu too.
    pub hidden: bool,
    /// The relationship that leads to it.
    pub relation: String,
}

/// The parts of the sheets that have cells; charts, dialogs and macro sheets have none that matter.
pub(super) fn worksheets<'a>(
    listed: &'a [ListedSheet],
    relations: &'a Relations,
) -> Result<Vec<(&'a str, &'a ListedSheet)>, ReadError> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_seen_from_the_folder_of_their_part() {
        for (folder, target, part) in [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "../docProps/app.xml", "docProps/app.xml"),
            ("xl", ".\\worksheets\\sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("", "../../xl/workbook.xml", "xl/workbook.xml"),
        ] {
            assert_eq!(resolve(folder, target), part);
        }
    }
}
