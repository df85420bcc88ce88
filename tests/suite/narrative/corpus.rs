//! Sentences over the tables of one report: what is right and understood, what is wrong, and what only looks so.

use serde::Deserialize;

use super::{narrative_codes, report_with};
use crate::support::assess;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Corpus {
    sentence: Vec<Sentence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentence {
    text: String,
    #[serde(default)]
    finds: Vec<String>,
    #[serde(default)]
    told: usize,
}

/// Each sentence alone in one report: what is found is right, and what is wrong is found.
#[test]
fn the_corpus_has_no_false_alarm_and_hardly_a_miss() {
    let corpus = std::fs::read_to_string("fixtures/narrative/corpus.toml").expect("the corpus is there");
    let corpus: Corpus = toml::from_str(&corpus).expect("the corpus is sound");
    assert!(corpus.sentence.len() >= 60, "{} sentences", corpus.sentence.len());
    let (mut right, mut found, mut wanted, mut understood, mut true_figures) = (0, 0, 0, 0, 0);
    for Sentence { text, finds, told } in &corpus.sentence {
        let filing = assess("a.txt", report_with(text).as_bytes()).remove(0);
        assert_eq!((filing.error.is_none(), filing.checked.violated), (true, 0), "{text}");
        let mut codes = narrative_codes(&filing);
        let mut expected: Vec<&str> = finds.iter().map(String::as_str).collect();
        (found, wanted) = (found + codes.len(), wanted + expected.len());
        if codes != expected || filing.narrated.told < *told {
            println!("{text}\n    found {codes:?}, not {expected:?}; {} told, not {told}", filing.narrated.told);
        }
        expected.retain(|code| {
            let at = codes.iter().position(|found| found == code);
            at.map(|at| codes.remove(at)).is_some()
        });
        right += expected.len();
        true_figures += told;
        understood += filing.narrated.told.min(*told);
    }
    let per_cent = |part: usize, whole: usize| 100 * part / whole;
    println!(
        "{} sentences: precision {} % ({right} of {found}), recall {} % ({right} of {wanted}), true figures understood {} % ({understood} of {true_figures})",
        corpus.sentence.len(),
        per_cent(right, found),
        per_cent(right, wanted),
        per_cent(understood, true_figures),
    );
    assert_eq!(right, found, "precision is 100 %");
    assert!(per_cent(right, wanted) >= 95, "recall is 95 % at least");
    assert!(per_cent(understood, true_figures) >= 95, "true figures are understood");
}

/// The figures of the true sentences, each made two others: almost every one is noticed. 7 more, and its digits the other
/// way round, or 23 more. 发布信息123条，其中动态60条，公告40条 is not: true texts name the largest two columns like that.
#[test]
fn a_changed_figure_of_a_true_sentence_is_noticed() {
    const TEXTS: usize = 120;
    let corpus = std::fs::read_to_string("fixtures/narrative/corpus.toml").expect("the corpus is there");
    let corpus: Corpus = toml::from_str(&corpus).expect("the corpus is sound");
    let understood = corpus.sentence.iter().filter(|sentence| sentence.finds.is_empty() && sentence.told > 0);
    let altered: Vec<String> = understood.flat_map(|sentence| altered(&sentence.text)).take(TEXTS).collect();
    assert_eq!(altered.len(), TEXTS, "there are enough");
    let is_missed =
        |text: &&String| narrative_codes(&assess("a.txt", report_with(text).as_bytes()).remove(0)).is_empty();
    let missed: Vec<&String> = altered.iter().filter(is_missed).collect();
    println!("{} of {TEXTS} altered texts are noticed; not: {missed:#?}", TEXTS - missed.len());
    assert!(TEXTS - missed.len() >= 113);
}

/// A text with each of its figures made others; not those that are approximate, or of a year or day.
fn altered(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut altered = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let end = (at..chars.len()).find(|end| !chars[*end].is_ascii_digit()).unwrap_or(chars.len());
        let is_counted = chars.get(end).is_some_and(|unit| "件条宗份".contains(*unit));
        let is_exact = !matches!(at.checked_sub(1).map(|before| chars[before]), Some('约' | '近' | ',' | '.' | '加'));
        if end > at && is_counted && is_exact {
            let printed: String = chars[at..end].iter().collect();
            let figure: u32 = printed.parse().expect("a figure");
            let turned: String = printed.chars().rev().collect();
            let turned = if turned == printed || turned.starts_with('0') { (figure + 23).to_string() } else { turned };
            for other in [(figure + 7).to_string(), turned] {
                let (before, after): (String, String) = (chars[..at].iter().collect(), chars[end..].iter().collect());
                altered.push(format!("{before}{other}{after}"));
            }
        }
        at = end.max(at + 1);
    }
    altered
}
