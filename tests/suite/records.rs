//! Rows of data sets as offices keep them: what is no record, whose a row is, and headers of several rows. Names are
//! invented.

use gouji::diagnosis::{Assessor, Policy};
use gouji::reading::{ReadOptions, Reader};

use crate::dataset::review;
use crate::support::{CATALOGUE, FORMS, assess, codes_in_words};

/// The codes of each filing of a data set that has table 四 only, as `--tables review` asks for them.
fn review_only(text: &str) -> Vec<String> {
    let policy = Policy { tables: vec!["review".to_owned()], ..Policy::default() };
    let assessor = Assessor::new(Reader::new(&FORMS, ReadOptions::default()), CATALOGUE.clone(), policy)
        .expect("every relation has a rule");
    assessor.assess("data.csv", Ok(text.into())).iter().map(codes_in_words).collect()
}

/// The numbers of the columns below the header, and a sample above the first record, are nobody's figures.
#[test]
fn what_counts_the_columns_or_is_a_sample_is_no_record() {
    let agencies = |row: &str| {
        let text = review(&[]).replacen('\n', &format!("\n{row}\n"), 1);
        let filings = assess("data.csv", text.as_bytes());
        filings.iter().map(|filing| filing.agency.clone().unwrap_or_default()).collect::<Vec<_>>()
    };
    let counted = |first: u32| (first..first + 15).map(|at| at.to_string()).collect::<Vec<_>>().join(",");
    let both = ["某县人民政府", "青禾县人民政府"];
    for row in [
        format!("栏次,,,{}", counted(1)),
        format!("甲,乙,丙,{}", counted(1)),
        format!("甲,,,{}", counted(1)),
        format!(",,,{}", counted(1)),
        format!("1,2,3,{}", counted(4)),
        format!("序号,—,—,{}", counted(1)),
        "示例：某某局,2023,,5,0,1,2,8,3,0,0,1,4,0,0,0,0,0".to_owned(),
    ] {
        assert_eq!(agencies(&row), both, "{row}");
    }
    // An agency of an example, one with figures in a row, and a zone.
    for (agency, figures) in [
        ("甲", "5,0,1,2,8,3,0,0,1,4,0,0,0,0,0"),
        ("甲局", &*counted(1)),
        ("示范区管委会", "5,0,1,2,8,3,0,0,1,4,0,0,0,0,0"),
    ] {
        assert_eq!(agencies(&format!("{agency},2023,,{figures}")), [agency, both[0], both[1]]);
    }
    let text = review(&[]).replacen('\n', "\n示例：某某局,2023,,5,0,1,2,8,3,0,0,1,4,0,0,0,0,0\n", 1);
    assert_eq!(review_only(&text), ["S318×1", "-"]);
}
