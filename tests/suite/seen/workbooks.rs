//! What a person sees of a figure in a workbook.

use gouji::diagnosis::Detail;
use gouji::model::ObservationKind::TextNotShown;
use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatFormula, Format, Image, Shape, Workbook,
    Worksheet,
};

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
        ("0\"元\"", Some("1965元")),
        ("0\"万元\"", Some("1965万元")),
        ("\"¥\"#,##0", Some("¥1,965")),
        ("\"$\"0", Some("$1965")),
        ("0\"件\"", None),
        ("\"共\"0\"件\"", None),
        ("#,##0\"人次\"", None),
        ("0\"百分制\"", None),
        ("_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ ", None),
    ] {
        assert_eq!(shown(code, 1965), (figure("1965"), seen.map(str::to_owned)), "{code}");
        assert_eq!(shown(code, 0), (figure("0"), None), "{code}");
    }
}

/// What V212 says was left out of the figure of 行政许可.
fn left_out(workbook: &[u8]) -> Option<String> {
    let filing = assess("a.xlsx", workbook).remove(0);
    let mut seen = filing.transcript.as_ref().expect("it was read").observations.iter();
    seen.find(|seen| seen.kind == TextNotShown).map(|seen| seen.printed.clone())
}

/// A figure that has the colour of its cell is seen by nobody, and white is seen on a dark ground.
#[test]
fn a_figure_in_the_colour_of_its_cell_is_said() {
    let white = || Format::new().set_font_color(Color::White);
    let figure = |text: &str| Some(text.to_owned());
    let read = |format: &Format| permits(&workbook(|sheet| drop(sheet.write_with_format(2, 1, 1965, format))));
    let filled = |colour: Color| white().set_background_color(colour);
    for unseen in [white(), filled(Color::White), Format::new().set_font_size(1)] {
        assert_eq!(read(&unseen), (figure("1965"), figure("")));
    }
    for seen in [filled(Color::Navy), filled(Color::Theme(4, 0)), Format::new().set_font_color(Color::Red)] {
        assert_eq!(read(&seen), (figure("1965"), None));
    }
    // A zero that nobody sees is the blank that it is counted as, and a condition may show what its cell does not.
    let zero = permits(&workbook(|sheet| drop(sheet.write_with_format(2, 1, 0, &white()))));
    assert_eq!(zero, (figure("0"), None));
    let condition = permits(&workbook(|sheet| {
        sheet.write_with_format(2, 1, 1965, &white()).expect("a figure");
        let above = ConditionalFormatCell::new().set_rule(ConditionalFormatCellRule::GreaterThan(100));
        let above = above.set_format(Format::new().set_background_color(Color::Navy));
        sheet.add_conditional_format(0, 0, 9, 9, &above).expect("a condition");
    }));
    assert_eq!(condition, (figure("1965"), None));
}

/// What a condition certainly makes of a figure is what a person sees of it; of any other condition nothing is said.
#[test]
fn a_format_under_a_condition_is_one_where_that_certainly_holds() {
    let book = |own: &Format, rules: &[(ConditionalFormatCellRule<i32>, Format)]| {
        workbook(|sheet| {
            sheet.write_with_format(2, 1, 1965, own).expect("a figure");
            for (rule, format) in rules {
                let rule = ConditionalFormatCell::new().set_rule(rule.clone()).set_format(format);
                sheet.add_conditional_format(2, 1, 2, 1, &rule).expect("a condition");
            }
        })
    };
    let (plain, white) = (Format::new(), Format::new().set_font_color(Color::White));
    let struck = Format::new().set_font_strikethrough();
    let (wan, navy) = (Format::new().set_num_format("0!.0000"), Format::new().set_background_color(Color::Navy));
    let above = ConditionalFormatCellRule::GreaterThan(0);
    let figure = |text: &str| Some(text.to_owned());
    assert_eq!(permits(&book(&plain, &[(above.clone(), white.clone())])), (figure("1965"), figure("")));
    assert_eq!(permits(&book(&plain, &[(above.clone(), wan)])), (figure("1965"), figure("0.1965")));
    let gone = book(&plain, &[(ConditionalFormatCellRule::Between(1, 2_000), struck.clone())]);
    assert_eq!((permits(&gone), left_out(&gone)), ((None, None), figure("1965")));
    // The first condition that holds counts before the others, and the format of the cell behind them all.
    let both = [(above.clone(), navy.clone()), (ConditionalFormatCellRule::NotEqualTo(1), white.clone())];
    assert_eq!(permits(&book(&plain, &both)), (figure("1965"), None));
    assert_eq!(permits(&book(&white, &[(above.clone(), navy)])), (figure("1965"), None));
    for rule in [ConditionalFormatCellRule::LessThan(0), ConditionalFormatCellRule::NotBetween(1, 2_000)] {
        let book = book(&plain, &[(rule, struck.clone())]);
        assert_eq!((permits(&book), left_out(&book)), ((figure("1965"), None), None));
    }
    // Whether a formula holds is not computed, and what it gives may undo what is certain.
    let unknown = workbook(|sheet| {
        sheet.write(2, 1, 1965).expect("a figure");
        let formula = ConditionalFormatFormula::new().set_rule("=$A$3<>\"\"").set_format(&plain);
        sheet.add_conditional_format(2, 1, 2, 1, &formula).expect("a condition");
        let above = ConditionalFormatCell::new().set_rule(above).set_format(&white);
        sheet.add_conditional_format(2, 1, 2, 1, &above).expect("a condition");
    });
    assert_eq!(permits(&unknown), (figure("1965"), None));
    let certain = workbook(|sheet| {
        sheet.write(2, 1, 1965).expect("a figure");
        let formula = ConditionalFormatFormula::new().set_rule("=TRUE").set_format(&white);
        sheet.add_conditional_format(0, 0, 9, 9, &formula).expect("a condition");
    });
    assert_eq!(permits(&certain), (figure("1965"), figure("")));
}

