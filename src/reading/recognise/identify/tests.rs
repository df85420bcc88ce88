//! What titles, names of files and sheets, and signatures say, as offices write them.

use super::*;

/// What a title says, of a report or of a table.
fn said(previous: Option<&str>, text: &str) -> Option<Title> {
    title(previous, text).map(|title| Title { is_of_form: false, ..title })
}

fn found(agency: &str, year: u16) -> Title {
    Title { agency: Some(agency.to_owned()), year: Some(year), ..Title::default() }
}

#[test]
fn titles_as_offices_write_them() {
    let expected = Some(found("云泽县人民政府", 2023));
    for (previous, text) in [
        (None, "云泽县人民政府2023年政府信息公开工作年度报告"),
        (None, "云泽县人民政府 ２０２３ 年度政府信息公开工作年度报告（公开版）"),
        (None, "关于云泽县人民政府2023年政府信息公开工作年度报告"),
        (None, "2023年云泽县人民政府政府信息公开工作年度报告"),
        (None, "云泽县人民政府政府信息公开工作年度报告（2023年度）"),
        (None, "云泽县人民政府二〇二三年度政府信息公开工作年度报告"),
        (None, "云泽县人民政府2023年政府信息公开年报"),
        (None, "云泽县人民政府政府信息公开工作年度报告（2023）"),
        (None, "2023云泽县人民政府2023年度政府信息公开工作年度报告"),
        (None, "云泽县人民政府关于2023年度政府信息公开工作情况的报告"),
        (None, "云泽县人民政府关于报送2023年度政府信息公开工作年度报告的报告"),
        (None, "关于报送云泽县人民政府2023年政府信息公开工作年度报告的报告"),
        (Some("云泽县人民政府"), "2023年政府信息公开工作年度报告"),
        (Some("2023 年云泽县人民政府政府信息公开工作"), "年度报告"),
        (Some("云泽县人民政府2023年政府信息"), "公开工作年度报告"),
        (Some("云泽县人民政府2023年"), "政府信息公开工作年度报告"),
        (Some("2023年度"), "云泽县人民政府政府信息公开工作年度报告"),
        (None, "附件1：云泽县人民政府2023年政府信息公开工作年度报告"),
        (None, "附件：2023年云泽县人民政府政府信息公开工作年度报告"),
        (None, "附件1 2023年云泽县人民政府政府信息公开工作年度报告"),
        (None, "【年报】云泽县人民政府2023年政府信息公开工作年度报告"),
        (None, "（修订版）云泽县人民政府2023年政府信息公开工作年度报告"),
        (None, "1.云泽县人民政府2023年政府信息公开工作年度报告"),
        (None, "云泽县人民政府2023年政府信息公开工作年度报告 发布时间：2024-01-20"),
        (None, "云泽县人民政府2023年政府信息公开情况汇总表"),
        (None, "云泽县人民政府2023政府信息公开年报"),
        (None, "云泽县人民政府2023年度政务公开工作年度报告"),
        (None, "云泽县人民政府2023年信息公开年度报告"),
        (None, "云泽县人民政府2023年信息公开年报"),
        (None, "云泽县人民政府2023年《政府信息公开工作年度报告》"),
        (None, "《云泽县人民政府2023年政府信息公开工作年度报告》"),
        (None, "2023年政府信息公开工作年度报告——云泽县人民政府"),
        (None, "2023年政府信息公开工作年度报告（云泽县人民政府）"),
        (None, "云泽县人民政府2023年政府信息公开工作年度报告-云泽县人民政府"),
        (None, "2023年政府信息公开工作年度报告_云泽县人民政府"),
        (None, "云泽县人民政府公布2023年政府信息公开工作年度报告"),
        (None, "title: 云泽县人民政府2023年政府信息公开工作年度报告"),
        (None, "主题：云泽县人民政府2023年政府信息公开工作年度报告"),
        (None, "当前位置：首页 » 年报 » 云泽县人民政府2023年政府信息公开工作年度报告"),
    ] {
        assert_eq!(said(previous, text), expected, "{text}");
    }
}

/// What somebody did with a report is a sentence, wherever its line breaks, and a link leads to another.
#[test]
fn a_sentence_about_a_report_and_a_link_to_one_are_no_titles() {
    for text in [
        "（一）按时发布2022年政府信息公开年报",
        "公布2022年政府信息公开工作年度报告",
        "量水，认真编制并按时公布2022年政府信息公开工作年度报告",
        "下一条：某县财政局2024年政府信息公开工作年度报告",
        "上一篇:2022年政府信息公开工作年度报告",
        "相关链接：某县民政局2022年政府信息公开工作年度报告",
        "[上一页] 某县民政局2022年政府信息公开工作年度报告",
        "详见某县民政局2022年政府信息公开工作年度报告",
        "注：上年结转数见某县民政局2022年政府信息公开工作年度报告",
    ] {
        assert_eq!(title(None, text), None, "{text}");
    }
    let above = Some("三、收到和处理政府信息公开申请情况");
    assert_eq!(title(above, "附件下载：某县民政局2023年政府信息公开工作年度报告.xls"), None);
}

