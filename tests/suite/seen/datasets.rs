//! What a person sees of the figures of a data set in a workbook.

use gouji::diagnosis::{Assessment, Detail};
use rust_xlsxwriter::{Format, Workbook, Worksheet};

use crate::support::{assess, cells, codes};

const PERMITS: &str = "disclosure.permits.decisions";
const FEES: &str = "disclosure.fees.amount";
const AGENCIES: [&str; 3] = ["云泽县教育局", "云泽县民政局", "云泽县审计局"];

/// A workbook with a wide data set of three agencies, with 10, 20 and 30 permits; `alter` has the sheet last.
fn wide(alter: impl FnOnce(&mut Worksheet)) -> Vec<Assessment> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, head) in (0..).zip(["填报单位", "年度", PERMITS, FEES]) {
        sheet.write(0, column, head).expect("a head");
    }
    for (row, agency) in (1..).zip(AGENCIES) {
        sheet.write(row, 0, agency).expect("an agency");
        sheet.write(row, 1, 2023).expect("a year");
        sheet.write(row, 2, 10 * row).expect("a figure");
        sheet.write(row, 3, 0).expect("a figure");
    }
    alter(sheet);
    assess("a.xlsx", &book.save_to_buffer().expect("a workbook"))
}

/// The same as a long one: rows 1 and 2 are those of the first agency, and so on.
fn long(alter: impl FnOnce(&mut Worksheet)) -> Vec<Assessment> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, head) in (0..).zip(["填报单位", "年度", "指标", "数值"]) {
        sheet.write(0, column, head).expect("a head");
    }
    for (at, agency) in (0..).zip(AGENCIES) {
        for (row, (name, figure)) in (1 + 2 * at..).zip([(PERMITS, 10 * (at + 1)), (FEES, 0)]) {
            sheet.write(row, 0, agency).expect("an agency");
            sheet.write(row, 1, 2023).expect("a year");
            sheet.write(row, 2, name).expect("a name");
            sheet.write(row, 3, figure).expect("a figure");
        }
    }
    alter(sheet);
    assess("a.xlsx", &book.save_to_buffer().expect("a workbook"))
}

/// What each filing says of the figure of permits, and by which of the codes that tell what is seen.
fn told(filings: &[Assessment]) -> Vec<(Option<String>, Vec<String>)> {
    let told = |filing: &Assessment| {
        assert!(filing.error.is_none(), "{:?}", filing.error);
        let seen = ["V211", "V212", "S317", "S318"].map(str::to_owned);
        let codes = codes(filing).into_keys().filter(|code| seen.contains(code)).collect();
        (cells(filing)[PERMITS].clone(), codes)
    };
    filings.iter().map(told).collect()
}

fn expected(filings: [(&str, &[&str]); 3]) -> Vec<(Option<String>, Vec<String>)> {
    let one = |(figure, codes): (&str, &[&str])| {
        let codes = codes.iter().map(|code| (*code).to_owned()).collect();
        (Some(figure.to_owned()).filter(|figure| !figure.is_empty()), codes)
    };
    filings.map(one).to_vec()
}

#[test]
fn a_data_set_that_shows_what_it_holds_is_silent() {
    let plain = expected([("10", &[]), ("20", &[]), ("30", &[])]);
    assert_eq!(told(&wide(|_| ())), plain);
    assert_eq!(told(&long(|_| ())), plain);
    let format = Format::new().set_num_format("#,##0\"件\"").set_font_color(0x00FF_0000);
    assert_eq!(told(&wide(|sheet| drop(sheet.write_with_format(2, 2, 20, &format)))), plain);
}

/// 2510000 under 0!.0000"万" is 251.0000万 to whoever looks at it.
#[test]
fn a_number_format_that_shows_another_figure_is_said() {
    let format = Format::new().set_num_format("0!.0000\"万\"");
    let scaled = expected([("10", &[]), ("2510000", &["V211"]), ("30", &[])]);
    assert_eq!(told(&wide(|sheet| drop(sheet.write_with_format(2, 2, 2_510_000, &format)))), scaled);
    assert_eq!(told(&long(|sheet| drop(sheet.write_with_format(3, 3, 2_510_000, &format)))), scaled);
}