/// White or tiny digits beside a figure, in the same cell.
#[test]
fn white_and_tiny_runs_are_no_part_of_a_figure() {
    let (plain, white) = (Format::new(), Format::new().set_font_color(Color::White));
    let (black, tiny) = (Format::new().set_font_color(Color::Black), Format::new().set_font_size(1));
    let navy = Format::new().set_background_color(Color::Navy);
    let read = |runs: &[(&Format, &str)], cell: &Format| {
        let book = workbook(|sheet| drop(sheet.write_rich_string_with_format(2, 1, runs, cell)));
        (permits(&book).0, left_out(&book))
    };
    let figure = |text: &str| Some(text.to_owned());
    for beside in [&white, &tiny] {
        assert_eq!(read(&[(beside, "40"), (&black, "1965")], &plain), (figure("1965"), figure("40")));
        assert_eq!(read(&[(&plain, "1965"), (beside, "4")], &plain), (figure("1965"), figure("4")));
    }
    assert_eq!(read(&[(&white, "19"), (&white, "65")], &navy), (figure("1965"), None));
    assert_eq!(read(&[(&white, "19"), (&plain, "65")], &white.clone().merge(&navy)), (figure("1965"), None));
    assert_eq!(read(&[(&black, "19"), (&plain, "65")], &plain), (figure("1965"), None));
}

/// A picture of a single point.
const POINT: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\0\0\0\nIDATx\x9cc\xf8\x0f\
    \0\x01\x01\x01\0\xb1\x38\xf6\x14\0\0\0\0IEND\xaeB`\x82";

/// A text box and a picture that lie over a blank cell are what is seen there; a seal and a banner, and whatever lies over a
/// figure, are nobody's.
#[test]
fn what_is_drawn_over_a_blank_cell_is_not_passed_over() {
    let boxed = |row: u32, text: &str, width: u32, height: u32| {
        permits(&workbook(|sheet| {
            let shape = Shape::textbox().set_text(text).set_width(width).set_height(height);
            sheet.insert_shape(row, 1, &shape).expect("a box");
        }))
        .0
    };
    let picture = |column: u16, width: u32, height: u32| {
        permits(&workbook(|sheet| {
            let picture = Image::new_from_buffer(POINT).expect("a picture").set_scale_to_size(width, height, false);
            sheet.insert_image(2, column, &picture).expect("a picture");
        }))
        .0
    };
    let unknown = Some("\u{FFFD}".to_owned());
    assert_eq!(boxed(2, "1965", 60, 18).as_deref(), Some("1965"));
    assert_eq!(boxed(2, "1965", 70, 24).as_deref(), Some("1965"), "a little over the next row and column");
    assert_eq!(boxed(2, "1965", 60, 35), unknown, "over two rows");
    assert_eq!(boxed(2, "见附表", 60, 18), unknown);
    assert_eq!(picture(1, 60, 18), unknown);
    assert_eq!(picture(1, 60, 30), unknown, "over the border of two rows");
    assert_eq!(
        [boxed(2, "", 60, 18), boxed(2, "1965", 60, 90), boxed(2, "1965", 400, 18), boxed(5, "1965", 60, 18)],
        [None, None, None, None]
    );
    assert_eq!([picture(1, 200, 200), picture(1, 60, 60), picture(3, 60, 18)], [None, None, None]);
    let over = |text: &str| {
        permits(&workbook(|sheet| {
            sheet.write(2, 1, 1965).expect("a figure");
            let shape = Shape::textbox().set_text(text).set_width(60).set_height(18);
            sheet.insert_shape(2, 1, &shape).expect("a box");
        }))
    };
    assert_eq!([over("1965"), over("41"), over("核")].map(|seen| seen.0.unwrap_or_default()), ["1965"; 3]);
    let merged = permits(&workbook(|sheet| {
        sheet.merge_range(2, 1, 2, 3, "", &Format::new()).expect("a merged cell");
        let shape = Shape::textbox().set_text("1965").set_width(80).set_height(18);
        sheet.insert_shape(2, 2, &shape).expect("a box");
    }));
    assert_eq!(merged.0.as_deref(), Some("1965"));
}
