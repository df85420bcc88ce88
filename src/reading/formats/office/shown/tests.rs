//! Formats as Excel, WPS and Calc have them, with what each shows of four figures.

use super::*;

/// What a format shows of a figure where that is another one; `None` where it is the same.
fn otherwise(code: &str, number: &str) -> Option<String> {
    let shown = NumberFormat::of_code(code)?.show(number)?;
    (!shown.is_figure).then_some(shown.text)
}

const FIGURES: [&str; 4] = ["0", "1", "251000", "5123.774"];

/// Codes that show every figure as it is, but for rounding and signs for zero.
const FAITHFUL: &[&str] = &[
    "General",
    "G/通用格式",
    "0",
    "0.00",
    "#,##0",
    "#,##0.00",
    "@",
    "#",
    "# ?/?",
    "0.00E+00",
    "##0.0E+0",
    "0_ ",
    "0_);[Red]\\(0\\)",
    "0.00_);[Red]\\(0.00\\)",
    "#,##0 ;(#,##0)",
    "#,##0_);[Red]\\(#,##0\\)",
    "0;[Red]0",
    "_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ ",
    "_ \"¥\"* #,##0.00_ ;_ \"¥\"* -#,##0.00_ ;_ \"¥\"* \"-\"??_ ;_ @_ ",
    "\"¥\"#,##0.00;\"¥\"-#,##0.00",
    "[$-804]0",
    "[$¥-804]#,##0.00",
    "[DBNum1]General",
    "[DBNum2][$-804]G/通用格式",
    "[DBNum1][$-804]0",
    "0\"件\"",
    "0件",
    "#,##0\"件\";-#,##0\"件\";\"无\"",
    "General\"万元\"",
    "0.00\"万元\"",
    "\"共\"0\"件\"",
    "0;-0;;@",
    "#,##0;-#,##0;;@",
    "#,##0;-#,##0;\"—\"",
    "0;-0;\"/\"",
    "[Blue]0",
    "[>=1000]#,##0;0",
    "# ##0",
    "0!,0000",
    "0.0###",
    "???0",
    "yyyy\"年\"",
    "0;-0;0;@",
];

/// Codes that show another figure, with what they show of each.
const OTHERWISE: &[(&str, [Option<&str>; 4])] = &[
    ("0!.0000", [None, Some("0.0001"), Some("25.1000"), Some("0.5124")]),
    ("0\\.0000", [None, Some("0.0001"), Some("25.1000"), Some("0.5124")]),
    ("0\".\"0000", [None, Some("0.0001"), Some("25.1000"), Some("0.5124")]),
    ("0!.0,\"万\"", [None, Some("0.0万"), Some("25.1万"), Some("0.5万")]),
    ("0!.0,", [None, Some("0.0"), Some("25.1"), Some("0.5")]),
    ("0\\.0,", [None, Some("0.0"), Some("25.1"), Some("0.5")]),
    ("0,", [None, Some("0"), Some("251"), Some("5")]),
    ("#,", [None, Some(""), Some("251"), Some("5")]),
    ("#,##0,", [None, Some("0"), Some("251"), Some("5")]),
    ("0.0,", [None, Some("0.0"), Some("251.0"), Some("5.1")]),
    ("0,.00", [None, Some("0.00"), Some("251.00"), Some("5.12")]),
    ("#,##0.00,,", [None, Some("0.00"), Some("0.25"), Some("0.01")]),
    ("0%", [None, Some("100%"), Some("25100000%"), Some("512377%")]),
    ("0.00%", [None, Some("100.00%"), Some("25100000.00%"), Some("512377.40%")]),
    (";;;", [None, Some(""), Some(""), Some("")]),
    (";;", [None, Some(""), Some(""), Some("")]),
    ("\"0\"", [None, Some("0"), Some("0"), Some("0")]),
    ("\"1\"0", [Some("10"), Some("11"), Some("1251000"), Some("15124")]),
    ("\"已报\"", [Some("已报"), Some("已报"), Some("已报"), Some("已报")]),
    ("0;-0;\"未填\"", [Some("未填"), None, None, None]),
    ("\"-\"0", [None, Some("-1"), Some("-251000"), Some("-5124")]),
    ("(0)", [None, Some("(1)"), Some("(251000)"), Some("(5124)")]),
    ("000-0000", [Some("000-0000"), Some("000-0001"), Some("025-1000"), Some("000-5124")]),
    ("[>100]0;0,", [None, Some("0"), None, None]),
    ("[<10000]0;0!.0,\"万\"", [None, None, Some("25.1万"), None]),
    ("[>=10000]0!.0,\"万\";0", [None, None, Some("25.1万"), None]),
    ("[=0]\"无\";0,", [None, Some("0"), Some("251"), Some("5")]),
    ("[=1]\"是\";[=0]\"否\";0", [Some("否"), Some("是"), None, None]),
    ("[>100]0;[<0]0", [Some("########"), Some("########"), None, None]),
];

#[test]
fn formats_that_show_the_figure_say_nothing() {
    for code in FAITHFUL {
        for number in FIGURES {
            assert_eq!(otherwise(code, number), None, "{code} of {number}");
        }
    }
}

#[test]
fn formats_that_scale_hide_or_replace_say_what_they_show() {
    assert!(FAITHFUL.len() + OTHERWISE.len() >= 40);
    for (code, shown) in OTHERWISE {
        for (number, shown) in FIGURES.iter().zip(shown) {
            assert_eq!(otherwise(code, number).as_deref(), *shown, "{code} of {number}");
        }
    }
}

#[test]
fn negative_figures_are_told_by_sign_brackets_or_colour() {
    for (code, shown) in [
        ("0", None),
        ("0;-0", None),
        ("0_);(0)", None),
        ("0;[Red]0", None),
        ("0;0", Some("8")),
        ("0;\"减\"0", Some("减8")),
        ("[>100]0;0", None),
        ("0,", Some("-0")),
    ] {
        assert_eq!(otherwise(code, "-8").as_deref(), shown, "{code}");
    }
}

#[test]
fn texts_are_hidden_by_a_section_of_their_own() {
    for (code, is_shown) in
        [(";;;", false), ("0;0;0;\"无\"", false), ("0;-0;;@", true), ("@", true), (";;", true), ("0", true)]
    {
        assert_eq!(NumberFormat::of_code(code).is_none_or(|format| format.shows_text()), is_shown, "{code}");
    }
}

#[test]
fn wild_codes_and_numbers_are_bounded() {
    for code in
        ["", "[", "\"", "\\", "_", "*", "[>", "[>x]0", "]", ";;;;;;;;;;", "\u{0}", "[$", "0.0.0.0", ",,,", "%%%%"]
    {
        for number in ["0", "-1", "79228162514264337593543950335", "1e5", "", &"9".repeat(309)] {
            let _ = NumberFormat::of_code(code).and_then(|format| format.show(number));
        }
    }
    let wide = "0".repeat(255);
    assert_eq!(NumberFormat::of_code(&format!("{wide}0")), None);
    assert_eq!(otherwise(&wide, "1"), None);
    assert_eq!(otherwise(&"%".repeat(200), "1"), None);
    assert_eq!(otherwise(&format!("0{}", ",".repeat(200)), "251000").as_deref(), Some("0"));
}