#[test]
fn figures_that_are_struck_out_do_not_count_and_are_said() {
    let (plain, struck) = (Format::new(), Format::new().set_font_strikethrough());
    let runs = [(&struck, "88"), (&plain, "123")];
    let part = expected([("10", &[]), ("123", &["V212"]), ("30", &[])]);
    assert_eq!(told(&wide(|sheet| drop(sheet.write_rich_string(2, 2, &runs)))), part);
    let whole = expected([("10", &[]), ("", &["V212"]), ("30", &[])]);
    assert_eq!(told(&wide(|sheet| drop(sheet.write_with_format(2, 2, 20, &struck)))), whole);
    assert_eq!(told(&long(|sheet| drop(sheet.write_with_format(3, 3, 20, &struck)))), whole);
}

/// Whoever strikes out the whole row of an agency takes it off the list; it is said of the last record of the sheet, with
/// the place of the row.
#[test]
fn a_row_that_is_struck_out_is_no_record_and_is_said() {
    let struck = Format::new().set_font_strikethrough();
    for row in 1..=3 {
        let filings = wide(|sheet| {
            sheet.write_with_format(row, 0, AGENCIES[row as usize - 1], &struck).expect("an agency");
            for (column, figure) in (1..).zip([2023, 10 * row, 0]) {
                sheet.write_with_format(row, column, figure, &struck).expect("a figure");
            }
        });
        assert_eq!(filings.len(), 2, "{row}");
        assert_eq!(told(&filings)[1].1, ["S318"], "{row}");
        let said = filings[1].findings.iter().find(|finding| finding.rule.code == "S318").expect("it is said");
        let Detail::Observed(seen) = &said.detail else { panic!("an observation") };
        assert_eq!(seen.printed, format!("{} 2023", AGENCIES[row as usize - 1]));
        assert_eq!(seen.place.as_ref().map(ToString::to_string), Some(format!("Sheet1!A{}", row + 1)));
    }
}

/// Its number in a column of no account may be left; and a name alone that is struck out is that of its figures.
#[test]
fn a_row_that_is_struck_out_but_for_its_number_is_no_record() {
    let struck = Format::new().set_font_strikethrough();
    let filings = wide(|sheet| {
        sheet.write_with_format(1, 0, AGENCIES[0], &struck).expect("an agency");
        for (column, figure) in (1..).zip([2023, 10, 0]) {
            sheet.write_with_format(1, column, figure, &struck).expect("a figure");
        }
        sheet.write(1, 9, 1).expect("a number");
    });
    assert_eq!(filings.len(), 2);
    assert_eq!(told(&filings)[1].1, ["S318"]);
    let filings = wide(|sheet| drop(sheet.write_with_format(1, 0, AGENCIES[0], &struck)));
    let agencies: Vec<_> = filings.iter().filter_map(|filing| filing.agency.as_deref()).collect();
    assert_eq!(agencies, AGENCIES);
}

/// A filter hides rows, and hidden they stay when the workbook is sent on.
#[test]
fn figures_in_hidden_rows_and_columns_are_read_and_said() {
    let row = expected([("10", &[]), ("20", &["S317"]), ("30", &[])]);
    assert_eq!(told(&wide(|sheet| drop(sheet.set_row_hidden(2)))), row);
    assert_eq!(told(&long(|sheet| drop(sheet.set_row_hidden(3)))), row);
    let column = expected([("10", &["S317"]), ("20", &["S317"]), ("30", &["S317"])]);
    assert_eq!(told(&wide(|sheet| drop(sheet.set_column_hidden(2)))), column);
    assert_eq!(
        told(&wide(|sheet| drop(sheet.set_column_hidden(9)))),
        expected([("10", &[]), ("20", &[]), ("30", &[])])
    );
}
