//! Texts that are made to take long.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::of_text;

/// A megabyte of openers, of figures, of brackets and of sentences takes seconds, without optimisation.
#[test]
fn a_megabyte_of_any_opener_is_bounded() {
    const BYTES: usize = 1 << 20;
    let filled = |pattern: &str| pattern.repeat(BYTES / pattern.len());
    let mut growing = String::new();
    while growing.len() < BYTES {
        let sentence = growing.len() % 97;
        growing.push_str("全年收到申请90件。其中");
        (0..sentence).for_each(|part| write!(growing, "第{part}类{part}件，").expect("a string takes any text"));
        growing.push_str("其他1件。\n");
    }
    for (name, text) in [
        ("其中", filled("其中")),
        ("其中 in sentences", filled("其中其中其中1条，其中2条。")),
        ("figures", filled("公开1条、")),
        ("figures in sentences", filled("公开9条，其中1条、2条、3条、4条；5条、6条（7条、8条）。")),
        ("brackets", filled("1条（")),
        ("closing brackets", filled("1条）")),
        ("shares", filled("收到9件，其中1件，占9%，")),
        ("splits", filled("收到40件，其中3件，37件，30件，10件；40件；40件。")),
        ("balances", filled("收到40件，上年结转2件，办结38件，结转下年4件。")),
        ("lists that grow", growing),
    ] {
        let started = Instant::now();
        of_text("a.txt", &format!("全年公开信息12条。\n{text}"));
        assert!(started.elapsed() < Duration::from_secs(20), "{name} took {:?}", started.elapsed());
    }
}
