//! A piece of a file that comes again and again, up to a quarter of a megabyte: whatever takes more time than its length explains.
//! The mutant is three pieces with `0xFF` between them: front, what is repeated, back.
#![no_main]

const LENGTH: usize = 1 << 18;

libfuzzer_sys::fuzz_target!(|mutant: &[u8]| {
    let mut pieces = mutant.splitn(3, |byte| *byte == 0xFF);
    let [front, again, back] = std::array::from_fn(|_| pieces.next().unwrap_or_default());
    let times = if again.is_empty() { 0 } else { LENGTH / again.len() };
    let bytes = [front, &again.repeat(times), back].concat();
    // A binary stream cannot be told from text by its first byte alone: the first byte of the mutant is the container.
    let Some((container, rest)) = bytes.split_first() else { return };
    let part = |package: &laws::Package| package.with(&[&[0], rest].concat());
    let whole = match container % 8 {
        0 => part(&laws::XLSX),
        1 => part(&laws::DOCX),
        2 => part(&laws::ODS),
        3 => part(&laws::XLSB),
        4 => Some(laws::stream(laws::BIFF, rest)),
        _ => Some(rest.to_vec()),
    };
    if let Some(whole) = whole {
        laws::hold(&whole);
    }
});
