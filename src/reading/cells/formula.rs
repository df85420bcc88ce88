//! Formulas that add up cells: `SUM(D8:D28)`, `D8+D9-D20`, `SUM([.D8:.D28];[.D29])`. What such a formula adds can be held
//! against what a total of the form is made of; of any other formula nothing is said.

use super::grid::{Area, Position};
use crate::reading::bytes::limits;

/// Terms of a sum. The longest total of a form has some twenty.
const MAX_TERMS: usize = 256;
/// How deep brackets nest.
const MAX_DEPTH: usize = 16;

/// What a formula adds up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::reading) struct Sum {
    /// Areas of cells, each as often as it is added; less than none where it is taken off.
    pub(in crate::reading) areas: Vec<(i32, Area)>,
    /// Numbers that stand in the formula itself, with their signs.
    pub(in crate::reading) numbers: Vec<String>,
}

impl Sum {
    /// Reads a formula that stands so many rows and columns away from where it was written; `None` if it is no sum of cells
    /// of its own sheet.
    pub(in crate::reading) fn of(formula: &str, moved: (i64, i64)) -> Option<Self> {
        let mut parser = Parser { rest: formula.trim_start_matches('='), moved, depth: 0, sum: Self::default() };
        parser.expression(1)?;
        parser.blank();
        (parser.rest.is_empty() && !parser.sum.areas.is_empty()).then_some(parser.sum)
    }
}

/// A formula under way.
struct Parser<'f> {
    rest: &'f str,
    moved: (i64, i64),
    depth: usize,
    sum: Sum,
}

