use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::*;
use crate::forms::Forms;
use crate::model::Layout;
use crate::reading::{ReadOptions, Reader};

fn forms() -> Forms {
    Forms::embedded()
        .and_then(|forms| forms.with_folder(Path::new("fixtures/editions")))
        .expect("the forms keep the laws")
}

fn edition<'f>(forms: &'f Forms, id: &str) -> &'f FormEdition {
    forms.get(id).expect("the edition is there")
}

/// `column+colspan×rowspan words`, a line a row.
fn drawn(table: &PrintedTable) -> Vec<String> {
    let cell = |cell: &PrintedCell| {
        let words = match cell.content {
            Content::Value(_) => "·",
            content => content.words(),
        };
        format!("{}+{}×{} {words}", cell.column, cell.colspan, cell.rowspan)
    };
    table.rows.iter().map(|row| row.cells.iter().map(cell).collect::<Vec<_>>().join(" | ")).collect()
}

fn assert_tiled(table: &PrintedTable, name: &str) {
    let mut covered = BTreeSet::new();
    for (row, printed) in table.rows.iter().enumerate() {
        for cell in &printed.cells {
            for place in (row..row + cell.rowspan)
                .flat_map(|row| (cell.column..cell.column + cell.colspan).map(move |column| (row, column)))
            {
                assert!(covered.insert(place), "{name}: {place:?} is covered twice");
            }
        }
    }
    let all: BTreeSet<_> =
        (0..table.rows.len()).flat_map(|row| (0..table.width).map(move |column| (row, column))).collect();
    assert_eq!(covered, all, "{name}: the cells tile the rectangle");
}

#[test]
fn every_table_of_every_edition_is_tiled_with_each_cell_once() {
    let forms = forms();
    for edition in forms.editions() {
        for table in 0..edition.tables.len() {
            let name = format!("{} {}", edition.id, edition.tables[table].id);
            let printed = PrintedTable::blank(edition, table);
            assert_tiled(&printed, &name);
            let found: Vec<CellIndex> = {
                let mut found: Vec<_> = printed.values().map(|(cell, ..)| cell).collect();
                found.sort_unstable();
                found
            };
            let expected: Vec<CellIndex> = edition
                .each_cell()
                .filter(|(_, cell)| cell.table == table && !cell.alternative)
                .map(|(index, _)| index)
                .collect();
            assert_eq!(found, expected, "{name}");
        }
    }
}

/// Every label as often as the form has it: once, or once a row for the columns of a table printed on one line.
#[test]
fn every_label_is_printed_verbatim() {
    let forms = forms();
    for edition in forms.editions() {
        for (at, table) in edition.tables.iter().enumerate() {
            let mut expected: BTreeMap<&str, usize> = BTreeMap::new();
            for words in table.corner.iter().map(String::as_str) {
                *expected.entry(words).or_default() += 1;
            }
            for block in &table.blocks {
                let times = if block.layout == Layout::OneLine { block.rows.printed().count() } else { 1 };
                for label in
                    block.heading.iter().chain(&block.stub).chain(block.rows.lines.iter().map(|line| &line.label))
                {
                    *expected.entry(label.printed()).or_default() += 1;
                }
                for words in block
                    .measures
                    .first()
                    .map(Label::printed)
                    .into_iter()
                    .chain(block.rows.lines.iter().filter_map(|line| line.measure.as_deref()))
                {
                    *expected.entry(words).or_default() += 1;
                }
                for line in &block.columns.lines {
                    *expected.entry(line.label.printed()).or_default() += times;
                }
            }
            let printed = PrintedTable::blank(edition, at);
            let mut found: BTreeMap<&str, usize> = BTreeMap::new();
            for cell in printed.rows.iter().flat_map(|row| &row.cells) {
                if !cell.content.words().is_empty() && cell.content != Content::Crossed {
                    *found.entry(cell.content.words()).or_default() += 1;
                }
            }
            assert_eq!(found, expected, "{} {}", edition.id, table.id);
        }
    }
}

#[test]
fn the_single_value_of_a_grid_of_four_columns_is_merged_over_three() {
    let forms = forms();
    let table = PrintedTable::blank(edition(&forms, "2021"), 0);
    assert_eq!((table.label_columns, table.width), (1, 4));
    assert_eq!(
        drawn(&table)[..7],
        [
            "0+4×1 第二十条第（一）项",
            "0+1×1 信息内容 | 1+1×1 本年制发件数 | 2+1×1 本年废止件数 | 3+1×1 现行有效件数",
            "0+1×1 规章 | 1+1×1 · | 2+1×1 · | 3+1×1 ·",
            "0+1×1 行政规范性文件 | 1+1×1 · | 2+1×1 · | 3+1×1 ·",
            "0+4×1 第二十条第（五）项",
            "0+1×1 信息内容 | 1+3×1 本年处理决定数量",
            "0+1×1 行政许可 | 1+3×1 ·",
        ]
    );
    let older = PrintedTable::blank(edition(&forms, "2019"), 0);
    assert!(drawn(&older).contains(&"0+1×1 信息内容 | 1+1×1 上一年项目数量 | 2+2×1 本年增/减".to_owned()));
}

