//! How surely and how fast the wrong cells are named: a table over kinds of slips, with a fixed seed.
//!
//! `cargo bench --bench slips`; `cargo bench --bench slips -- 1000` for so many cases of each kind.

#![allow(missing_docs, clippy::print_stdout)]

#[path = "../suite/slips.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod slips;

use std::fmt::Write as _;
use std::time::Instant;

use gouji::diagnosis::{Evidence, localise};
use gouji::forms::Forms;
use gouji::rules::{BlankPolicy, Plan};
use slips::{Dice, Kind, Matrix, Result, SCALES, confusion, published};

fn main() {
    let forms = Forms::embedded().expect("the embedded forms keep the laws");
    let form = forms.get("2021").expect("an embedded edition");
    let cases = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(180_usize);
    println!(
        "Matrices of table 3, edition 2021: random at scales {SCALES:?} and of published reports; {cases} of each kind."
    );
    println!("named: the truth first, with its right values. lot: what a pick among the listed would name.\n");
    println!(
        "{:<17} {:>5} {:>6} {:>7} {:>7} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>9}",
        "slip", "seen", "hidden", "named", "lot", "only", "first", "listed", "fewer", "wrong", "none", "median"
    );
    for (kind, tally) in confusion(form, &published(&forms), cases) {
        let visible = tally.visible();
        let count = |result| tally.count(&[result]);
        let percent = |part: usize| {
            100.0 * f64::from(u32::try_from(part).unwrap_or(0)) / f64::from(u32::try_from(visible.max(1)).unwrap_or(1))
        };
        let named = tally.count(&[Result::Only, Result::First]);
        let lot = usize::try_from(tally.by_lot / 1_000_000).unwrap_or(0);
        println!(
            "{:<17} {:>5} {:>6} {:>6.1}% {:>6.1}% {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6.1} µs",
            format!("{kind:?}"),
            visible,
            count(Result::Invisible),
            percent(named),
            percent(lot),
            count(Result::Only),
            count(Result::First),
            count(Result::Listed),
            count(Result::Smaller),
            count(Result::WronglyOnly) + count(Result::Missed),
            count(Result::Unexplained),
            micros(tally.median()),
        );
    }
    hopeless(&forms);
    batch(&forms);
}

/// A matrix of nothing but noise.
fn hopeless(forms: &Forms) {
    let form = forms.get("2021").expect("an embedded edition");
    let plan = Plan::of(form);
    for wrong in [4, 6, 10, 40, 175] {
        let mut dice = Dice::new(7);
        let mut times: Vec<u128> = (0..60)
            .map(|_| {
                let mut matrix = Matrix::random(form, &plan, 150, &mut dice);
                for _ in 0..wrong {
                    let cell = matrix.cell(dice.roll(25), dice.roll(7));
                    matrix.figures[cell.at()] += i64::try_from(1 + dice.roll(90)).unwrap_or(1);
                }
                let transcript = matrix.transcript();
                let begin = Instant::now();
                std::hint::black_box(localise(form, &plan, &transcript, BlankPolicy::Zero, &Evidence::default()));
                begin.elapsed().as_nanos()
            })
            .collect();
        times.sort_unstable();
        println!(
            "{wrong:>3} cells wrong at random: median {:.2} ms, longest {:.2} ms",
            micros(times[30]) / 1e3,
            micros(times[59]) / 1e3
        );
    }
}

/// Ten thousand filings, with no slip and with a slip in every fifth.
fn batch(forms: &Forms) {
    let form = forms.get("2021").expect("an embedded edition");
    let plan = Plan::of(form);
    let kinds =
        [Kind::Transposed, Kind::DroppedDigit, Kind::WrongDigit, Kind::OffByOne, Kind::TwoSlips, Kind::OtherApplicant];
    let mut dice = Dice::new(11);
    let clean: Vec<String> = (0..200).map(|_| csv(form, &Matrix::random(form, &plan, 150, &mut dice))).collect();
    let faulty: Vec<String> = (0..200)
        .map(|at| {
            let matrix = Matrix::random(form, &plan, 150, &mut dice);
            let slipped = if at % 5 == 0 { kinds[at / 5 % kinds.len()].slip(&matrix, &mut dice) } else { None };
            csv(form, &slipped.unwrap_or(matrix))
        })
        .collect();
    let catalogue = gouji::rules::Catalogue::embedded().expect("the records are sound");
    let reader = gouji::reading::Reader::new(forms, gouji::reading::ReadOptions::default());
    let assessor =
        gouji::diagnosis::Assessor::new(reader, catalogue, gouji::diagnosis::Policy::default()).expect("rules");
    let time = |files: &[String]| {
        let begin = Instant::now();
        for text in files.iter().cycle().take(10_000) {
            std::hint::black_box(assessor.assess("table.csv", Ok(text.clone().into_bytes())));
        }
        begin.elapsed().as_secs_f64()
    };
    let (without, with) = (time(&clean), time(&faulty));
    println!(
        "\n10,000 filings: {without:.2} s without a slip, {with:.2} s with one in five: {:.2} times",
        with / without
    );
}

/// Table 三 as CSV.
fn csv(form: &gouji::model::FormEdition, matrix: &Matrix) -> String {
    let block = &form.tables[1].blocks[0];
    let mut text =
        "三、收到和处理政府信息公开申请情况\n,自然人,商业企业,科研机构,社会公益组织,法律服务机构,其他,总计\n"
            .to_owned();
    for (at, row) in block.rows.printed().enumerate() {
        let figures: Vec<String> =
            (0..7).map(|column| matrix.figures[matrix.cell(at, column).at()].to_string()).collect();
        let _ = writeln!(text, "{},{}", block.rows.lines[row].label, figures.join(","));
    }
    text
}

fn micros(nanoseconds: u128) -> f64 {
    f64::from(u32::try_from(nanoseconds).unwrap_or(u32::MAX)) / 1e3
}
