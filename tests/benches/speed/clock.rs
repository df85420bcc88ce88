//! Times, taken in turns.

use std::fs;
use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

/// Rounds after the one to warm up.
pub(crate) const ROUNDS: usize = 5;

/// What time is measured by.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Clock {
    /// The processor time of this thread, whatever else the machine does; where the system does not say, that on the wall.
    Thread,
    /// The clock on the wall.
    Wall,
}

impl Clock {
    fn now(self) -> Duration {
        static BEGIN: LazyLock<Instant> = LazyLock::new(Instant::now);
        let wall = BEGIN.elapsed();
        // Nanoseconds on a processor, then nanoseconds of waiting for one. They are added up in ticks of some milliseconds,
        // and whenever a thread makes way.
        let spent = || {
            thread::yield_now();
            fs::read_to_string("/proc/thread-self/schedstat").ok()?.split(' ').next()?.parse().ok()
        };
        match self {
            Self::Wall => wall,
            Self::Thread => spent().filter(|spent| *spent > 0).map_or(wall, Duration::from_nanos),
        }
    }
}

/// Does each of `works` once to warm up and then in turns; the times of each.
pub(crate) fn in_turns(clock: Clock, works: &[&dyn Fn()]) -> Vec<Vec<Duration>> {
    let mut times = vec![Vec::new(); works.len()];
    for work in works {
        work();
    }
    for _ in 0..ROUNDS {
        for (work, times) in works.iter().zip(&mut times) {
            let begin = clock.now();
            work();
            times.push(clock.now().saturating_sub(begin));
        }
    }
    times
}

pub(crate) fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// The median of the ratios of each round: what else the machine did then slowed both.
pub(crate) fn ratio(ours: &[Duration], theirs: &[Duration]) -> f64 {
    let mut ratios: Vec<f64> = ours.iter().zip(theirs).map(|(a, b)| a.as_secs_f64() / b.as_secs_f64()).collect();
    ratios.sort_by(f64::total_cmp);
    ratios[ratios.len() / 2]
}
