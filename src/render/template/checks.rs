//! Lines below a table that say whether its declared balances hold, as formulas: they follow whatever is typed.

use std::collections::HashMap;

use rust_decimal::Decimal;
use rust_xlsxwriter::{Color, ConditionalFormatFormula, Format, Formula, Worksheet, XlsxError};

use super::computed::{Balance, BalanceLine, covered, listed};
use crate::model::{CellIndex, FormEdition, Lang, plain};
use crate::render::canonical::sheet::put_merged;
use crate::render::words::phrases::{fill, phrase};

/// The row of a check.
const CHECK_HEIGHT: f64 = 36.0;
/// The longest formula that is written; Excel takes 8,192 characters.
const MAX_FORMULA: usize = 8_000;

/// What the lines are made of.
pub(in crate::render) struct CheckLines<'c> {
    pub(in crate::render) edition: &'c FormEdition,
    /// Where each cell of the form is.
    pub(in crate::render) places: &'c HashMap<CellIndex, (u32, u16)>,
    pub(in crate::render) lang: Lang,
    /// The last column that a line covers.
    pub(in crate::render) last: u16,
    pub(in crate::render) look: &'c Format,
}

impl CheckLines<'_> {
    /// From `row` on a line for each declared balance of a table says whether it holds, and the cells that break it turn
    /// red; `result` is what a line says before anything computes it. Returned is the first row that is free.
    pub(in crate::render) fn draw(
        &self,
        sheet: &mut Worksheet,
        table: usize,
        mut row: u32,
        result: impl Fn(&Balance) -> String,
    ) -> Result<u32, XlsxError> {
        let red = Format::new().set_font_color(Color::RGB(0x009C_0006)).set_background_color(Color::RGB(0x00FF_C7CE));
        for mut balance in Balance::of_table(self.edition, table, self.lang) {
            let is_there = |cell: &CellIndex| self.places.contains_key(cell);
            balance.lines.retain(|line| line.left.iter().chain(&line.right).all(is_there));
            let checks: Vec<Check> = balance.lines.iter().map(|line| self.check(line)).collect();
            for check in &checks {
                let rule = ConditionalFormatFormula::new().set_rule(format!("={}", check.is_broken).as_str());
                let rule = rule.set_multi_range(covered(check.cells.iter().copied())).set_format(&red);
                let (row, column) = check.cells[0];
                sheet.add_conditional_format(row, column, row, column, &rule)?;
            }
            let formula = self.verdict(&balance, &checks);
            if checks.is_empty() || formula.len() > MAX_FORMULA {
                continue;
            }
            put_merged(sheet, (row, 0), (row, self.last), "", self.look)?;
            let formula = Formula::new(formula).set_result(result(&balance));
            sheet.write_formula_with_format(row, 0, formula, self.look)?;
            sheet.set_row_height(row, CHECK_HEIGHT)?;
            row += 1;
        }
        Ok(row)
    }

    fn check(&self, line: &BalanceLine) -> Check {
        let places = |cells: &[CellIndex]| cells.iter().map(|cell| self.places[cell]).collect::<Vec<_>>();
        let (left, right) = (places(&line.left), places(&line.right));
        let (l, r) = (listed(left.iter().copied()), listed(right.iter().copied()));
        // Of amounts a spreadsheet program sums binary fractions.
        let difference = format!("ROUND(SUM({l})-SUM({r}),6)");
        let is_broken = format!("AND(COUNT({l})>0,COUNT({r})>0,{difference}<>0)");
        Check { is_broken, difference, cells: [left, right].concat() }
    }

    /// A formula that says whether a balance holds, and where not.
    fn verdict(&self, balance: &Balance, checks: &[Check]) -> String {
        let says = |name: &str, fact: &str| fill(phrase(name, self.lang), |_| Some(fact)).replace('"', "\"\"");
        let all = listed(checks.iter().flat_map(|check| check.cells.iter().copied()));
        let is_any = checks.iter().map(|check| check.is_broken.as_str()).collect::<Vec<_>>().join(",");
        let broken = balance.lines.iter().zip(checks).map(|(line, Check { is_broken, difference, .. })| {
            format!(
                "&IF({is_broken},\"{}\"&{difference}&\"{}\",\"\")",
                says("check-line", &line.name),
                says("check-next", "")
            )
        });
        let (fails, holds) = (says("check-fails", &balance.words), says("check-holds", &balance.words));
        let broken: String = broken.collect();
        format!("=IF(COUNT({all})=0,\"\",IF(OR({is_any}),\"{fails}\"{broken},\"{holds}\"))")
    }
}

/// What such a line says of these figures.
pub(in crate::render) fn said(balance: &Balance, lang: Lang, figure: impl Fn(CellIndex) -> Option<Decimal>) -> String {
    let says = |name: &str, fact: &str| fill(phrase(name, lang), |_| Some(fact));
    let figures = |cells: &[CellIndex]| cells.iter().filter_map(|cell| figure(*cell)).collect::<Vec<_>>();
    let (mut is_any, mut broken) = (false, String::new());
    for line in &balance.lines {
        let (left, right) = (figures(&line.left), figures(&line.right));
        is_any |= !(left.is_empty() && right.is_empty());
        let difference = left.iter().sum::<Decimal>() - right.iter().sum::<Decimal>();
        if !left.is_empty() && !right.is_empty() && !difference.is_zero() {
            broken += &(says("check-line", &line.name) + &plain(difference) + &says("check-next", ""));
        }
    }
    match (is_any, broken.is_empty()) {
        (false, _) => String::new(),
        (true, true) => says("check-holds", &balance.words),
        (true, false) => says("check-fails", &balance.words) + &broken,
    }
}

/// A balance in one line, as formulas.
struct Check {
    is_broken: String,
    difference: String,
    cells: Vec<(u32, u16)>,
}
