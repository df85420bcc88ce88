//! A blank total hides nothing: what the relations say without it is a relation still.

use gouji::model::{CellIndex, Comparator, Entry, FormEdition};
use gouji::rules::{BlankPolicy, Plan, Side, Values, Verdict};

use crate::slips::{Dice, Matrix, SCALES};
use crate::support::{FORMS, assess, codes, share};

/// Whether some figures for the open cells satisfy all relations: by elimination, modulo a prime that no figure reaches.
fn is_solvable(form: &FormEdition, plan: &Plan, matrix: &Matrix, open: &[CellIndex]) -> bool {
    const PRIME: i128 = 1_000_000_007;
    let power = |mut base: i128, mut exponent: i128| {
        let mut result = 1;
        while exponent > 0 {
            if exponent % 2 == 1 {
                result = result * base % PRIME;
            }
            (base, exponent) = (base * base % PRIME, exponent / 2);
        }
        result
    };
    let mut rows: Vec<Vec<i128>> = Vec::new();
    for edit in plan.printed().filter(|edit| edit.comparison == Comparator::Equal) {
        let mut row = vec![0; open.len() + 1];
        for term in plan.terms(edit).iter().filter(|term| !form.cell(term.cell).alternative) {
            let sign = if term.side == Side::Left { 1 } else { PRIME - 1 };
            if let Some(at) = open.iter().position(|cell| *cell == term.cell) {
                row[at] = (row[at] + sign) % PRIME;
            } else {
                let figure = i128::from(matrix.figures[term.cell.at()]).rem_euclid(PRIME);
                row[open.len()] = (row[open.len()] + sign * figure) % PRIME;
            }
        }
        rows.push(row);
    }
    for at in 0..open.len() {
        let Some(pivot) = rows.iter().position(|row| row[at] != 0) else { continue };
        let pivot = rows.swap_remove(pivot);
        let inverse = power(pivot[at], PRIME - 2);
        for row in &mut rows {
            let times = row[at] * inverse % PRIME;
            for (own, other) in row.iter_mut().zip(&pivot) {
                *own = (*own - times * other % PRIME).rem_euclid(PRIME);
            }
        }
    }
    rows.iter().all(|row| row[open.len()] == 0)
}

/// Random forms, any of their totals blanked, one figure changed or none.
#[test]
fn what_is_violated_without_the_blank_totals_is_found_and_nothing_else() {
    let mut dice = Dice::new(20_261_128);
    let (mut sound, mut broken) = (0, 0);
    for edition in ["2021", "2019"] {
        let form = FORMS.get(edition).expect("an embedded edition");
        let plan = Plan::of(form);
        for case in 0..share(20_000) {
            let mut matrix = Matrix::random(form, &plan, SCALES[case % SCALES.len()], &mut dice);
            if case % 3 > 0 {
                let cell = matrix.cell(dice.roll(matrix.rows.len()), dice.roll(matrix.columns.len()));
                matrix.figures[cell.at()] += 1 + i64::try_from(dice.roll(9)).expect("small");
            }
            let mut transcript = matrix.transcript();
            let mut open = Vec::new();
            let often = 1 + dice.roll(100);
            for (index, cell) in form.each_cell().filter(|(_, cell)| cell.total && !cell.alternative) {
                if cell.table == matrix.table && dice.roll(100) < often {
                    transcript.entries[index.at()] = Some(Entry::blank(None));
                    open.push(index);
                }
            }
            let values = Values::of(form, &transcript, BlankPolicy::Zero).with_totals_made(&plan, form, &transcript);
            let violated =
                plan.edits().iter().any(|edit| matches!(plan.confront(edit, &values), Verdict::Violated { .. }));
            let is_solvable = is_solvable(form, &plan, &matrix, &open);
            assert_eq!(violated, !is_solvable, "{edition} {case}: {} blank", open.len());
            *if violated { &mut broken } else { &mut sound } += 1;
        }
    }
    assert!(sound > share(5_000) && broken > share(5_000), "{sound} {broken}");
}

/// The finding keeps its code and says which total is not there.
#[test]
fn the_sentence_says_which_total_was_left_out() {
    let text = std::fs::read_to_string("fixtures/published/two-years-a-2023.csv").expect("the fixture is text");
    let changed = |label: &str, from: usize, figures: &str| {
        let line = text.lines().filter(|line| line.contains(label)).nth(from).expect("the row");
        let count = line.matches(',').count();
        let head: Vec<&str> = line.split(',').take(count - 6).collect();
        text.replace(line, &format!("{},{figures}", head.join(",")))
    };
    let blank = changed("（七）总计", 0, ",,,,,,");
    assert_eq!(codes(&assess("a.csv", blank.as_bytes())[0]).keys().collect::<Vec<_>>(), ["V210"]);
    let received = blank.lines().find(|line| line.starts_with("一、本年新收")).expect("the row").to_owned();
    let mut figures: Vec<String> = received.split(',').map(str::to_owned).collect();
    let at = figures.len() - 7;
    figures[at] = (figures[at].parse::<u32>().expect("a count") + 2).to_string();
    let wrong = blank.replace(&received, &figures.join(","));
    let filing = &assess("a.csv", wrong.as_bytes())[0];
    let flow = filing.findings.iter().find(|finding| finding.rule.code == "B101").expect("out of balance");
    let message = gouji::render::message(flow, filing, &FORMS, gouji::model::Lang::Zh);
    assert!(message.contains("其中总计“（七）总计”行“自然人”栏未填或不可读，按各项之和"), "{message}");
}
