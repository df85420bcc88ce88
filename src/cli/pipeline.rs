//! Work on all threads, results in order, a bounded number of them at a time.

use std::collections::VecDeque;
use std::sync::mpsc::{self, Receiver};

use rayon::ThreadPool;

/// Does `work` on each of `items` in the pool and hands the results on in the order of the items. No more than `ahead`
/// of them wait for their turn, so a run costs the same memory however long it is.
pub(super) fn in_order<T: Send, R: Send>(
    pool: &ThreadPool,
    ahead: usize,
    items: impl Iterator<Item = T>,
    work: impl Fn(T) -> R + Sync,
    mut each: impl FnMut(R),
) {
    let work = &work;
    // This thread is none of the pool's: it may wait for a result, and write one while the next are made.
    pool.in_place_scope(|scope| {
        let mut under_way: VecDeque<Receiver<R>> = VecDeque::new();
        // A piece of work that panicked sends nothing; the scope passes its panic on.
        let mut deliver = |result: Receiver<R>| result.recv().into_iter().for_each(&mut each);
        for item in items {
            let (done, result) = mpsc::sync_channel(1);
            scope.spawn(move |_| drop(done.send(work(item))));
            under_way.push_back(result);
            if under_way.len() > ahead {
                under_way.pop_front().into_iter().for_each(&mut deliver);
            }
        }
        under_way.into_iter().for_each(deliver);
    });
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    #[test]
    fn results_come_in_order_and_few_are_ahead() {
        const AHEAD: usize = 4;
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().expect("a pool");
        let (begun, mut results) = (AtomicUsize::new(0), Vec::new());
        let work = |item: usize| {
            begun.fetch_add(1, Ordering::SeqCst);
            // The first of each few takes longest.
            std::thread::sleep(Duration::from_micros(if item.is_multiple_of(3) { 900 } else { 10 }));
            item * 2
        };
        in_order(&pool, AHEAD, 0..200, work, |result| {
            results.push(result);
            assert!(begun.load(Ordering::SeqCst) <= results.len() + AHEAD);
        });
        assert_eq!(results, (0..200).map(|item| item * 2).collect::<Vec<_>>());
    }
}
