//! Processor time for each item: every contestant in turn, round after round, so that a slow spell of the machine meets all.

use std::{hint::black_box, time::Duration};

use rustix::time::{ClockId, clock_gettime};

/// How many rounds are measured; the median counts.
const ROUNDS: usize = 7;
/// A round goes over the data as often as this takes.
const ROUND: Duration = Duration::from_millis(40);

/// Something that goes over all of the data once and counts.
pub(crate) struct Contestant<'a> {
    pub(crate) name: &'static str,
    pub(crate) run: Box<dyn FnMut() -> usize + 'a>,
}

/// Prints the runtime's version, then `name, what it counted, ns per item: median, least, most`, with tabs between.
pub(crate) fn measure(items: usize, mut contestants: Vec<Contestant<'_>>) {
    let mut counted = Vec::new();
    let mut times = Vec::new();
    for contestant in &mut contestants {
        counted.push((contestant.run)());
        times.push(times_in_a_round(contestant));
    }
    let mut rounds = vec![Vec::new(); contestants.len()];
    for _ in 0..ROUNDS {
        for ((contestant, times), rounds) in contestants.iter_mut().zip(&times).zip(&mut rounds) {
            rounds.push(time(contestant, *times).as_nanos() as f64 / (*times * items) as f64);
        }
    }
    println!("{}", option_env!("KENPO_COMPILER").unwrap_or("rustc of an unknown version"));
    for ((contestant, counted), mut rounds) in contestants.iter().zip(counted).zip(rounds) {
        rounds.sort_by(f64::total_cmp);
        let (median, least, most) = (rounds[ROUNDS / 2], rounds[0], rounds[ROUNDS - 1]);
        println!("{}\t{counted}\t{median:.3}\t{least:.3}\t{most:.3}", contestant.name);
    }
}

fn times_in_a_round(contestant: &mut Contestant<'_>) -> usize {
    let mut times = 1;
    while time(contestant, times) < ROUND {
        times *= 2;
    }
    times
}

fn time(contestant: &mut Contestant<'_>, times: usize) -> Duration {
    let start = now();
    for _ in 0..times {
        black_box((contestant.run)());
    }
    now() - start
}

/// What this thread has had of the processor.
fn now() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}
