//! How offices write their figures down. Each has its habits, and keeps them from year to year.

use gouji::model::{CellSpec, ValueKind};

use crate::agencies::Filing;
use crate::slips::Dice;

/// How much of a hundred zeros stays blank, or has a sign for nothing, where an office does not fill its form with
/// zeros. More than half the cells of a form are zeros of items, so one cell of ten comes out empty. Totals are filled in:
/// an empty one is another finding.
const LEFT_EMPTY: usize = 18;
/// What stands for nothing: mostly nothing.
const NOTHING: [&str; 5] = ["", "", "", "/", "—"];
/// Behind a whole fee: three offices of five report to the 元, or to the jiao.
const DECIMALS: [&str; 5] = [".5", ".02", ".2449", "", ""];

/// How the filings of a set are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Writing {
    /// As offices write; else bare whole numbers under the form's own words.
    pub(crate) is_like_life: bool,
    pub(crate) fees: Fees,
}

/// Which fees have decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fees {
    ThreeInFive,
    Whole,
    Decimal,
}

impl Writing {
    pub(crate) const LIFE: Self = Self { is_like_life: true, fees: Fees::ThreeInFive };
    pub(crate) const BARE: Self = Self { is_like_life: false, fees: Fees::Whole };

    /// The same with other fees.
    pub(crate) fn with(self, fees: Fees) -> Self {
        Self { fees, ..self }
    }
}

/// The hand that writes one filing.
pub(crate) struct Office {
    pub(crate) agency: String,
    pub(crate) title: String,
    /// The line below the title; often none.
    pub(crate) source: String,
    /// 规范性文件 for 行政规范性文件, as half of the offices write.
    pub(crate) is_brief: bool,
    /// Text files are in GB18030, as Excel saves them on a Chinese Windows.
    pub(crate) is_gb: bool,
    has_separators: bool,
    decimals: &'static str,
    nothing: Option<&'static str>,
    dice: Dice,
}

/// What an office writes into a cell.
pub(crate) enum Written {
    /// Nothing, or a sign for it.
    Nothing(&'static str),
    Figure {
        whole: i64,
        decimals: &'static str,
        has_separators: bool,
    },
}

impl Office {
    pub(crate) fn of(filing: &Filing, writing: Writing) -> Self {
        let (agency, year) = (format!("某县第{}镇人民政府", filing.agency + 1), filing.year);
        let mut habits = Dice::new(filing.agency as u64 + 1);
        // The first rolls of seeds that lie side by side are alike.
        for _ in 0..8 {
            habits.roll(2);
        }
        let (title, source) = (habits.roll(4), habits.roll(4));
        let (is_brief, is_gb, has_separators) = (habits.roll(2) == 0, habits.roll(2) == 0, habits.roll(5) == 0);
        let (nothing, decimals) = (NOTHING[habits.roll(5)], DECIMALS[habits.roll(5)]);
        let decimals = match writing.fees {
            Fees::ThreeInFive => decimals,
            Fees::Whole => "",
            Fees::Decimal => DECIMALS[filing.agency % 3],
        };
        let dice = Dice::new(habits.roll(usize::MAX) as u64 ^ u64::from(year));
        let plain = format!("{agency}{year}年政府信息公开工作年度报告");
        let bare = Self {
            agency: agency.clone(),
            title: plain.clone(),
            source: String::new(),
            is_brief: false,
            is_gb: false,
            has_separators: false,
            decimals,
            nothing: None,
            dice,
        };
        if !writing.is_like_life {
            return bare;
        }
        let title = match title {
            0 => plain,
            1 => format!("{year}年{agency}政府信息公开工作年度报告"),
            2 => format!("{agency}政府信息公开工作年度报告（{year}年）"),
            _ => format!("{agency}{year}年度政府信息公开工作年度报告"),
        };
        let source = match source {
            0 => String::new(),
            1 => format!("填报单位：{agency}"),
            2 => format!("来源：{agency}　发布时间：{}-01-{}", year + 1, 10 + filing.agency % 20),
            _ => format!("发布日期：{}-01-25 16:30　来源：{agency}　字号：[大 中 小]", year + 1),
        };
        Self { title, source, is_brief, is_gb, has_separators, nothing: Some(nothing), ..bare }
    }

    /// What goes into a cell.
    pub(crate) fn writes(&mut self, cell: &CellSpec, figure: i64) -> Written {
        let is_money = cell.value == ValueKind::Amount;
        let is_zero = figure == 0 && (!is_money || self.decimals.is_empty());
        match self.nothing {
            Some(nothing) if is_zero && !cell.total && self.dice.roll(100) < LEFT_EMPTY => Written::Nothing(nothing),
            _ => {
                let decimals = if is_money { self.decimals } else { "" };
                Written::Figure { whole: figure, decimals, has_separators: self.has_separators }
            }
        }
    }
}

impl Written {
    /// As text.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Nothing(sign) => (*sign).to_owned(),
            Self::Figure { whole, decimals, has_separators: true } if (1_000..1_000_000).contains(whole) => {
                format!("{},{:03}{decimals}", whole / 1_000, whole % 1_000)
            }
            Self::Figure { whole, decimals, .. } => format!("{whole}{decimals}"),
        }
    }
}