/// Reports up to 2018 have their table as an annex with a title of its own.
#[test]
fn the_title_of_a_table_below_that_of_its_report_is_the_agencys() {
    let report = || title(None, "云泽县教育局2023年政府信息公开工作年度报告");
    let below = |text| title(None, text).map(|title| title.below(report())).and_then(|title| title.agency);
    for table in
        ["附件：政府信息公开情况统计表（2023年度）", "2023年度政府信息公开情况统计表", "附件：2023年政府信息公开统计表"]
    {
        assert_eq!(below(table).as_deref(), Some("云泽县教育局"), "{table}");
    }
    for other in ["2022年度政府信息公开情况统计表", "2023年政府信息公开工作年度报告"] {
        assert_eq!(below(other), None, "{other}");
    }
    assert_eq!(below("云泽县民政局2023年政府信息公开统计表").as_deref(), Some("云泽县民政局"));
}

/// A site's heading under the day on which a page was put up is no title of that year.
#[test]
fn lines_that_stand_below_each_other_are_not_always_one_title() {
    for previous in ["2024年1月20日", "发布时间：2024年", "本年收到申请，2023年", "云泽县教育局2022年政府信息公开年报"]
    {
        assert_eq!(said(Some(previous), "政府信息公开工作年度报告"), None, "{previous}");
    }
    for named in ["副本云泽县教育局2023年政府信息公开年报", "复件 附件1云泽县教育局2023年政府信息公开年报"]
    {
        assert_eq!(name(named), found("云泽县教育局", 2023), "{named}");
    }
}

/// Nothing says which of the years the tables are of.
#[test]
fn a_title_of_several_years_names_none() {
    for text in [
        "云泽县教育局2022-2023年政府信息公开工作年度报告",
        "云泽县教育局2022年至2023年政府信息公开工作年度报告",
        "2021、2022、2023年度云泽县教育局政府信息公开工作年度报告",
        "云泽县教育局政府信息公开工作年度报告（2022—2023年）",
        "云泽县教育局关于2022年度和2023年度政府信息公开工作情况的报告",
    ] {
        assert_eq!(
            said(None, text),
            Some(Title { agency: Some("云泽县教育局".to_owned()), ..Title::default() }),
            "{text}"
        );
    }
    assert_eq!(name("云泽县教育局2022-2023").year, None);
    assert_eq!(name("云泽县教育局2023-12").year, Some(2023));
}

/// Nor the year of a document's number, nor that in which it was handed in, where it names its own.
#[test]
fn a_report_is_of_another_year_than_it_is_handed_in() {
    for text in [
        "云泽民发〔2024〕3号-云泽县教育局2023年度统计表",
        "云泽民发[2024]3号云泽县教育局2023年统计表",
        "云泽县教育局2024年上报2023年度报表",
        "云泽县教育局2024年报送2023年年报",
        "云泽县教育局2024年第1次报送2023年度",
        "2024年度上报云泽县教育局2023年度",
        "2024年3号文2023年度云泽县教育局",
        "2024年1月报送云泽县教育局2023年度年报",
        "2024年1月15日上报云泽县教育局2023年统计表",
        "2024.1云泽县教育局2023年统计表",
        "2024-01云泽县教育局2023年报",
        "2024年上报云泽县教育局2023年政府信息公开工作年度报告",
        "云泽民发〔2024〕3号 云泽县教育局2023年政府信息公开工作年度报告",
        "2024年1月15日云泽县教育局2023年政府信息公开工作年度报告",
    ] {
        assert_eq!(name(text), found("云泽县教育局", 2023), "{text}");
    }
    let undated = Title { year: None, ..found("云泽县教育局", 2023) };
    for text in ["云泽民发〔2024〕3号 云泽县教育局", "2024年1月15日云泽县教育局"] {
        assert_eq!(name(text), undated, "{text}");
    }
    let of_two = "云泽县教育局2023年2024年";
    assert_eq!(name(of_two), undated, "nobody knows which");
    // Nothing else names its year.
    for text in ["云泽县教育局2023年填报数据", "2023年上报云泽县教育局", "2023.1云泽县教育局", "云泽县教育局2023-12"]
    {
        assert_eq!(name(text), found("云泽县教育局", 2023), "{text}");
    }
    for label in ["名称：", "信息名称：", "标题：", "题名:"] {
        let titled = format!("{label}云泽县教育局2023年政府信息公开工作年度报告");
        assert_eq!(said(None, &titled), Some(found("云泽县教育局", 2023)), "{titled}");
    }
}

