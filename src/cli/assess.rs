//! The inputs of a command on all threads: opened, assessed, counted, and handed on in their order.

use std::sync::{Arc, mpsc};
use std::thread;

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::inputs::{Input, Opened};
use super::pipeline::in_order;
use super::progress::Progress;
use super::{Failure, interrupt};
use crate::diagnosis::{Assessment, Assessor, Because, Report, Skipped};
use crate::reading::{DataSet, Problem, Record};

/// Assesses the inputs on all threads, counts each filing and hands it on, in the order of the inputs.
pub(super) fn assess(
    inputs: Vec<Input>,
    assessor: &Assessor,
    pool: &ThreadPool,
    report: &mut Report,
    progress: &mut Progress,
    mut each: impl FnMut(&mut Assessment),
) {
    assess_each(inputs.into_iter(), assessor, pool, report, progress, |met| {
        if let Met::Filing(filing) = met {
            each(filing);
        }
    });
}

/// What an input came to.
pub(super) enum Met<'m> {
    Filing(&'m mut Assessment),
    Skipped(&'m Skipped),
}

/// An input that is no longer only named: its filings, and those that are still records of a data set.
struct OpenedFile {
    path: String,
    filings: Vec<Assessment>,
    data: Option<DataSet<'static>>,
}

/// The same of inputs that need not be known when the run begins, with what is passed over at its place among them.
pub(super) fn assess_each(
    inputs: impl Iterator<Item = Input>,
    assessor: &Assessor,
    pool: &ThreadPool,
    report: &mut Report,
    progress: &mut Progress,
    mut each: impl FnMut(Met),
) {
    let open = |input: Input| {
        let shown = input.shown();
        match input.open(assessor.reader()) {
            Opened::Source(source) => {
                let (filings, data) = assessor.open(&shown, source);
                Ok(OpenedFile { path: shown.into_owned(), filings, data })
            }
            Opened::Skipped(skipped) => Err(skipped),
        }
    };
    let (all, mut begun, mut is_whole) = (inputs.size_hint(), 0, true);
    let is_known = all.1 == Some(all.0);
    let mut hand_on = |result: Result<OpenedFile, Skipped>| {
        match result {
            Ok(OpenedFile { path, mut filings, data }) => {
                report.files += usize::from(filings.iter().all(is_opened));
                let mut say = |filing: &mut Assessment| {
                    progress.filing(|| each(Met::Filing(filing)));
                    report.count(filing);
                };
                filings.iter_mut().for_each(&mut say);
                if let Some(data) = data {
                    is_whole &= records(&path, &data, assessor, pool, &mut say);
                }
            }
            Err(skipped) => {
                each(Met::Skipped(&skipped));
                // What was opened is not passed over: what is in it is counted for itself.
                if skipped.because != Because::Opened {
                    report.skipped.push(skipped);
                }
            }
        }
        progress.advance();
    };
    // Each is dropped when it was read: a run has many, and keeps something of each filing.
    let wanted = inputs.take_while(|_| !interrupt::is_wanted()).inspect(|_| begun += 1);
    // Who waits for an answer to one path before naming the next gets it.
    let most = if is_known { most_at_a_time(all.0, pool) } else { 1 };
    let open_all = |batch: Vec<Input>| batch.into_iter().map(open).collect();
    in_order(pool, ahead(pool), batches(wanted, most), open_all, |results: Vec<_>| {
        results.into_iter().for_each(&mut hand_on);
    });
    // Of a list that goes on nobody knows how much was to come.
    is_whole &= is_known || !interrupt::is_wanted();
    report.left = Some(all.0.saturating_sub(begun)).filter(|left| *left > 0 || !is_whole);
}

/// How many of so many inputs one thread opens at a time: to hand a thread something and be woken by it takes as long as a
/// tenth of a form. Of few each is for itself.
fn most_at_a_time(inputs: usize, pool: &ThreadPool) -> usize {
    /// Then every thread still comes back for more this often.
    const TIMES: usize = 16;
    const MOST: usize = 8;
    (inputs / (TIMES * pool.current_num_threads())).clamp(1, MOST)
}

/// The inputs, so many at a time; one that is held in memory ends its batch, so that few of these are held.
fn batches(mut inputs: impl Iterator<Item = Input>, most: usize) -> impl Iterator<Item = Vec<Input>> {
    std::iter::from_fn(move || {
        let mut batch = Vec::new();
        while batch.len() < most
            && let Some(input) = inputs.next()
        {
            let is_last = input.is_in_memory();
            batch.push(input);
            if is_last {
                break;
            }
        }
        (!batch.is_empty()).then_some(batch)
    })
}

/// Assesses the records of a data set: one thread reads them, all others assess them, and this one hands them on. Says
/// whether all of them were read.
fn records(
    path: &str,
    data: &DataSet,
    assessor: &Assessor,
    pool: &ThreadPool,
    say: &mut impl FnMut(&mut Assessment),
) -> bool {
    /// Records that one thread assesses at a time, and about how much memory they may take, in bytes.
    const BATCH: usize = 8;
    const BATCH_BYTES: usize = 1 << 20;
    let path: Arc<str> = path.into();
    let (batches, read) = mpsc::sync_channel(ahead(pool));
    let result = thread::scope(|threads| {
        let reading = threads.spawn(move || {
            let (mut batch, mut weight) = (Vec::new(), 0);
            let mut is_whole = true;
            let result = assessor.reader().each_record(data, |record| {
                is_whole &= !interrupt::is_wanted();
                weight += record.weight();
                batch.push(record);
                if batch.len() < BATCH && weight < BATCH_BYTES {
                    return is_whole;
                }
                weight = 0;
                batches.send(std::mem::take(&mut batch)).is_ok() && is_whole
            });
            // What was read before it went wrong is assessed.
            let _ = batches.send(batch);
            result.map(|()| is_whole)
        });
        let assess =
            |batch: Vec<Record>| batch.into_iter().map(|record| assessor.assess_record(&path, record)).collect();
        in_order(pool, ahead(pool), read.into_iter(), assess, |mut filings: Vec<_>| {
            filings.iter_mut().for_each(&mut *say);
        });
        reading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    });
    result.unwrap_or_else(|error| {
        say(&mut Assessment::unassessed(path.clone(), error));
        true
    })
}

/// How many results may wait for their turn.
fn ahead(pool: &ThreadPool) -> usize {
    2 * pool.current_num_threads()
}

/// Whether a file was there to be opened at all.
fn is_opened(filing: &Assessment) -> bool {
    let absent =
        [Problem::NotFound, Problem::NothingToCheck, Problem::NotPermitted, Problem::Unopenable, Problem::NotAFile];
    filing.error.as_ref().is_none_or(|error| !absent.contains(&error.problem))
}

pub(super) fn pool(jobs: Option<usize>) -> Result<ThreadPool, Failure> {
    let pool = ThreadPoolBuilder::new().num_threads(jobs.unwrap_or(0)).build();
    pool.map_err(|error| Failure::Usage(format!("--jobs: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_few_inputs_each_is_for_itself() {
        let pool = ThreadPoolBuilder::new().num_threads(2).build().expect("a pool");
        assert_eq!([0, 1, 63, 64, 100, 2_000].map(|inputs| most_at_a_time(inputs, &pool)), [1, 1, 1, 2, 3, 8]);
    }
}
