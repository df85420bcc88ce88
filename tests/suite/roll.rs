//! The roll call: whom a filing is of that does not call itself as the roster does.

use std::fs;
use std::process::Command;

use serde_json::Value;

/// What the roll call says of filings of these agencies, against members with a parent each.
fn called(agencies: &[&str], roster: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let rows: Vec<_> = agencies.iter().map(|agency| format!("{agency},2023,1")).collect();
    let table = format!("agency,year,review.reconsideration.total\n{}\n", rows.join("\n"));
    fs::write(folder.path().join("a.csv"), table).expect("written");
    let members: Vec<_> = roster.iter().map(|(name, parent)| format!("{name},{parent}")).collect();
    fs::write(folder.path().join("r.csv"), format!("agency,parent\n{}\n", members.join("\n"))).expect("written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    let arguments = ["check", "--format", "json", "a.csv", "--roster", "r.csv", "--select", "A"];
    let run = command.current_dir(folder.path()).args(arguments).output().expect("gouji runs");
    let report: Value = serde_json::from_slice(&run.stdout).expect("a report");
    let findings = report["findings"].as_array().expect("a list").iter();
    let mut codes: Vec<_> = findings.filter_map(|one| one["code"].as_str().map(str::to_owned)).collect();
    codes.sort();
    codes
}

const COUNTY: &str = "云泽县人民政府";

#[test]
fn an_agency_that_leaves_out_its_county_or_is_called_in_short_is_not_missing() {
    for (agency, member) in [
        ("县民政局", "云泽县民政局"),
        ("民政局", "云泽县民政局"),
        ("云泽县民政局", "县民政局"),
        ("县政府办", "云泽县人民政府办公室"),
        ("云泽县发展改革局", "云泽县发展和改革局"),
        ("县发改局", "云泽县发展和改革局"),
        ("云泽县经济开发区管委会", "云泽县经济开发区管理委员会"),
        ("云泽县城关镇政府", "云泽县城关镇人民政府"),
        ("城关镇", "云泽县城关镇人民政府"),
        ("东风街道", "云泽县东风街道办事处"),
    ] {
        assert_eq!(called(&[agency], &[(member, COUNTY)]), [""; 0], "{agency}, {member}");
    }
}

#[test]
fn a_name_that_fits_several_or_another_county_is_nobodys() {
    let two = [("云泽县民政局", COUNTY), ("白石县民政局", "白石县人民政府")];
    assert_eq!(called(&["县民政局"], &two), ["A502", "A502", "A504"]);
    for (agency, member) in [
        ("白石县民政局", "云泽县民政局"),
        ("市民政局", "云泽县民政局"),
        ("云泽县", COUNTY),
        ("云泽县人民政府办公室", COUNTY),
        ("云泽县发展和改革委员会", "云泽县发展和改革局"),
        ("云泽县财政局", "云泽县民政局"),
    ] {
        assert_eq!(called(&[agency], &[(member, COUNTY)]), ["A502", "A504"], "{agency}, {member}");
    }
    // On the list of a city it may be any county's, even where one alone is listed; but not what has the name of the place.
    let city = [("白石市教育局", "白石市人民政府"), ("白石市云泽县教育局", "白石市人民政府")];
    assert_eq!(called(&["白石市教育局", "教育局"], &city), ["A502", "A504"]);
    let two = [("云泽县财政局", COUNTY), ("青禾县民政局", "青禾县人民政府")];
    assert_eq!(called(&["云泽县财政局", "县民政局"], &two), ["A502", "A504"]);
    assert_eq!(called(&["云泽县财政局", "青禾县民政局"], &two), [""; 0]);
    // The county's own government reports to the city's.
    let own = [(COUNTY, "白石市人民政府"), ("云泽县民政局", COUNTY)];
    assert_eq!(called(&[COUNTY, "县民政局"], &own), [""; 0]);
    // Its own name goes before.
    assert_eq!(called(&["县民政局", "云泽县民政局"], &[("县民政局", ""), ("云泽县民政局", COUNTY)]), [""; 0]);
}

/// The superior's own filing is there, whether it is checked or only held against the others.
#[test]
fn a_superior_that_is_named_for_the_sum_has_submitted() {
    let folder = tempfile::tempdir().expect("a folder");
    let table = |rows: &str| format!("agency,year,disclosure.permits.decisions\n{rows}\n");
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    put("parts.csv", &table("云泽县民政局,2023,3\n云泽县教育局,2023,4"));
    put("whole.csv", &table(&format!("{COUNTY},2023,7")));
    put("last.csv", &table(&format!("{COUNTY},2022,7")));
    put("both.csv", &table("云泽县民政局,2022,3\n云泽县民政局,2023,3\n云泽县教育局,2023,4\n云泽县教育局,2023,5"));
    put("r.csv", &format!("agency,parent\n{COUNTY},\n云泽县民政局,{COUNTY}\n云泽县教育局,{COUNTY}\n"));
    let check = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
        let fixed = ["check", "parts.csv", "--roster", "r.csv", "--select", "A"];
        command.current_dir(folder.path()).args(fixed).args(arguments).output().expect("gouji runs")
    };
    let said = |arguments: &[&str]| {
        String::from_utf8(check(&[arguments, &["--format", "concise"]].concat()).stdout).expect("UTF-8")
    };
    assert!(said(&[]).contains("A502"), "without it nobody knows");
    assert_eq!(said(&["--aggregate", "whole.csv"]), "");
    assert_eq!(said(&["whole.csv", "--aggregate", "whole.csv"]), "", "once named and once checked is not twice");
    assert!(said(&["--aggregate", "last.csv"]).contains("没有 2023 年度的报表"), "of another year");
    let letters = check(&["--aggregate", "whole.csv", "--format", "notice"]);
    assert!(!String::from_utf8_lossy(&letters.stdout).contains(COUNTY));

    let refused = check(&["--aggregate", "both.csv"]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(2));
    assert!(said.contains("2023 年有 3 份报表（云泽县民政局、云泽县教育局）"), "{said}");
}

