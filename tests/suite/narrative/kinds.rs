//! Kinds of sentences that true reports have and that look like contradictions, each beside one that is. The tables are
//! those of `fixtures/narrative/tables.txt`: 34 received (natural persons 30), 2 carried in, 33 processed (12 granted, 5
//! partly, 3 denied, 8 unavailable, 1 not processed, 4 otherwise), 3 carried out; 4 reconsidered, 2 + 1 in court; 3 normative
//! documents issued, 1 repealed.

use super::{narrative_codes, report_with};
use crate::support::assess;

fn holds(texts: &[&str]) {
    for text in texts {
        let filing = assess("a.txt", report_with(text).as_bytes()).remove(0);
        assert_eq!(narrative_codes(&filing), Vec::<&str>::new(), "{text}");
    }
}

fn finds(code: &str, texts: &[&str]) {
    for text in texts {
        let filing = assess("a.txt", report_with(text).as_bytes()).remove(0);
        assert!(narrative_codes(&filing).contains(&code), "{code}: {text}");
    }
}

/// Offices that grant permits count the applications for these too.
#[test]
fn requests_of_another_business_are_not_those_for_information() {
    holds(&[
        "（一）优化审批服务。全年受理申请5210件，办结5200件，按时办结率100%。\n（二）依申请公开。新收申请34件，办结33件。",
        "（一）优化审批服务。全年受理申请5210件，办结5200件，按时办结率100%。",
        "（一）推进政务服务\n全年共受理各类申请5210件，办结申请5200件。\n（二）依申请公开\n收到申请34件。",
        "全年接收企业和群众申请5210件，办结申请5200件。收到政府信息公开申请34件。",
        "收到申请5210件，均为低保救助申请。",
        "行政许可：全年收到申请5210件，受理申请5210件，办结5200件，不予受理0件。新收政府信息公开申请34件。",
    ]);
    finds(
        "N601",
        &[
            "全年收到申请43件，均已办结。",
            "（一）优化审批服务。全年受理申请5210件。\n（二）依申请公开。新收申请43件。",
            "全年接收企业和群众申请5210件。收到政府信息公开申请43件。",
            "全年新收政府信息公开申请43件，主要涉及行政许可、征地补偿等方面。",
        ],
    );
}

/// Offices that report each row of table 3 by applicant: what is split is the figure before.
#[test]
fn a_split_behind_what_was_carried_over_is_of_that() {
    holds(&[
        "全年新收政府信息公开申请34件，结转下年度3件，其中自然人3件，法人或其他组织0件。",
        "全年新收政府信息公开申请34件，上年结转2件，其中自然人2件，法人或其他组织0件。",
        "新收申请34件，结转下年度3件（自然人3件，法人0件）。",
        "新收申请34件（自然人30件，法人4件），上年结转2件（自然人2件）。",
        "新收申请34件。上年结转2件。其中自然人2件。",
        "新收申请34件，上年结转2件，其中自然人32件，法人或其他组织4件。",
    ]);
    finds(
        "N601",
        &[
            "全年新收政府信息公开申请34件，结转下年度3件，其中自然人1件，法人或其他组织0件。",
            "新收申请34件，结转下年度3件（自然人7件）。",
            "新收申请34件，上年结转2件，其中自然人23件。",
            "新收申请34件，上年结转2件，予以公开21件。",
            "新收申请34件，上年结转2件。办结43件。",
        ],
    );
}

/// What became of the requests that came by one way, of one kind of applicant, or over the turn of the year.
#[test]
fn outcomes_of_some_of_the_requests_are_not_those_of_all() {
    holds(&[
        "收到申请34件。网上申请中，予以公开7件；信函申请中，予以公开5件。",
        "收到申请34件。本年新收并办结的申请中，予以公开11件；上年结转的申请中，予以公开1件。",
        "收到申请34件。上年结转申请办理结果：予以公开1件。本年新收申请办理结果：予以公开11件。",
        "收到申请34件；自然人申请中，予以公开9件，部分公开4件。",
        "收到申请34件，同意公开17件（其中部分公开5件），不予公开3件。",
    ]);
    finds(
        "N601",
        &[
            "收到申请34件。办理结果：予以公开21件。",
            "收到申请34件。在收到的政府信息公开申请中，予以公开21件。",
            "收到申请34件。对受理申请的答复结果：予以公开21件，部分公开5件。",
            "网上申请中，予以公开7件。收到申请34件，其中予以公开21件。",
        ],
    );
}

