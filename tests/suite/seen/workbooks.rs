//! What a person sees of a figure in a workbook.

use gouji::diagnosis::Detail;
use rust_xlsxwriter::{Format, Workbook, Worksheet};

use crate::support::{assess, cells};

/// A workbook with the last lines of table 2; `write` puts the figure of 行政许可 in its cell.
fn workbook(write: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let lines = [("二、主动公开政府信息情况", ""), ("信息内容", "本年处理决定数量"), ("行政许可", "")];
    for (row, (label, head)) in (0..).zip(lines) {
        sheet.write(row, 0, label).expect("a label");
        if !head.is_empty() {
            sheet.write(row, 1, head).expect("a head");
        }
    }
    for (row, label, figure) in [(3, "行政处罚", 5), (4, "行政强制", 6)] {
        sheet.write(row, 0, label).expect("a label");
        sheet.write(row, 1, figure).expect("a figure");
    }
    write(sheet);
    book.save_to_buffer().expect("a workbook")
}

/// The figure of 行政许可, and what V211 says that a person sees of it.
fn permits(workbook: &[u8]) -> (Option<String>, Option<String>) {
    let filing = assess("a.xlsx", workbook).remove(0);
    assert!(filing.error.is_none(), "{:?}", filing.error);
    let seen = filing.findings.iter().filter(|finding| finding.rule.code == "V211");
    let mut shown = seen.filter_map(|finding| match &finding.detail {
        Detail::Observed(seen) => Some(seen.printed.clone()),
        _ => None,
    });
    let figure = cells(&filing).get("disclosure.permits.decisions").cloned().flatten();
    (figure, shown.next())
}

/// A word behind the figure that makes it another: 1965万 is no count of 1965.
#[test]
fn a_format_that_adds_a_scale_to_a_count_shows_another_figure() {
    let shown = |code: &str, figure: u32| {
        permits(&workbook(|sheet| drop(sheet.write_with_format(2, 1, figure, &Format::new().set_num_format(code)))))
    };
    let figure = |text: &str| Some(text.to_owned());
    for (code, seen) in [
        ("0\"万\"", Some("1965万")),
        ("0\"千件\"", Some("1965千件")),
        ("0\"百\"", Some("1965百")),
        ("#,##0\"万件\"", Some("1,965万件")),
        ("0 \"（万件）\"", Some("1965 （万件）")),
        ("0\"件\"", None),
        ("\"共\"0\"件\"", None),
        ("#,##0\"人次\"", None),
        ("0\"百分制\"", None),
    ] {
        assert_eq!(shown(code, 1965), (figure("1965"), seen.map(str::to_owned)), "{code}");
        assert_eq!(shown(code, 0), (figure("0"), None), "{code}");
    }
}
