//! Formats that cells have under a condition: a figure above 0 in white letters, or struck out.
//!
//! Of what a condition may be only that is told which is certain without computing anything: the number of the cell is held
//! against numbers, or the condition is a constant. Where any other may speak of a cell nobody can tell here what is seen of
//! it, and it is read by its own format.

use rust_decimal::Decimal;

use super::super::xml::{Node, Nodes, attribute, attributes, local, local_end};
use super::{position, reference};
use crate::reading::bytes::problem::ReadError;
use crate::reading::cells::grid::{Area, Position};

/// Areas that conditions of a sheet are for; a form that was tidied up has some dozen. Of more none is asked.
const MAX_AREAS: usize = 1_000;

/// The conditions of a sheet, the first to count first.
#[derive(Debug, Default)]
pub(in super::super) struct Conditions {
    rules: Vec<Rule>,
}

/// A condition, and what it is for.
#[derive(Debug, Default)]
struct Rule {
    areas: Vec<Area>,
    priority: i64,
    kind: String,
    operator: String,
    /// What the number of a cell is held against, or the condition itself.
    formulas: Vec<String>,
    /// The number of the format it gives.
    format: Option<usize>,
    /// Where it holds no other is asked.
    is_last: bool,
}

impl Conditions {
    /// The conditions in the text of a sheet; of some that cannot be read there are none.
    pub(in super::super) fn of(sheet: &str) -> Self {
        Self::read(sheet).unwrap_or_default()
    }

    /// They stand behind the cells, and what stands between them is passed over.
    fn read(sheet: &str) -> Result<Self, ReadError> {
        let (begin, end) = ("<conditionalFormatting", "</conditionalFormatting>");
        let Some((from, to)) = sheet.find(begin).zip(sheet.rfind(end)) else { return Ok(Self::default()) };
        let mut nodes = Nodes::new(sheet.get(from..to + end.len()).unwrap_or_default());
        let (mut rules, mut areas, mut count) = (Vec::<Rule>::new(), Vec::new(), 0);
        let mut is_formula = false;
        while let Some(node) = nodes.next()? {
            match node {
                Node::Open(element) => match local(&element) {
                    "conditionalFormatting" => {
                        let list = attribute(&element, "sqref")?.unwrap_or_default();
                        areas = list.split_whitespace().map(area).collect::<Result<_, _>>()?;
                    }
                    "cfRule" => {
                        count += areas.len();
                        let mut rule = Rule { areas: areas.clone(), ..Rule::default() };
                        attributes(&element, |key, value| {
                            match key {
                                "type" => rule.kind = value.into_owned(),
                                "operator" => rule.operator = value.into_owned(),
                                "priority" => rule.priority = value.trim().parse().unwrap_or(i64::MAX),
                                "dxfId" => rule.format = value.trim().parse().ok(),
                                "stopIfTrue" => rule.is_last = matches!(&*value, "1" | "true"),
                                _ => {}
                            }
                            Ok(())
                        })?;
                        rules.push(rule);
                    }
                    "formula" => {
                        is_formula = true;
                        rules.last_mut().into_iter().for_each(|rule| rule.formulas.push(String::new()));
                    }
                    _ => {}
                },
                Node::Text(text) if is_formula => {
                    if let Some(formula) = rules.last_mut().and_then(|rule| rule.formulas.last_mut()) {
                        formula.push_str(&text);
                    }
                }
                Node::Close(element) => is_formula &= local_end(&element) != "formula",
                Node::Empty(_) | Node::Text(_) => {}
            }
            if count > MAX_AREAS {
                return Ok(Self::default());
            }
        }
        rules.sort_by_key(|rule| rule.priority);
        Ok(Self { rules })
    }

    /// The formats that a cell with a number certainly has by them, the first to count last.
    pub(super) fn formats(&self, at: Position, number: Decimal) -> Vec<usize> {
        let holds = |area: &Area| area.rows.contains(&at.row) && area.columns.contains(&at.column);
        let mut formats = Vec::new();
        for rule in self.rules.iter().filter(|rule| rule.areas.iter().any(holds)) {
            match rule.is_met(number) {
                None => return Vec::new(),
                Some(false) => {}
                Some(true) => {
                    formats.extend(rule.format);
                    if rule.is_last {
                        break;
                    }
                }
            }
        }
        formats.reverse();
        formats
    }
}