/// What a sentence counts apart is counted together in the tables.
#[test]
fn what_is_told_apart_is_one_figure_of_the_tables() {
    holds(&[
        "全年新收政府信息公开申请34件，其中自然人30件、法人1件、其他组织3件。",
        "新收申请34件（自然人30件，法人3件，其他组织1件），均已答复。",
        "全年新制定规范性文件2件，修订规范性文件1件，废止1件，现行有效8件。",
        "修订规范性文件1件，新制定规范性文件2件，共计制发3件。",
        "全年废止规范性文件0件，宣布失效1件。",
        "全年制定规范性文件4件，其中1件以县政府名义印发。",
        "全年收到申请34件，答复申请28件，不予处理1件，其他处理4件，结转3件。",
        "收到申请34件；已答复28件，因逾期不补正等原因不再处理5件，结转3件。",
        "收到申请34件，被申请行政复议4件，被提起行政诉讼2件，另有复议后诉讼1件。",
        "因政府信息公开引发行政诉讼2件（直接起诉），引发复议后诉讼1件；引发行政复议4件。",
        "收到申请34件，被申请行政复议4件，诉讼2件（一审），1件（二审）。",
        "全年收到信息公开申请37件，其中3件因不属于本机关职责退回平台，纳入统计34件。",
    ]);
    finds(
        "N601",
        &[
            "全年新收政府信息公开申请34件，其中自然人30件、法人3件、其他组织3件。",
            "新收申请34件，其中自然人30件，法人3件。",
            "全年新制定规范性文件2件，修订规范性文件2件。",
            "全年废止规范性文件2件，宣布失效1件。",
            "全年制定规范性文件9件，其中1件以县政府名义印发。",
            "全年收到申请34件，答复申请21件，不予处理1件，其他处理4件。",
            "收到申请34件，被申请行政复议4件，被提起行政诉讼4件，另有复议后诉讼1件。",
            "全年收到信息公开申请49件，其中3件因不属于本机关职责退回平台。",
        ],
    );
}

/// A government decides on reconsideration of what others did; these cases are not of table 4.
#[test]
fn cases_that_a_government_decides_are_not_those_against_it() {
    holds(&[
        "县政府办理行政复议案件126件，其中信息公开类行政复议14件。",
        "作为行政复议机关，全年受理信息公开行政复议14件。",
        "全年审结行政复议案件126件，其中涉及政府信息公开行政复议14件。",
    ]);
    finds(
        "N601",
        &["全年被申请行政复议20件，其中涉及政府信息公开行政复议14件。", "因政府信息公开被申请行政复议14件。"],
    );
}

/// 其中 counts parts of the figure before it; behind a semicolon the sentence goes on with another thing.
#[test]
fn a_list_ends_where_its_sentence_goes_on() {
    holds(&[
        "全年办理行政许可3303件，其中社会组织登记类1651件；行政处罚4265件，其中简易程序1421件；行政强制237件。",
        "全年印发文件126件，其中主动公开80件；印发通知26件。",
        "废止规范性文件1件，其中废止2020年以前规范性文件1件；废止政策性文件12件。",
        "政府网站公开信息625条，微信公众号推送486条，其中转发200条；微博发布236条，抖音发布86条，合计1433条。",
        "发布政务动态320条，其中原创210条；发布通知公告86条；发布政策文件35条，合计441条。",
        "网站发布320条，其中动态210条；微信发布210条，其中原创86条；微博发布90条；总计发布620条。",
        "全年收到依申请公开34件，其中信函3件、当面3件共6件，线上28件。",
        "全年收到申请34件（含上年结转2件共36件）。",
    ]);
    finds(
        "N602",
        &[
            "全年印发文件126件，其中：主动公开80件；依申请公开26件；不予公开10件。",
            "全年印发文件126件，其中主动公开80件，不公开26件；印发通知26件。",
            "全年印发文件126件。其中主动公开80件；不公开26件；依申请公开10件。",
            "政府网站公开信息625条，微信公众号推送486条；微博发布236条，抖音发布86条，合计1533条。",
            "全年收到来信34件，其中信函3件、当面3件共6件，线上23件。",
        ],
    );
}

/// Parts that are not all, or that overlap: the largest columns of a site, one text on two platforms, a part for each whole.
#[test]
fn parts_that_are_not_all_or_overlap_are_no_sum() {
    holds(&[
        "全年主动公开政府信息1200条，其中网站公开1000条，微信公众号公开700条。",
        "全年办理人大代表建议35件、政协委员提案42件，其中公开建议办理结果30件、公开提案办理结果40件。",
        "门户网站全年发布信息356条，其中政务动态210条、通知公告95条。",
        "门户网站全年发布信息356条，其中政务动态210条、通知公告45条、政策文件30条。",
    ]);
    finds(
        "N602",
        &[
            "全年主动公开政府信息1268条，其中网站公开860条，微信公众号公开500条。",
            "门户网站全年发布信息356条，其中政务动态210条、通知公告95条、其他15条。",
            "门户网站全年发布信息356条，其中政务动态210条、通知公告140条。",
        ],
    );
}

/// A sentence that says of what it is a list is not of the requests before it.
#[test]
fn a_list_of_documents_is_not_of_the_requests_before_it() {
    holds(&[
        "收到申请34件，均已答复。对主动公开的文件开展清理，其中予以公开120件，部分公开15件，不予公开12件。",
        "新收申请34件。编制公开事项清单，其中主动公开126项、依申请公开12项、不予公开8项。",
        "办结申请33件。公开建议提案办理结果：予以公开12件，部分公开3件，不予公开2件。",
    ]);
    finds("N602", &["全年收到来信90件。按内容分类，咨询30件，投诉40件，其他25件。"]);
}

/// Figures of several years are looked at in a report of one.
#[test]
fn a_look_at_several_years_is_no_period_of_the_report() {
    holds(&[
        "对2020年1月1日至2023年12月31日期间的依申请公开数据进行统计分析，四年共收到申请140件。",
        "2021年1月1日至2023年12月31日，县民政局信息公开工作情况总体平稳。",
    ]);
    finds(
        "N603",
        &[
            "本报告所列数据的统计期限为2020年1月1日至2023年12月31日。",
            "统计期限：2022年1月1日起至2023年12月31日止。",
            "对2022年1月1日至2022年12月31日的信息公开数据进行统计。",
        ],
    );
}