impl Parser<'_> {
    fn blank(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn take(&mut self, word: &str) -> bool {
        self.blank();
        let is_here = self.rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
        if is_here {
            self.rest = &self.rest[word.len()..];
        }
        is_here
    }

    /// Terms with signs between them.
    fn expression(&mut self, sign: i32) -> Option<()> {
        let mut own = sign;
        loop {
            while self.take("+") {}
            if self.take("-") {
                own = -own;
                continue;
            }
            self.term(own)?;
            own = if self.take("+") {
                sign
            } else if self.take("-") {
                -sign
            } else {
                return Some(());
            };
        }
    }

    fn term(&mut self, sign: i32) -> Option<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        self.blank();
        if self.take("SUM(") {
            self.arguments(sign)?;
        } else if self.take("SUBTOTAL(") {
            // The sum, of hidden rows too or not.
            let is_sum = self.take("109") || self.take("9");
            if !is_sum || !(self.take(",") || self.take(";")) {
                return None;
            }
            self.arguments(sign)?;
        } else if self.take("ROUND(") {
            self.expression(sign)?;
            if !(self.take(",") || self.take(";")) {
                return None;
            }
            self.number()?;
            self.close()?;
        } else if self.take("IFERROR(") {
            self.expression(sign)?;
            self.otherwise()?;
            self.close()?;
        } else if self.take("IF(") {
            self.condition()?;
            // What is shown where there is nothing to add stands before the sum or behind it.
            if self.literal().is_none() {
                self.expression(sign)?;
                self.otherwise()?;
            } else if self.take(",") || self.take(";") {
                self.expression(sign)?;
            } else {
                return None;
            }
            self.close()?;
        } else if self.take("(") {
            self.expression(sign)?;
            self.close()?;
        } else if self.rest.starts_with(|c: char| c.is_ascii_digit()) {
            let number = self.number()?;
            self.sum.numbers.push(format!("{}{number}", if sign < 0 { "-" } else { "+" }));
        } else {
            let first = self.reference()?;
            self.area(sign, first, first)?;
        }
        self.depth -= 1;
        Some(())
    }

    /// What a function adds up: areas, and whatever a sum has.
    fn arguments(&mut self, sign: i32) -> Option<()> {
        loop {
            let before = self.rest;
            if let Some((first, last)) = self.range() {
                self.area(sign, first, last)?;
            } else {
                self.rest = before;
                self.expression(sign)?;
            }
            if !(self.take(",") || self.take(";")) {
                return self.close();
            }
        }
    }

    /// Passes over a condition and the separator behind it.
    fn condition(&mut self) -> Option<()> {
        let (mut depth, mut is_quoted) = (0_usize, false);
        let end = self.rest.find(|c: char| {
            match c {
                '"' => is_quoted = !is_quoted,
                '(' if !is_quoted => depth += 1,
                ')' if !is_quoted => depth = depth.saturating_sub(1),
                _ => {}
            }
            !is_quoted && depth == 0 && matches!(c, ',' | ';')
        })?;
        self.rest = &self.rest[end + 1..];
        Some(())
    }

    /// A separator and a text or number, or nothing.
    fn otherwise(&mut self) -> Option<()> {
        if self.take(",") || self.take(";") { self.literal() } else { Some(()) }
    }

    /// A text or number that stands for a sum of nothing, as far as the next separator or bracket.
    fn literal(&mut self) -> Option<()> {
        self.blank();
        let before = self.rest;
        if let Some(text) = self.rest.strip_prefix('"') {
            self.rest = &text[text.find('"')? + 1..];
        } else {
            self.number();
        }
        self.blank();
        let is_whole = self.rest.len() < before.len() && self.rest.starts_with([',', ';', ')']);
        if !is_whole {
            self.rest = before;
        }
        is_whole.then_some(())
    }

    fn close(&mut self) -> Option<()> {
        self.take(")").then_some(())
    }

    fn number(&mut self) -> Option<String> {
        self.blank();
        let end = self.rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at(end);
        self.rest = rest;
        (!number.is_empty()).then(|| number.to_owned())
    }

    /// `D8:D28`, of ODF `[.D8:.D28]`.
    fn range(&mut self) -> Option<(Position, Position)> {
        let is_of_odf = self.take("[");
        let first = self.cell()?;
        let last = self.take(":").then(|| self.cell())??;
        if is_of_odf && !self.take("]") {
            return None;
        }
        self.blank();
        // `SUM(D8:D9+D10)` is no area.
        self.rest.starts_with([',', ';', ')']).then_some((first, last))
    }

    fn reference(&mut self) -> Option<Position> {
        let is_of_odf = self.take("[");
        let cell = self.cell()?;
        (!is_of_odf || self.take("]")).then_some(cell)
    }

    /// `D8`, `$D$8`, `.D8`: row and column from 0. One that does not move with the formula has a `$`.
    fn cell(&mut self) -> Option<Position> {
        self.take(".");
        let column_stays = self.take("$");
        self.blank();
        let letters = self.rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        if !(1..=3).contains(&letters) {
            return None;
        }
        let (column, rest) = self.rest.split_at(letters);
        self.rest = rest;
        let row_stays = self.rest.strip_prefix('$').inspect(|rest| self.rest = rest).is_some();
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let (row, rest) = self.rest.split_at(digits);
        // A function, or a name that looks like a cell.
        if rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '(' | '!' | '.' | '_' | '$')) {
            return None;
        }
        self.rest = rest;
        let letter = |byte: u8| i64::from(byte.to_ascii_uppercase() - b'A') + 1;
        let column = column.bytes().fold(0, |column, byte| column * 26 + letter(byte)) - 1;
        let row = row.parse::<i64>().ok()?.checked_sub(1)?;
        let at = |line: i64, stays: bool, moved: i64, count: u32| {
            let line = if stays { line } else { line.checked_add(moved)? };
            u32::try_from(line).ok().filter(|line| *line < count)
        };
        let row = at(row, row_stays, self.moved.0, limits::MAX_ROWS)?;
        let column = at(column, column_stays, self.moved.1, limits::MAX_COLUMNS)?;
        Some(Position { row, column })
    }

    fn area(&mut self, sign: i32, first: Position, last: Position) -> Option<()> {
        let span = |a: u32, b: u32| a.min(b)..=a.max(b);
        self.sum.areas.push((sign, Area { rows: span(first.row, last.row), columns: span(first.column, last.column) }));
        (self.sum.areas.len() <= MAX_TERMS).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The areas of a sum: sign, first row and column, last row and column.
    fn sum(formula: &str) -> Option<Vec<(i32, [u32; 4])>> {
        let sum = Sum::of(formula, (0, 0))?;
        let bounds = |area: &Area| [*area.rows.start(), *area.columns.start(), *area.rows.end(), *area.columns.end()];
        Some(sum.areas.iter().map(|(sign, area)| (*sign, bounds(area))).collect())
    }

    #[test]
    fn sums_are_read_as_excel_and_calc_write_them() {
        for formula in [
            "SUM(D8:D28)",
            "=sum( $D$8 : D28 )",
            "SUM([.D8:.D28])",
            "SUM([.$D$8:.D28])",
            "ROUND(SUM(D28:D8),0)",
            "IF(COUNT($D$8:$D$28)=0,\"\",SUM($D$8:$D$28))",
            "IF(COUNT([.D8:.D28])=0;\"\";SUM([.D8:.D28]))",
            "IF(A1=\"(\",SUM(D8:D28),0)",
            "IFERROR(SUM(D8:D28),\"\")",
        ] {
            assert_eq!(sum(formula), Some(vec![(1, [7, 3, 27, 3])]), "{formula}");
        }
        assert_eq!(sum("D8+D9-AA1"), Some(vec![(1, [7, 3, 7, 3]), (1, [8, 3, 8, 3]), (-1, [0, 26, 0, 26])]));
        assert_eq!(sum("+D8-(D9-D10)").map(|sum| sum.iter().map(|(sign, _)| *sign).collect()), Some(vec![1, -1, 1]));
        assert_eq!(sum("SUM(D8:D9,D11;D12+D13)").map(|sum| sum.len()), Some(4));
        assert_eq!(sum("SUBTOTAL(9,D8:D9)+SUBTOTAL(109,D11)").map(|sum| sum.len()), Some(2));
        assert_eq!(Sum::of("SUM(D8:D9)+1-2.5", (0, 0)).map(|sum| sum.numbers), Some(vec!["+1".into(), "-2.5".into()]));
    }

    #[test]
    fn a_shared_formula_moves_with_its_cell() {
        let moved = Sum::of("SUM(D8:$D$28)", (1, 2)).expect("a sum");
        assert_eq!(moved.areas, [(1, Area { rows: 8..=27, columns: 3..=5 })]);
        assert_eq!(Sum::of("D1", (-1, 0)), None);
    }

    #[test]
    fn of_other_formulas_nothing_is_said() {
        for formula in [
            "",
            "5",
            "A",
            "D8*2",
            "SUM(D:D)",
            "Sheet2!D8",
            "SUM(Sheet2!D8:D9)",
            "[$Sheet2.D8]",
            "IF(D8>0,\"是\",\"否\")",
            "IF(D8>0,D8,D9)",
            "IF(D8>0",
            "IF(D8>0,\"",
            "SUM(D8:D9",
            "D8)",
            "SUM(D8:D9+1)",
            "D8+",
            "LOG10(5)",
            "\"D8\"",
            "D0",
            "XFE1",
            "D1048577",
            "总计",
            "D8%",
            "SUBTOTAL(1,D8:D9)",
            "D8&D9",
        ] {
            assert_eq!(sum(formula), None, "{formula}");
        }
        assert_eq!(sum(&format!("{}D8", "(".repeat(100_000))), None);
        assert_eq!(sum(&"D8+".repeat(100_000)), None);
        assert!(sum(&format!("{}D8", "-".repeat(100_000))).is_some());
    }
}
