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
