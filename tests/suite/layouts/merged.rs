//! Figures in cells that are merged over several of the form, and cells that are not merged below a label that is.

use crate::support::{assess, cells, codes_in_words};

use super::documents::document;

/// Table 2 as rows of cells, each with the columns it goes over and whether the cell above is merged over it.
type Cell<'t> = (&'t str, usize, bool);

fn table<'t>(regulations: &[Cell<'t>], penalties: Cell<'t>, coercive: Cell<'t>) -> Vec<Vec<Cell<'t>>> {
    let wide = |label: &'t str, figure: Cell<'t>| vec![(label, 1, false), figure];
    let head = |label: &'t str| vec![("信息内容", 1, false), (label, 3, false)];
    let one = |text: &'t str| (text, 1, false);
    vec![
        vec![("某县教育局2023年政府信息公开工作年度报告", 4, false)],
        vec![("第二十条第（一）项", 4, false)],
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"].map(one).to_vec(),
        [&[one("规章")], regulations].concat(),
        ["行政规范性文件", "2", "1", "9"].map(one).to_vec(),
        vec![("第二十条第（五）项", 4, false)],
        head("本年处理决定数量"),
        wide("行政许可", ("11", 3, false)),
        vec![("第二十条第（六）项", 4, false)],
        head("本年处理决定数量"),
        wide("行政处罚", penalties),
        wide("行政强制", coercive),
        vec![("第二十条第（八）项", 4, false)],
        head("本年收费金额（单位：万元）"),
        wide("行政事业性收费", ("5.5", 3, false)),
    ]
}

fn docx(rows: &[Vec<Cell>]) -> Vec<u8> {
    let cell = |(at, (text, wide, is_below)): (usize, &Cell), below: Option<&Vec<Cell>>| {
        let begins = below.and_then(|below| below.get(at)).is_some_and(|below| below.2);
        let down = if *is_below {
            "<w:vMerge/>"
        } else if begins {
            "<w:vMerge w:val=\"restart\"/>"
        } else {
            ""
        };
        let span = format!("<w:tcPr><w:gridSpan w:val=\"{wide}\"/>{down}</w:tcPr>");
        format!("<w:tc>{span}<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
    };
    let row = |(at, row): (usize, &Vec<Cell>)| {
        let cells = row.iter().enumerate().map(|found| cell(found, rows.get(at + 1)));
        format!("<w:tr>{}</w:tr>", cells.collect::<String>())
    };
    document(&format!("<w:tbl>{}</w:tbl>", rows.iter().enumerate().map(row).collect::<String>()))
}

fn html(rows: &[Vec<Cell>]) -> Vec<u8> {
    let below = |row: usize, at: usize| rows.get(row + 1).and_then(|row| row.get(at)).is_some_and(|cell| cell.2);
    let row = |(row, all): (usize, &Vec<Cell>)| {
        let cells = all.iter().enumerate().filter(|(_, cell)| !cell.2);
        let cells = cells.map(|(at, (text, wide, _))| {
            format!("<td colspan={wide} rowspan={}>{text}</td>", 1 + usize::from(below(row, at)))
        });
        format!("<tr>{}</tr>", cells.collect::<String>())
    };
    format!("<table>{}</table>", rows.iter().enumerate().map(row).collect::<String>()).into_bytes()
}

/// The figures of penalties, of coercive measures, and of regulations issued and repealed, and what is found.
fn read(name: &str, bytes: &[u8]) -> (Vec<Option<String>>, String) {
    let filing = assess(name, bytes).remove(0);
    let ids = ["penalties.decisions", "coercive_measures.decisions", "regulations.issued", "regulations.repealed"];
    let all = cells(&filing);
    let figures = ids.iter().map(|id| all.get(&format!("disclosure.{id}")).cloned().flatten());
    (figures.collect(), codes_in_words(&filing).replace("S301×2", "").trim().to_owned())
}

fn each(rows: &[Vec<Cell>]) -> [(Vec<Option<String>>, String); 2] {
    [read("a.docx", &docx(rows)), read("a.html", &html(rows))]
}

#[test]
fn a_figure_over_several_cells_of_the_form_is_of_none() {
    let three = [("1", 1, false), ("0", 1, false), ("7", 1, false)];
    for (figures, codes) in each(&table(&three, ("8", 3, false), ("2", 3, false))) {
        assert_eq!((figures[0].as_deref(), figures[1].as_deref(), codes.as_str()), (Some("8"), Some("2"), ""));
    }
    // Over two rows, and over two columns.
    for (_, codes) in each(&table(&three, ("8", 3, false), ("", 3, true))) {
        assert_eq!(codes, "V201×1");
    }
    for (_, codes) in each(&table(&[("1", 2, false), ("7", 1, false)], ("8", 3, false), ("2", 3, false))) {
        assert_eq!(codes, "V201×1");
    }
}

/// Below a label over three columns a row of three cells may have its figure in any, but not several.
#[test]
fn a_row_that_is_not_merged_below_its_label_has_one_figure() {
    let book = |cells: [&str; 3]| {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        let three = [("1", 1, false), ("0", 1, false), ("7", 1, false)];
        let format = rust_xlsxwriter::Format::new();
        for (row, all) in (0..).zip(table(&three, ("8", 3, false), ("2", 3, false))) {
            let mut column = 0;
            let is_apart = all[0].0 == "行政处罚";
            for (text, wide, _) in if is_apart { &all[..1] } else { &all[..] } {
                let wide = u16::try_from(*wide).expect("a few columns");
                if wide > 1 {
                    sheet.merge_range(row, column, row, column + wide - 1, text, &format).expect("merged");
                } else {
                    sheet.write(row, column, *text).expect("written");
                }
                column += wide;
            }
            for (column, text) in (1..).zip(cells).filter(|(_, text)| is_apart && !text.is_empty()) {
                sheet.write(row, column, text).expect("written");
            }
        }
        read("a.xlsx", &book.save_to_buffer().expect("a workbook"))
    };
    for cells in [["8", "", ""], ["", "8", ""], ["", "", "8"]] {
        let (figures, codes) = book(cells);
        assert_eq!((figures[0].as_deref(), codes.as_str()), (Some("8"), ""), "{cells:?}");
    }
    for cells in [["—", "—", "8"], ["0", "8", "0"], ["8", "1", ""]] {
        assert_eq!(book(cells).1, "S312×1", "{cells:?}");
    }
}

/// What heads a column at the top of a table heads it below too: beside it a blank is one.
#[test]
fn a_column_right_of_the_table_may_be_headed_once() {
    let three = [("1", 1, false), ("0", 1, false), ("7", 1, false)];
    for penalties in ["8", ""] {
        let mut rows = table(&three, (penalties, 3, false), ("2", 3, false));
        for row in &mut rows {
            let is_figures = row.iter().skip(1).any(|cell| cell.0.chars().all(|c| c.is_ascii_digit() || c == '.'));
            match row[0].0 {
                "信息内容" if row.len() == 4 => row.push(("上年数", 1, false)),
                _ if is_figures => row.push(("77", 1, false)),
                _ => {}
            }
        }
        for (figures, codes) in each(&rows) {
            let read: Vec<Option<&str>> = figures.iter().map(Option::as_deref).collect();
            let own = Some(penalties).filter(|figure| !figure.is_empty());
            assert_eq!(read, [own, Some("2"), Some("1"), Some("0")]);
            assert!(codes.contains("S313") && !codes.contains("S312"), "{codes}");
        }
    }
}