/// Nor that of the form's edition, nor one in the agency's name or of its founding.
#[test]
fn a_year_of_something_else_is_not_the_reports() {
    for (agency, text) in [
        ("云泽市2022年运动会筹备办公室", "云泽市2022年运动会筹备办公室2023年政府信息公开工作年度报告"),
        ("云泽市2022年运动会筹备办公室", "云泽市2022年运动会筹备办公室政府信息公开工作年度报告（2023年度）"),
        ("云泽县民政局", "云泽县民政局（2021年成立）2023年政府信息公开工作年度报告"),
        ("云泽县民政局", "云泽县民政局2023年政府信息公开工作年度报告（2021年版）"),
        ("云泽县民政局", "云泽县民政局2023年政府信息公开情况统计表(2021版)"),
        ("云泽县民政局", "2024年编制的云泽县民政局2023年政府信息公开工作年度报告"),
        ("云泽县民政局", "云泽县民政局2024年编制的2023年政府信息公开工作年度报告"),
        ("云泽县民政局", "2024年云泽县民政局2023年政府信息公开工作年度报告"),
    ] {
        assert_eq!(said(None, text), Some(found(agency, 2023)), "{text}");
    }
    let undated = Title { year: None, ..found("云泽县民政局", 2023) };
    for text in ["云泽县民政局2021年版政府信息公开工作年度报告", "云泽县民政局政府信息公开年报（2021年表式）"]
    {
        assert_eq!(said(None, text), Some(undated.clone()), "{text}");
    }
    assert_eq!(said(None, "云泽县民政局2022年2023年政府信息公开工作年度报告"), Some(undated.clone()));
    for text in ["06-云泽县民政局(2021年表样)", "2021版表_云泽县民政局", "云泽县民政局（2021年成立）"]
    {
        assert_eq!(name(text), undated, "{text}");
    }
    assert_eq!(name("云泽县民政局2023年报（2021版）"), found("云泽县民政局", 2023));
}

/// When a report was put up or handed in is not the year it is of.
#[test]
fn the_year_of_a_date_is_not_the_reports() {
    let undated = Title { year: None, ..found("云泽县教育局", 2023) };
    assert_eq!(said(None, "云泽县教育局政府信息公开工作年度报告（2024年1月发布）"), Some(undated));
    let dated = "云泽县教育局2023年政府信息公开工作年度报告（2024年1月发布）";
    assert_eq!(said(None, dated), Some(found("云泽县教育局", 2023)));
    assert_eq!(name("云泽县教育局-2024年1月报送-2023年报").year, Some(2023));
    for dated in ["2024-01-20云泽县教育局", "2024.1.20云泽县教育局", "云泽县教育局2024年1月20日"] {
        assert_eq!((name(dated).year, name(dated).agency.as_deref()), (None, Some("云泽县教育局")), "{dated}");
    }
}

#[test]
fn an_office_behind_the_title_is_the_countys() {
    for title_of in
        ["云泽县2023年政府信息公开工作年度报告统计表（教育局）", "云泽县2023年政府信息公开年报（云泽县教育局）"]
    {
        assert_eq!(said(None, title_of), Some(found("云泽县教育局", 2023)), "{title_of}");
    }
}

/// What stands behind a title need not be an agency.
#[test]
fn a_site_or_a_kind_of_bodies_behind_the_title_is_no_agency() {
    for behind in ["——云泽县人民政府门户网站", "（乡镇街道）", "-县人民政府", "（送审稿）"]
    {
        let agency = said(None, &format!("2023年政府信息公开工作年度报告{behind}")).and_then(|title| title.agency);
        assert_eq!(agency, None, "{behind}");
    }
}

#[test]
fn half_a_year_is_no_year() {
    let half = Title { is_of_part: true, ..found("云泽县教育局", 2023) };
    assert_eq!(said(None, "云泽县教育局2023年上半年政府信息公开情况统计表"), Some(half.clone()));
    for of_months in ["云泽县教育局2023年1-6月政府信息公开统计表", "云泽县教育局2023年12月政府信息公开统计表"]
    {
        assert_eq!(said(None, of_months), Some(half.clone()), "{of_months}");
    }
    let dated = said(None, "云泽县教育局2023年12月31日政府信息公开年报");
    assert_eq!(dated, Some(found("云泽县教育局", 2023)));
}

#[test]
fn the_years_of_a_plan_are_not_those_of_the_report() {
    for text in [
        "云泽县教育局“十四五”（2021-2025）规划2023年政府信息公开工作年度报告",
        "云泽县教育局“十四五”（2021—2025年）规划2023年政府信息公开工作年度报告",
        "云泽县教育局2023年政府信息公开工作年度报告（2021-2025）",
        "云泽县教育局2023-2023年政府信息公开工作年度报告",
    ] {
        assert_eq!(said(None, text).and_then(|title| title.year), Some(2023), "{text}");
    }
    assert_eq!(name("云泽县教育局2021-2025规划2023年").year, Some(2023));
}