impl Rule {
    /// Whether a number meets it; nothing where that is not certain.
    fn is_met(&self, number: Decimal) -> Option<bool> {
        let formula = |at: usize| Some(self.formulas.get(at)?.trim());
        if self.kind == "expression" {
            return match formula(0)?.to_ascii_uppercase().as_str() {
                "TRUE" | "TRUE()" | "1" => Some(true),
                "FALSE" | "FALSE()" | "0" => Some(false),
                _ => None,
            };
        }
        let operand = |at: usize| formula(at)?.parse::<Decimal>().ok();
        let first = operand(0).filter(|_| self.kind == "cellIs")?;
        let is_between = || {
            let second = operand(1)?;
            Some((first.min(second)..=first.max(second)).contains(&number))
        };
        match self.operator.as_str() {
            "equal" => Some(number == first),
            "notEqual" => Some(number != first),
            "greaterThan" => Some(number > first),
            "greaterThanOrEqual" => Some(number >= first),
            "lessThan" => Some(number < first),
            "lessThanOrEqual" => Some(number <= first),
            "between" => is_between(),
            "notBetween" => is_between().map(|is_between| !is_between),
            _ => None,
        }
    }
}

/// `B4:D9`, `B4`.
fn area(text: &str) -> Result<Area, ReadError> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    let (first, last) = (reference(first)?, reference(last)?);
    let (first, last) = (position(first.0, first.1)?, position(last.0, last.1)?);
    Ok(Area { rows: first.row..=last.row, columns: first.column..=last.column })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The formats that the number 260 in B3 has by rules.
    fn formats(rules: &str) -> Vec<usize> {
        let sheet = format!("<worksheet><sheetData/>{rules}<pageMargins/></worksheet>");
        Conditions::of(&sheet).formats(Position { row: 2, column: 1 }, Decimal::from(260))
    }

    fn rule(areas: &str, attributes: &str, formula: &str) -> String {
        let rule = format!("<cfRule {attributes}><formula>{formula}</formula></cfRule>");
        format!("<conditionalFormatting sqref=\"{areas}\">{rule}</conditionalFormatting>")
    }

    #[test]
    fn a_condition_is_met_not_met_or_in_doubt() {
        let above = "type=\"cellIs\" operator=\"greaterThan\" priority=\"2\" dxfId=\"7\"";
        for (rules, expected) in [
            (rule("B3", above, "0"), vec![7]),
            (rule("A1 B2:C9", above, " 12.5 "), vec![7]),
            (rule("B3", above, "260"), vec![]),
            (rule("B4:B9", above, "0"), vec![]),
            (rule("B3", above, "$A$1"), vec![]),
            (rule("B3", "type=\"expression\" priority=\"1\" dxfId=\"0\"", "TRUE"), vec![0]),
            (rule("B3", "type=\"duplicateValues\" priority=\"1\" dxfId=\"0\"", ""), vec![]),
            (rule("B3", above, "0") + &rule("B3", "type=\"expression\" priority=\"1\" dxfId=\"0\"", "1"), vec![7, 0]),
            (rule("B3", above, "0") + &rule("B3", "type=\"expression\" priority=\"1\" stopIfTrue=\"1\"", "1"), vec![]),
            (rule("B3", above, "0") + &rule("A1:XFD9", "type=\"colorScale\" priority=\"9\"", ""), vec![]),
            (rule("3:4", above, "0"), vec![]),
            (rule("B3", above, "0").repeat(MAX_AREAS + 1), vec![]),
            ("<conditionalFormatting sqref=\"B3\"><cfRule</conditionalFormatting>".to_owned(), vec![]),
        ] {
            assert_eq!(formats(&rules), expected, "{}", rules.get(..200).unwrap_or(&rules));
        }
    }
}
