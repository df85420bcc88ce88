//! What a page has beside its report: titles, dates and first sentences of other articles.

use super::{narrative_codes, report_with};
use crate::support::assess;

/// The page of a report, with lines above its title and below its signature.
fn page(above: &str, below: &str, sentence: &str, put_up: &str) -> Vec<String> {
    let text = report_with(sentence);
    let (title, body) = text.split_once('\n').expect("a title");
    let paragraphs = |text: &str| {
        let row = |line: &str| format!("<table><tr><td>{}</td></tr></table>", line.replace('|', "</td><td>"));
        let line = |line: &str| if line.contains('|') { row(line) } else { format!("<p>{line}</p>") };
        text.lines().map(line).collect::<String>().replace("</table><table>", "")
    };
    let page = format!(
        "<!DOCTYPE html><html><body>{}<h1>{title}</h1><div>发布时间：{put_up}　来源：云泽县民政局</div>{}{}{}</body></html>",
        paragraphs(above),
        paragraphs(body),
        paragraphs(
            "五、存在的主要问题及改进情况\n公开还不够及时。\n六、其他需要报告的事项\n本年度无其他需要报告的事项。\n云泽县民政局\n2024年1月18日"
        ),
        paragraphs(below)
    );
    let filing = assess("a.html", page.as_bytes()).remove(0);
    assert_eq!((filing.error.is_none(), filing.year), (true, Some(2023)), "{above}{below}");
    narrative_codes(&filing).into_iter().map(str::to_owned).collect()
}

const OTHERS: [&str; 11] = [
    "云泽县民政局2022年政府信息公开工作年度报告\n发布日期：2023-01-20\n云泽县民政局2021年政府信息公开工作年度报告\n发布日期：2022-01-20",
    "云泽县民政局2022年政府信息公开工作年度报告 发布日期：2023-01-20\n云泽县民政局2021年政府信息公开工作年度报告 发布日期：2022-01-20",
    "云泽县民政局2022年政府信息公开工作年度报告 | 2023-01-20\n发布日期 | 2023-01-20",
    "上一篇：云泽县民政局2022年政府信息公开工作年度报告\n发布时间：2023-01-20 08:30",
    "1.云泽县民政局2022年政务公开工作年度报告（发布日期：2023年1月20日）",
    "推荐阅读\n云泽县民政局2022年政府信息公开工作年度报告。全年收到政府信息公开申请86件，办结85件，结转1件。……",
    "热点\n云泽县民政局2022年政府信息公开工作年度报告\n全年收到政府信息公开申请86件，办结85件，结转1件。",
    "青禾县教育局2023年政府信息公开工作年度报告\n全年收到政府信息公开申请86件，办结85件。",
    "云泽县人民政府关于印发养老服务实施方案的通知 发布日期：2023-03-02",
    "关于开展清明祭扫工作的通知\n发布日期：2023-03-02",
    "云泽县人民政府主办\n2023年5月6日\n版权所有",
];

#[test]
fn other_articles_on_a_page_are_not_the_report() {
    let right = "全年收到政府信息公开申请34件。";
    for others in OTHERS {
        for (above, below) in [(others, ""), ("", others), (others, others)] {
            assert_eq!(page(above, below, right, "2024-01-19"), Vec::<String>::new(), "{above} / {below}");
        }
    }
}

/// What the report itself says wrongly is found, whatever stands beside it.
#[test]
fn the_report_between_other_articles_is_read() {
    for others in OTHERS {
        for (above, below) in [(others, ""), ("", others)] {
            let wrong = page(above, below, "全年收到政府信息公开申请43件。", "2024-01-19");
            assert_eq!(wrong, ["N601"], "{above} / {below}");
            let early = page(above, below, "全年收到政府信息公开申请34件。", "2023-10-19");
            assert_eq!(early, ["N604"], "{above} / {below}");
        }
    }
}

/// A report that was signed too early is, whatever date its page has.
#[test]
fn a_signature_before_the_end_of_the_year_is_found() {
    let text = format!("{}\n五、其他事项\n无。\n云泽县民政局\n2023年1月18日\n", report_with("本年度工作平稳。"));
    assert_eq!(
        narrative_codes(&assess("a.txt", text.as_bytes()).remove(0)),
        Vec::<&str>::new(),
        "it may be last year's"
    );
    let stated = text.replace("本年度工作平稳。", "本报告的统计期限为2023年1月1日至2023年12月31日。");
    assert_eq!(narrative_codes(&assess("a.txt", stated.as_bytes()).remove(0)), ["N604"]);
}

/// A sentence that ends in 年度报告 is no title of another article, and words of its own bring the report back.
#[test]
fn a_sentence_about_reports_is_the_reports_own() {
    for sentence in [
        "按时公布2022年度政府信息公开工作年度报告。收到政府信息公开申请37件。",
        "指导各乡镇编制政府信息公开工作年度报告。收到政府信息公开申请37件。",
        "2022年度政府信息公开年报发布及时。\n收到政府信息公开申请37件。",
        "认真总结2022年度政府信息公开工作年度报告。\n收到政府信息公开申请37件。",
        "督促各镇街按时发布政府信息公开年报。\n收到政府信息公开申请37件。",
        "及时编制公布上一年度政府信息公开工作年度报告。\n收到政府信息公开申请37件。",
    ] {
        let filing = assess("a.txt", report_with(sentence).as_bytes()).remove(0);
        assert_eq!(narrative_codes(&filing), ["N601"], "{sentence}");
    }
    let other =
        "青禾县教育局2023年政府信息公开工作年度报告\n全年收到政府信息公开申请86件。\n今年收到政府信息公开申请37件。";
    assert_eq!(page("", other, "收到政府信息公开申请34件。", "2024-01-19"), ["N601"]);
}

/// A report of 2023 with lines above its text and below its last sentence.
fn dated(above: &str, below: &str) -> Vec<String> {
    let stated = "本报告的统计期限为2023年1月1日至2023年12月31日。";
    let text = format!("{}\n五、其他事项\n无其他事项。\n{below}\n", report_with(stated));
    let (title, body) = text.split_once('\n').expect("a title");
    let filing = assess("a.txt", format!("{title}\n{above}\n{body}").as_bytes()).remove(0);
    narrative_codes(&filing).into_iter().map(str::to_owned).collect()
}

#[test]
fn breadcrumbs_and_metadata_are_no_articles() {
    for above in [
        "当前位置：首页 > 政务公开 > 通知公告\n发布日期：2023年12月15日",
        "信息分类：规划计划 发布日期：2023年12月15日",
        "主题分类：通知 | 成文日期：2023年12月15日",
    ] {
        assert_eq!(dated(above, ""), ["N604"], "{above}");
    }
    assert_eq!(dated("", "云泽县民政局\n2024年1月18日\n关于开展清明祭扫工作的通知\n发布日期：2023年3月2日"), [""; 0]);
}

#[test]
fn whoever_signs_dates_the_report() {
    for signer in
        ["云泽县民政局（盖章）", "云泽县民政局。", "云泽县第一中学", "云泽海关", "青山监狱", "实验幼儿园", "综合科"]
    {
        assert_eq!(dated("", &format!("{signer}\n2023年12月18日")), ["N604"], "{signer}");
    }
    assert_eq!(dated("", "云泽县民政局\n2024年1月18日\n发布日期：2023年12月18日"), ["N604"]);
}
