//! Prints in many kinds: papers, sizes, fonts and layouts, by Chromium and `LibreOffice` where they are installed, each read to the
//! cells that were typed. Labels wrap over as many lines as there is room for, and pages cut rows and groups where they end.

use std::fs;
use std::path::{Path, PathBuf};

use crate::layouts::Report;
use crate::support::{assess_file, codes_in_words, differences, other_program, share};

/// Paper as a style sheet says it, in millimetres, and the sizes of letters with which the tables fit on it.
const PAPERS: &[(&str, &str, [&str; 3])] = &[
    ("a4", "210mm 297mm", ["8pt", "10.5pt", "13pt"]),
    ("a4-landscape", "297mm 210mm", ["8pt", "12pt", "15pt"]),
    ("a3", "297mm 420mm", ["9pt", "12pt", "16pt"]),
    ("a3-landscape", "420mm 297mm", ["10pt", "14pt", "18pt"]),
    ("a5", "148mm 210mm", ["6pt", "7pt", "8pt"]),
    ("letter", "216mm 279mm", ["8pt", "11pt", "13pt"]),
];

const REPORTS: [&str; 2] = ["two-years-a-2023", "two-years-a-2024"];

/// A page to print: its name, its text, and which report it holds.
fn pages() -> Vec<(String, String, usize)> {
    // Where words cannot be broken, a table is wider than its paper.
    let reports = REPORTS.map(|name| Report::load(name).page().replace("&nbsp;", ""));
    let mut pages = Vec::new();
    for (paper, size, letters) in PAPERS {
        for letter in letters {
            for (font, layout) in [("serif", "merged"), ("sans-serif", "flat"), ("serif", "flat")] {
                let report = pages.len() % REPORTS.len();
                let style = format!(
                    "<style>@page{{size:{size};margin:15mm}}*{{font-family:{font};font-size:{letter}}}\
                     table{{border-collapse:collapse;width:100%}}td{{border:1px solid #000;padding:1px}}</style>"
                );
                let table = "<table border=\"1\" cellspacing=\"0\" width=\"100%\"";
                let mut page = reports[report].replace("<table", table);
                if layout == "flat" {
                    page = without_spans(&page);
                }
                let name = format!("{paper}-{letter}-{font}-{layout}");
                pages.push((name, format!("<!DOCTYPE html><meta charset=\"utf-8\">{style}{page}"), report));
            }
        }
    }
    pages
}

/// The page with every cell in one column: figures stand right behind their labels, as in tables that were copied.
fn without_spans(page: &str) -> String {
    let mut parts = page.split(" colspan=");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| out + part.trim_start_matches(|c: char| c.is_ascii_digit()))
}

/// Every n-th page, as long a run as is asked for.
fn asked_for() -> Vec<(String, String, usize)> {
    let pages = pages();
    let step = pages.len() / share(pages.len()).min(pages.len());
    pages.into_iter().step_by(step.max(1)).collect()
}

fn write(folder: &Path, pages: &[(String, String, usize)]) -> Vec<PathBuf> {
    let path = |name: &str| folder.join(format!("{name}.html"));
    for (name, text, _) in pages {
        fs::write(path(name), text).expect("a folder to write into");
    }
    pages.iter().map(|(name, ..)| path(name)).collect()
}

/// Every cell is right, and nothing is said but what the text says of itself.
fn judge(print: &Path, name: &str, report: usize) {
    let filings = assess_file(print);
    assert_eq!(filings.len(), 1, "{name}");
    let said = codes_in_words(&filings[0]);
    assert_eq!(differences(&filings[0], &Report::load(REPORTS[report]).filing), "", "{name}: {said}");
    let is_note = |code: &str| code.starts_with("S307") || code.starts_with("V209") || code == "-";
    assert!(said.split(' ').all(is_note), "{name}: {said}");
}

#[test]
fn what_chromium_prints_reads_to_what_was_typed() {
    if other_program("chromium", &["--version"]).is_none() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let pages = asked_for();
    for (source, (name, _, report)) in write(folder.path(), &pages).iter().zip(&pages) {
        let print = source.with_extension("pdf");
        let arguments = [
            "--headless".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--no-pdf-header-footer".to_owned(),
            format!("--user-data-dir={}", folder.path().join("profile").display()),
            format!("--print-to-pdf={}", print.display()),
            format!("file://{}", source.display()),
        ];
        let output = other_program("chromium", &arguments.each_ref().map(String::as_str)).expect("it is installed");
        assert!(print.is_file(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        judge(&print, name, *report);
    }
}

#[test]
fn what_libreoffice_prints_reads_to_what_was_typed() {
    if other_program("soffice", &["--version"]).is_none() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    // On so small a paper Writer makes a table wider than it, and cuts it off.
    let pages: Vec<_> = asked_for().into_iter().filter(|(name, ..)| !name.starts_with("a5")).collect();
    let sources = write(folder.path(), &pages);
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let place = folder.path().display().to_string();
    let mut arguments = vec![&*profile, "--headless", "--convert-to", "pdf:writer_web_pdf_Export", "--outdir", &*place];
    let paths: Vec<String> = sources.iter().map(|source| source.display().to_string()).collect();
    arguments.extend(paths.iter().map(String::as_str));
    other_program("soffice", &arguments).expect("it is installed");
    for (source, (name, _, report)) in sources.iter().zip(&pages) {
        judge(&source.with_extension("pdf"), name, *report);
    }
}
