//! The program itself: its threads, its start, its memory.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::Bench;
use crate::clock::{Clock, ROUNDS, in_turns, median};
use crate::data::Set;
use crate::offices::Writing;
use crate::outcome::Outcome;

/// The records of the data set whose memory is measured, each of an agency of its own: all of China's counties, and more.
const RECORDS: usize = 200_000;
const STARTS: usize = 60;

/// Two threads beside one, and one file from the start of the program to its end.
pub(crate) fn threads_and_start(bench: &Bench, writing: Writing) -> Vec<Outcome> {
    let paths = bench.data.files("xlsx", Set::usual(bench.count, writing));
    let folder = folder_of(&paths);
    let run = |jobs: &str, path: &Path| {
        check("jsonl", jobs, &[path]).status().expect("it runs");
    };
    let times = in_turns(Clock::Wall, &[&|| run("1", folder), &|| run("2", folder)]);
    let starts = (0..STARTS).map(|_| {
        let begin = Instant::now();
        run("2", &paths[0]);
        begin.elapsed()
    });
    let mut starts: Vec<Duration> = starts.collect();
    vec![
        Outcome::gain("--jobs 2", "--jobs 1", &times[1], &times[0], bench.count).at_least(1.6),
        Outcome::cold("one file, cold", median(&mut starts)).at_most(10.0),
    ]
}

/// Peaks of memory, where the system says them: ten times as many files, all of them different, and a data set of many
/// agencies, since a run keeps something of each.
pub(crate) fn memory(bench: &Bench, writing: Writing) -> Vec<Outcome> {
    let (few, many) = (bench.count, 10 * bench.count);
    let [few_files, many_files] = [few, many].map(|count| bench.data.files("csv", Set::usual(count, writing)));
    let records = bench.data.wide(Set { years: 1, ..Set::usual(RECORDS, writing) });
    let peak = |format, paths: &[&Path]| peak(|| check(format, "2", paths));
    let records: Vec<&Path> = records.iter().map(PathBuf::as_path).collect();
    let files = peak("jsonl", &[folder_of(&few_files)]).zip(peak("jsonl", &[folder_of(&many_files)]));
    let (lines, table) = (peak("jsonl", &records), peak("table", &records));
    let files = files.map(|(few_peak, many_peak)| {
        Outcome::peaks(&format!("peak memory, {many} files"), &format!("{few} files"), many_peak, few_peak).at_most(1.5)
    });
    let of_records = |format, peak: Option<u64>, most| {
        peak.map(|peak| Outcome::peak(&format!("peak memory, {RECORDS} records as {format}"), peak).at_most(most))
    };
    files.into_iter().chain(of_records("jsonl", lines, 150.0)).chain(of_records("table", table, 200.0)).collect()
}

fn folder_of(paths: &[PathBuf]) -> &Path {
    paths.first().and_then(|path| path.parent()).expect("there are files")
}

/// The program, its words thrown away.
fn check(format: &str, jobs: &str, paths: &[&Path]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    command.args(["check", "--format", format, "--jobs", jobs]).args(paths);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// The most memory that a program has, in KiB, as the median of some runs: how far its threads are ahead of each other
/// differs. Nothing where the system does not say.
fn peak(command: impl Fn() -> Command) -> Option<u64> {
    let mut peaks = (0..ROUNDS).map(|_| peak_of(&mut command())).collect::<Option<Vec<u64>>>()?;
    peaks.sort_unstable();
    peaks.get(ROUNDS / 2).copied()
}

fn peak_of(command: &mut Command) -> Option<u64> {
    let mut child = command.spawn().expect("it runs");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    // The peak only grows, so the last look before its end has it.
    while child.try_wait().expect("it runs").is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).or(peak);
        thread::sleep(Duration::from_millis(2));
    }
    peak
}
