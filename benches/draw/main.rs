//! Ten million tickets drawn, beside plain SHA-256 of the same data: `cargo xtask bench draw`. Both run in turns, on one thread and on two, and are
//! given in processor time, so that what else the machine does falls on neither; the ratio is what counts.
#![allow(missing_docs)]

mod json;
mod one_holder;

use std::{
    alloc::{GlobalAlloc, Layout, System},
    fs,
    hint::black_box,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
    thread,
    time::Instant as Clock,
};

use kenpo_core::{
    civil::Instant,
    lottery::{Award, Beacon, DrawFold, Entry, ListFold, MOST_TICKETS, Manifest, Prize},
    value::{Clause, Code, Count, DrawId, Hex},
};
use sha2::{Digest, Sha256, block_api::compress256};

const ROUNDS: usize = 9;
/// Entries of a chunk.
const CHUNK: usize = 10_000;
const TEXT: &str = "7./";

/// The system's allocator, which also says how much was in use at once.
struct Counted;

static USED: AtomicUsize = AtomicUsize::new(0);
static MOST_USED: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call is passed on as it is.
unsafe impl GlobalAlloc for Counted {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        MOST_USED.fetch_max(USED.fetch_add(layout.size(), Relaxed) + layout.size(), Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        USED.fetch_sub(layout.size(), Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counted = Counted;

/// The most bytes that were in use at once beside those before, and what work comes to.
fn memory_of<T>(work: impl FnOnce() -> T) -> (usize, T) {
    let before = USED.load(Relaxed);
    MOST_USED.store(before, Relaxed);
    let done = work();
    (MOST_USED.load(Relaxed) - before, done)
}

/// Ten million tickets of holders with 1 to 12 each.
fn list() -> Vec<Entry> {
    let mut tags: Vec<[u8; 32]> = Vec::new();
    let (mut tickets, mut number) = (0, 0_u32);
    while tickets < MOST_TICKETS {
        tickets += u64::from(1 + number % 12);
        tags.push(Sha256::digest(number.to_be_bytes()).into());
        number += 1;
    }
    tags.sort_unstable();
    let mut left = MOST_TICKETS;
    let entry = |(number, tag): (u32, &[u8; 32])| {
        let count = u64::from(1 + number % 12).min(left);
        left -= count;
        Entry { tag: Hex(*tag), count: u32::try_from(count).expect("at most 12") }
    };
    (0..).zip(&tags).map(entry).collect()
}

/// A manifest of 100 prizes and 20 alternates.
fn manifest(entries: &[Entry]) -> Manifest {
    let mut list = ListFold::default();
    list.push(entries).expect("a sound list");
    let list = list.finish().expect("a sound list");
    let freeze = 1_655_650_800;
    Manifest {
        draw_id: DrawId::new("bench").expect("an id"),
        freeze_time: Instant::from_unix(freeze).expect("an instant"),
        draw_time: Instant::from_unix(freeze + 86_400).expect("an instant"),
        beacon: Beacon::public_text(Clause::new("values").expect("a text")),
        holders: list.holders,
        tickets: list.tickets,
        root: list.root,
        log: None,
        prizes: vec![Prize { code: Code::new("first").expect("a code"), quantity: 100 }],
        alternates: 20,
        max_prizes_per_holder: 1,
        commitments: Vec::new(),
        terms: None,
    }
}

/// The draw, chunk by chunk.
fn folded(manifest: &Manifest, place: usize, entries: &[Entry]) -> DrawFold {
    let key = json::key_of(manifest, TEXT);
    let mut fold = DrawFold::starting_at(place as u64, manifest, &key).expect("a sound manifest");
    for chunk in entries.chunks(CHUNK) {
        fold.push(chunk).expect("a sound list");
    }
    fold
}

/// What the draw hashes and nothing else, by `sha2` as it comes: of each entry its leaf and a node above it, of each ticket the label and
/// the hash of that.
fn hashed(entries: &[Entry]) -> [u8; 32] {
    let mut last = [0; 32];
    let (mut leaf, mut node, mut label) = ([0; 37], [1; 65], [1; 37]);
    for entry in entries {
        leaf[1..33].copy_from_slice(&entry.tag.0);
        leaf[33..].copy_from_slice(&entry.count.to_be_bytes());
        node[1..33].copy_from_slice(&Sha256::digest(leaf));
        let above = Sha256::digest(node);
        node[33..].copy_from_slice(&above);
        label[..32].copy_from_slice(&entry.tag.0);
        for ticket in 1..=entry.count {
            label[32..36].copy_from_slice(&ticket.to_be_bytes());
            let score: [u8; 32] = Sha256::digest(Sha256::digest(label)).into();
            last.iter_mut().zip(score).for_each(|(last, byte)| *last ^= byte);
        }
    }
    black_box(node);
    last
}

/// The same number of compressions and nothing else: nothing that is hashed is made.
fn compressed(entries: &[Entry]) -> [u32; 8] {
    let (mut state, mut block) = ([0; 8], [0; 64]);
    for entry in entries {
        // One of a leaf, two of a node, two of a ticket.
        for number in 0..3 + 2 * entry.count {
            block[..4].copy_from_slice(&number.to_be_bytes());
            compress256(&mut state, &[block]);
        }
    }
    state
}

/// Seconds that this thread has been on a processor, as Linux counts them; `None` elsewhere.
fn on_processor() -> Option<f64> {
    let counts = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = counts.split(' ').next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}

/// Seconds that work takes, and what it comes to.
fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let (before, start) = (on_processor(), Clock::now());
    let done = black_box(work());
    let passed = start.elapsed().as_secs_f64();
    (before.zip(on_processor()).map_or(passed, |(before, after)| after - before), done)
}

/// Two works at once, and the seconds of the one that takes longer.
fn both<T: Send>(first: impl FnOnce() -> T, second: impl FnOnce() -> T + Send) -> (f64, [T; 2]) {
    thread::scope(|scope| {
        let second = scope.spawn(|| timed(second));
        let (time, first) = timed(first);
        let (other, second) = second.join().expect("no panic");
        (time.max(other), [first, second])
    })
}

/// The least, and the middle.
fn least_and_median(mut times: Vec<f64>) -> (f64, f64) {
    times.sort_by(f64::total_cmp);
    (times[0], times[times.len() / 2])
}

fn main() {
    let entries = list();
    let manifest = manifest(&entries);
    let (left, right) = entries.split_at(entries.len() / 2);

    let (memory, once): (usize, (Vec<Award>, Count)) =
        memory_of(|| folded(&manifest, 0, &entries).finish(&manifest).expect("the list that was frozen"));
    println!("{} tickets of {} holders, {} awards", manifest.tickets.get(), entries.len(), once.0.len());
    println!("memory of the fold beside the list: {memory} bytes at most");

    let alone = || folded(&manifest, 0, &entries).finish(&manifest).expect("the list that was frozen");
    let in_two = || {
        let (time, [mut first, second]) = both(|| folded(&manifest, 0, left), || folded(&manifest, left.len(), right));
        let (joining, drawn) = timed(|| {
            first.merge(second).expect("parts that adjoin");
            first.finish(&manifest).expect("the list that was frozen")
        });
        (time + joining, drawn)
    };
    let plain = || hashed(black_box(&entries));
    let plain_in_two = || both(|| hashed(black_box(left)), || hashed(black_box(right))).0;
    let requests = json::Requests::new(&manifest, TEXT, &entries, CHUNK);
    let last = requests.folded();
    assert_eq!(last.matches(r#""rank":"#).count(), once.0.len(), "the operation draws as many");
    let mut times = [const { Vec::new() }; 6];
    for _ in 0..ROUNDS {
        let (time, drawn) = timed(alone);
        assert!(drawn == once, "the same draw");
        times[0].push(time);
        times[1].push(timed(plain).0);
        let (time, drawn) = in_two();
        assert!(drawn == once, "two folds merge to the same draw");
        times[2].push(time);
        times[3].push(plain_in_two());
        times[4].push(timed(|| compressed(black_box(&entries))).0);
        let (time, answered) = timed(|| requests.folded());
        assert!(answered == last, "the same proof");
        times[5].push(time);
    }
    let [alone, plain, in_two, plain_in_two, bare, by_json] = times.map(least_and_median);
    let rows = [
        ("one thread", "plain SHA-256", alone, plain),
        ("one thread", "bare compressions", alone, bare),
        ("two threads", "plain SHA-256", in_two, plain_in_two),
        ("as JSON", "the fold in Rust", by_json, alone),
    ];
    for (name, beside, ours, theirs) in rows {
        println!(
            "{name:<12} draw {:6.3} s (least {:6.3})  {beside:<17} {:6.3} s ({:6.3})  ratio {:4.2} ({:4.2})",
            ours.1,
            ours.0,
            theirs.1,
            theirs.0,
            ours.1 / theirs.1,
            ours.0 / theirs.0
        );
    }
    one_holder::run();
}