#[test]
fn a_sentence_is_no_title() {
    for text in [
        "2023年，我局认真做好政府信息公开工作。",
        "三、收到和处理政府信息公开申请情况",
        "年度报告",
        "各单位于2023年编制了《政府信息公开工作年度报告》",
    ] {
        assert_eq!(said(None, text), None, "{text}");
    }
    assert_eq!(said(Some("政府信息公开情况统计表（2016年度）"), "填报单位（盖章）：白石市民政局"), None);
}

#[test]
fn a_signature_names_the_agency() {
    let agency = Some("白石市民政局".to_owned());
    assert_eq!(signature(Some("白石市民政局"), "2022年1月6日"), agency);
    assert_eq!(signature(Some("特此报告。"), "2022年1月6日"), None);
}

#[test]
fn a_file_name_gives_what_it_has() {
    assert_eq!(name("云泽县人民政府2023年报"), found("云泽县人民政府", 2023));
    assert_eq!(name("附件1-2022_青禾区教育局"), found("青禾区教育局", 2022));
    for of_file in ["云泽县审计局（终稿）", "2023云泽县审计局(修改后)", "01.云泽县审计局（盖章）2023年"]
    {
        assert_eq!(name(of_file).agency.as_deref(), Some("云泽县审计局"), "{of_file}");
    }
    assert_eq!(name("suqian-2023"), Title { year: Some(2023), ..Title::default() });
    assert_eq!(name("Sheet1"), Title::default());
    for text in [
        "政府信息公开工作年度报告（2023）云泽县教育局",
        "政府信息公开工作年度报告（2023）-云泽县教育局",
        "政府信息公开年报(2023)_云泽县教育局",
        "附件1：政府信息公开工作年度报告（2023）云泽县教育局",
        "附件1：云泽县教育局2023年政府信息公开工作年度报告",
        "01云泽县教育局政府信息公开工作年度报告（2023）",
        "2023-2023云泽县教育局",
        "云泽县教育局（2023-2023）政府信息公开年报",
    ] {
        assert_eq!(name(text), found("云泽县教育局", 2023), "{text}");
    }
    let of_several = Title { agency: Some("云泽县教育局".to_owned()), ..Title::default() };
    assert_eq!(name("云泽县教育局（2022-2023年）政府信息公开年报"), of_several);
    assert_eq!(name("110指挥中心2023年政府信息公开年报"), found("110指挥中心", 2023));
}

#[test]
fn the_only_year_of_a_title_is_the_reports_and_a_new_name_is_whole() {
    for (text, agency, year) in [
        ("云泽县教育局2023年版政府信息公开工作年度报告", "云泽县教育局", Some(2023)),
        ("云泽县教育局政府信息公开统计表（2023年格式）", "云泽县教育局", Some(2023)),
        ("云泽县教育局2021年版政府信息公开工作年度报告", "云泽县教育局", None),
        ("云泽县教育局2023年设立政府信息公开工作年度报告", "云泽县教育局", Some(2023)),
        ("2023年版纳州教育局政府信息公开工作年度报告", "版纳州教育局", Some(2023)),
        ("2023年更名后的云泽县数据局政府信息公开工作年度报告", "云泽县数据局", Some(2023)),
        ("2023年设立的云泽县数据局政府信息公开工作年度报告", "云泽县数据局", Some(2023)),
        ("2022年更名为云泽县教体局2023年政府信息公开工作年度报告", "云泽县教体局", Some(2023)),
    ] {
        let expected = Title { agency: Some(agency.to_owned()), year, ..Title::default() };
        assert_eq!(said(None, text), Some(expected), "{text}");
    }
}

#[test]
fn the_field_of_an_agency_may_have_a_year() {
    for field in [
        "云泽县教育局2023年",
        "云泽县教育局2023年度",
        "云泽县教育局 2023",
        "云泽县教育局（2023年）",
        "云泽县教育局-２０２３年",
        "2023年云泽县教育局",
        "2023 云泽县教育局",
        "云泽县教育局二〇二三年",
    ] {
        assert_eq!(dated_name(field), Some(("云泽县教育局".to_owned(), 2023)), "{field}");
    }
    assert_eq!(dated_name("城关2023年"), Some(("城关".to_owned(), 2023)));
    for field in [
        "云泽县教育局",
        "2022年运动会筹备办公室",
        "云泽县教育局2023年上半年",
        "云泽县教育局2023年12月",
        "云泽县教育局2022-2023年",
        "合计2023年",
        "2023年",
        "110指挥中心",
        "2024年1月云泽县教育局",
        "云泽县1958年",
    ] {
        assert_eq!(dated_name(field), None, "{field}");
    }
}