/// One agency became two, and both have it for what they were called before: the list was refused for a name that stood on it
/// once. A filing under that name is neither's.
#[test]
fn a_former_name_of_several_is_nobodys() {
    const TWO: &str = "云泽县卫生健康局,云泽县卫生和计划生育局\n云泽县医疗保障局,云泽县卫生和计划生育局\n";
    let folder = tempfile::tempdir().expect("a folder");
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    let check = |agencies: &[&str], roster: &str| {
        let rows = agencies.iter().map(|agency| format!("{agency},2023,1\n")).collect::<Vec<_>>().concat();
        put("a.csv", &format!("agency,year,review.reconsideration.total\n{rows}"));
        put("r.csv", &format!("agency,former\n{roster}"));
        let mut gouji = Command::new(env!("CARGO_BIN_EXE_gouji"));
        let arguments = ["check", "--format", "json", "a.csv", "--roster", "r.csv", "--select", "A"];
        let run = gouji.current_dir(folder.path()).args(arguments).output().expect("gouji runs");
        let report: Value = serde_json::from_slice(&run.stdout).unwrap_or_default();
        let findings = report["findings"].as_array().cloned().unwrap_or_default();
        let mut codes: Vec<_> = findings.iter().filter_map(|one| one["code"].as_str().map(str::to_owned)).collect();
        codes.sort();
        (codes, String::from_utf8_lossy(&run.stderr).into_owned())
    };
    let (now, before) = (["云泽县卫生健康局", "云泽县医疗保障局"], "云泽县卫生和计划生育局");
    assert_eq!(check(&now, TWO).0, [""; 0]);
    assert_eq!(check(&[before, now[0]], TWO).0, ["A502", "A504"]);
    // Of three it is nobody's either, and in short as little.
    let three = format!("{TWO}云泽县计生协会,云泽县卫生和计划生育局\n");
    assert_eq!(check(&[before, now[0], now[1]], &three).0, ["A502", "A504"]);
    assert_eq!(check(&["云泽县卫计局", now[0]], TWO).0, ["A502", "A504"]);
    // The name of a body that stands on the list is its own.
    for refused in [
        format!("{TWO}{before},\n"),
        format!("{before},\n{TWO}"),
        format!("{},\n{TWO}", now[0]),
        format!("{before},\n云泽县医疗保障局,{before}\n"),
    ] {
        let (codes, said) = check(&now, &refused);
        assert!(codes.is_empty() && said.contains("出现两次"), "{refused}: {said}");
    }
}

/// A list ends with its total, and some rosters do too: that is nobody who submits, be it once or in every file.
#[test]
fn a_total_is_no_agency() {
    for total in ["合计", "小计", "平均值", "上年数", "其中：县直部门"] {
        let one = [("云泽县民政局", COUNTY)];
        assert_eq!(called(&["云泽县民政局", total, total], &one), [""; 0], "{total}");
        let with_total = [("云泽县民政局", COUNTY), (total, "")];
        assert_eq!(called(&["云泽县民政局", total, total], &with_total), [""; 0], "{total}");
    }
}
