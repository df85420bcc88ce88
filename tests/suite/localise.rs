//! What arithmetic can see is named, and nothing is called certain that is not.

use crate::slips::{Kind, Result, SINGLES, confusion, published};
use crate::support::FORMS;

#[test]
fn slips_are_named_as_surely_as_arithmetic_allows() {
    for edition in ["2021", "2019"] {
        let form = FORMS.get(edition).expect("an embedded edition");
        let reports = if edition == "2021" { published(&FORMS) } else { Vec::new() };
        let table = confusion(form, &reports, if edition == "2021" { 90 } else { 30 });
        for (kind, tally) in &table {
            let (visible, named) = (tally.visible(), tally.count(&[Result::Only, Result::First]));
            let listed = named + tally.count(&[Result::Listed]);
            let context = format!("{edition} {kind:?} {:?}", tally.results);
            match kind {
                Kind::Clean => assert_eq!(visible, 0, "{context}"),
                _ if SINGLES.contains(kind) => assert_eq!(tally.count(&[Result::Only]), visible, "{context}"),
                Kind::TwoSlips => assert!(100 * named >= 98 * visible, "{context}"),
                Kind::Swapped | Kind::OtherApplicant | Kind::OtherResult | Kind::OneRowDown => {
                    assert_eq!(listed, visible, "{context}");
                }
                _ => {}
            }
            if matches!(kind, Kind::OtherApplicant | Kind::OtherResult | Kind::OneRowDown) {
                assert_eq!(tally.lines_named, visible, "{context}");
            }
            let at_most_two = !matches!(
                kind,
                Kind::ThreeSlips | Kind::ShiftedColumn | Kind::ShiftedRow | Kind::SwappedColumns | Kind::ShiftedRows
            );
            assert!(!at_most_two || tally.count(&[Result::WronglyOnly]) == 0, "{context}");
        }
    }
}