#[test]
fn a_tree_of_labels_is_three_columns_under_a_corner_of_three_by_three() {
    let forms = forms();
    let table = PrintedTable::blank(edition(&forms, "2021"), 1);
    assert_eq!((table.label_columns, table.width, table.rows.len()), (3, 10, 28));
    let lines = drawn(&table);
    assert_eq!(
        lines[..3],
        [
            "0+3×3 （本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | 3+7×1 申请人情况",
            "3+1×2 自然人 | 4+5×1 法人或其他组织 | 9+1×2 总计",
            "4+1×1 商业企业 | 5+1×1 科研机构 | 6+1×1 社会公益组织 | 7+1×1 法律服务机构 | 8+1×1 其他",
        ]
    );
    let values = (3..10).map(|column| format!("{column}+1×1 ·")).collect::<Vec<_>>().join(" | ");
    assert_eq!(lines[3], format!("0+3×1 一、本年新收政府信息公开申请数量 | {values}"));
    assert_eq!(lines[5], format!("0+1×22 三、本年度办理结果 | 1+2×1 （一）予以公开 | {values}"));
    assert_eq!(lines[7], format!("1+1×8 （三）不予公开 | 2+1×1 1.属于国家秘密 | {values}"));
    assert_eq!(lines[26], format!("1+2×1 （七）总计 | {values}"));
}

#[test]
fn a_table_on_one_line_has_its_rows_in_the_header() {
    let forms = forms();
    let table = PrintedTable::blank(edition(&forms, "2021"), 2);
    assert_eq!((table.label_columns, table.width, table.rows.len()), (0, 15, 4));
    let lines = drawn(&table);
    assert_eq!(lines[0], "0+5×2 行政复议 | 5+10×1 行政诉讼");
    assert_eq!(lines[1], "5+5×1 未经复议直接起诉 | 10+5×1 复议后起诉");
    assert!(lines[2].starts_with("0+1×1 结果维持 | 1+1×1 结果纠正"));
    assert_eq!(table.rows[3].part, RowPart::Body);
    assert_eq!(table.rows[3].cells.len(), 15);
}

#[test]
fn a_block_with_units_is_a_list_whose_headings_are_crossed_out() {
    let forms = forms();
    let table = PrintedTable::blank(edition(&forms, "2014"), 0);
    assert_eq!((table.label_columns, table.width), (2, 3));
    assert_eq!(
        drawn(&table)[..4],
        [
            "0+1×1 指标 | 1+1×1 单位 | 2+1×1 统计数",
            "0+1×1 一、主动公开情况 | 1+1×1 —— | 2+1×1 ——",
            "0+1×1 （一）主动公开政府信息数（不同渠道和方式公开相同信息计1条） | 1+1×1 条 | 2+1×1 ·",
            "0+1×1 其中：主动公开规范性文件数 | 1+1×1 条 | 2+1×1 ·",
        ]
    );
}

/// Lines that a filing lacks are left out, an undivided group is one line, and the rest still tiles.
#[test]
fn what_a_filing_lacks_is_left_out() {
    let forms = forms();
    let reader = Reader::new(&forms, ReadOptions::default());
    let read = |text: &str| reader.read(text.as_bytes(), None).expect("it reads").remove(0).transcripts.remove(0);
    let whole = std::fs::read_to_string("fixtures/published/undivided-2023.csv").expect("the fixture is text");
    let form = edition(&forms, "2021");

    let undivided = PrintedTable::filed(form, 1, &read(&whole)).expect("the table is there");
    assert_tiled(&undivided, "undivided");
    assert_eq!(undivided.rows.len(), 3 + 23);
    assert!(drawn(&undivided)[23].starts_with("1+2×1 （六）其他处理 | 3+1×1 ·"));

    let without_row = whole.lines().filter(|line| !line.contains("重复申请")).collect::<Vec<_>>().join("\n");
    let shorter = PrintedTable::filed(form, 1, &read(&without_row)).expect("the table is there");
    assert_tiled(&shorter, "a row missing");
    assert_eq!(shorter.rows.len(), 3 + 22);

    let (without_review, _) = whole.split_once("四、政府信息公开行政复议").expect("table 4");
    assert_eq!(PrintedTable::filed(form, 2, &read(without_review)), None);
}

/// Counting off a line works only for a complete one: with a group missing, the rows get their labels.
#[test]
fn an_incomplete_table_on_one_line_is_printed_row_by_row() {
    let forms = forms();
    let reader = Reader::new(&forms, ReadOptions::default());
    let text = "四、政府信息公开行政复议、行政诉讼情况\n,,结果维持,结果纠正,其他结果,尚未审结,总计\n行政复议,,1,0,0,0,1\n行政诉讼,复议后起诉,2,0,0,0,2\n";
    let filing = reader.read(text.as_bytes(), None).expect("it reads").remove(0).transcripts.remove(0);
    let table = PrintedTable::filed(edition(&forms, "2021"), 2, &filing).expect("the table is there");
    assert_tiled(&table, "two groups");
    assert_eq!(
        drawn(&table)[..2],
        [
            "0+2×1  | 2+1×1 结果维持 | 3+1×1 结果纠正 | 4+1×1 其他结果 | 5+1×1 尚未审结 | 6+1×1 总计",
            "0+2×1 行政复议 | 2+1×1 · | 3+1×1 · | 4+1×1 · | 5+1×1 · | 6+1×1 ·",
        ]
    );
}
