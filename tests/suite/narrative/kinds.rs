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
