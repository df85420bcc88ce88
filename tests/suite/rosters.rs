//! Rosters as offices keep them in workbooks: a sheet for the bureaus, one for the townships, and sheets of other things.

use gouji::reading::{Problem, ReadError, ReadOptions, Reader};

use crate::datasheets::book;
use crate::support::FORMS;

const BUREAUS: &str = "单位名称,级别,上级单位\n云泽县民政局,县,云泽县人民政府\n云泽县教育局,县,云泽县人民政府";

/// The agencies on a roster of the bureaus and another sheet.
fn read(name: &str, text: &str) -> Result<Vec<String>, ReadError> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("roster.xlsx");
    std::fs::write(&path, book(&[("部门", BUREAUS), (name, text)])).expect("it is written");
    let roster = Reader::new(&FORMS, ReadOptions::default()).roster(&path)?;
    Ok(roster.members().iter().map(|member| member.name.clone()).collect())
}

/// The townships were passed over, and none of them was ever missed.
#[test]
fn a_sheet_of_townships_is_read_under_its_own_head() {
    for head in ["乡镇街道名称", "镇街名称", "上报单位"] {
        let towns = format!("{head},类别,上级单位\n青禾镇人民政府,乡镇,云泽县人民政府");
        let names = read("乡镇", &towns).expect("it can be read");
        assert_eq!(names, ["云泽县民政局", "云泽县教育局", "青禾镇人民政府"], "{head}");
    }
    // Beside 单位名称 it says where the agency is.
    let names = read("乡镇", "乡镇街道,单位名称\n青禾镇,青禾镇人民政府").expect("it can be read");
    assert_eq!(names[2..], ["青禾镇人民政府"]);
}

#[test]
fn a_sheet_of_agencies_without_a_known_head_is_refused() {
    for text in [
        "哪个镇,类别\n青禾镇人民政府,乡镇\n白石镇人民政府,乡镇",
        "青禾镇,乡镇,云泽县人民政府\n白石乡,乡镇,云泽县人民政府",
        "云泽县审计局\n云泽县司法局",
    ] {
        let error = read("乡镇", text).expect_err("a sheet is not read");
        assert_eq!((error.problem, error.facts["sheet"].as_str()), (Problem::ListSheetUnread, "乡镇"), "{text}");
    }
}

#[test]
fn sheets_of_other_things_beside_a_roster_stay_silent() {
    for (name, text) in [
        ("封面", "填报单位名录\n填报单位：云泽县政府办,,日期：2025年1月5日\n云泽县政务服务管理局"),
        ("填表说明", "一、本名录由云泽县政府办公室维护。\n二、垂直管理的填“是”。"),
        ("联系方式", "科室,姓名,电话\n办公室,张三,05611234567\n政策法规处,李四,05617654321\n机关党委,王五,1"),
        ("片区", "片区,乡镇,片长\n东片,云泽县民政局,张三\n西片,云泽县教育局,李四"),
        ("修改记录", "日期,内容\n2025-01-05,增加一家"),
        ("依据", "发文单位,文号\n国务院办公厅,1\n某省人民政府办公厅,2\n某市人民政府办公室,3"),
        ("代码表", "代码,含义\n1,省级人民政府\n2,市级人民政府\n3,县级人民政府\n4,乡镇人民政府"),
        ("联系人", "科室,姓名\n云泽县教育局办公室,张三\n云泽县融媒体中心,李四\n云泽县档案馆,王五"),
        ("不纳入统计", "以下单位垂直管理\n云泽县税务局\n云泽县气象局\n国家统计局云泽调查队"),
        ("填写说明", "级别,省、市、县、乡\n例,某某县某某局\n例,某某镇人民政府"),
        ("机构改革对照", "原机构,现机构\n云泽县旅游局,云泽县文化和旅游局\n云泽县粮食局,云泽县发展和改革局"),
        ("检查安排", "日期,内容,地点\n1月,动员,云泽县档案局\n2月,培训,云泽县融媒体中心\n3月,初审,网上\n4月,终审,网上"),
        ("空白", ""),
    ] {
        assert_eq!(read(name, text).expect("it can be read").len(), 2, "{name}");
    }
}

/// What stands below a list is none of its agencies: "1家" had not submitted.
#[test]
fn a_foot_of_a_roster_is_no_agency() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("roster.csv");
    for foot in ["合计,2家,", "制表人：张三,填表日期：2024年1月,", "共计,2,", "注：垂直管理单位不在内,,"]
    {
        let text = format!("序号,单位,联系人\n1,云泽县民政局,张\n2,云泽县教育局,李\n{foot}\n");
        std::fs::write(&path, text).expect("it is written");
        let roster = Reader::new(&FORMS, ReadOptions::default()).roster(&path).expect("a roster");
        let names: Vec<_> = roster.members().iter().map(|member| member.name.as_str()).collect();
        assert_eq!(names, ["云泽县民政局", "云泽县教育局"], "{foot}");
    }
}

/// Names of before stand below each other in one cell, agencies with their number, and the list is counted at its end.
#[test]
fn names_are_parted_and_numbers_and_counts_are_no_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("roster.csv");
    let text = "填报单位,曾用名\n1.云泽县文化和旅游局,\"云泽县文化局\n云泽县旅游局\"\n2、云泽县民政局,\n共2家,\n";
    std::fs::write(&path, text).expect("it is written");
    let roster = Reader::new(&FORMS, ReadOptions::default()).roster(&path).expect("a roster");
    let names: Vec<_> = roster.members().iter().map(|member| member.name.as_str()).collect();
    assert_eq!(names, ["云泽县文化和旅游局", "云泽县民政局"]);
    assert_eq!((roster.find("云泽县文化局"), roster.find("云泽县旅游局")), (Some(0), Some(0)));
    for count in ["共 12 家", "共计2个单位", "合计：36家", "（共2家）", "以上共十二家单位"] {
        std::fs::write(&path, format!("单位\n云泽县民政局\n{count}\n")).expect("it is written");
        let roster = Reader::new(&FORMS, ReadOptions::default()).roster(&path).expect("a roster");
        assert_eq!(roster.members().len(), 1, "{count}");
    }
}
