//! States of folds: what a caller keeps between two chunks. Whatever the chunks and parts, they are the same; what no fold gave is refused.

#[path = "support/draw.rs"]
mod requests;

use kenpo_core::{
    Error, ErrorCode,
    lottery::{
        DrawFold, DrawRequest, Entry, FoldDrawRequest, FoldListRequest, FoldLogRequest, FreezeRequest, ListFold,
        LogFold, LogRequest, LoggedExchange, Manifest, ManifestLog, draw, fold_draw, fold_list, fold_log, freeze, log,
    },
    value::{Count, Hex, HexBytes},
};
use proptest::{collection::vec, prelude::*, sample::Index};
use requests::{FREEZE, at, freeze_request};
use sha2::{Digest, Sha256};

const KEY: Hex<32> = Hex([3; 32]);

fn tag(number: usize) -> Hex<32> {
    Hex(Sha256::digest((number as u64).to_be_bytes()).into())
}

/// Exchanges of twelve holders, each as long after the one before as is said.
fn exchanges(given: &[(usize, u32, i64)]) -> Vec<LoggedExchange> {
    let mut time = FREEZE - 1_000;
    let made = given.iter().map(|(holder, count, later)| {
        time += later;
        LoggedExchange { tag: tag(*holder), count: *count, time: at(time) }
    });
    made.collect()
}

/// A chunk is added to a state, whichever fold it is of.
type Step<'a, T> = &'a dyn Fn(Option<HexBytes>, Option<u64>, &[T], Option<HexBytes>) -> HexBytes;

/// The states that a list comes to in chunks, and in parts that are joined from the last to the first.
fn both_ways<T>(list: &[T], cuts: &[Index], step: Step<'_, T>) -> (HexBytes, HexBytes) {
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(list.len() + 1)).collect();
    cuts.extend([0, list.len()]);
    cuts.sort_unstable();
    let parts: Vec<(u64, &[T])> = cuts.windows(2).map(|cut| (cut[0] as u64, &list[cut[0]..cut[1]])).collect();
    let chunked = parts.iter().fold(None, |state, (place, part)| Some(step(state, Some(*place), part, None)));
    let joined = parts.iter().rev().fold(None, |next, (place, part)| Some(step(None, Some(*place), part, next)));
    (chunked.unwrap(), joined.unwrap())
}

fn count(place: u64) -> Option<Count> {
    Count::new(i64::try_from(place).ok()?)
}

proptest! {
    #[test]
    fn states_are_the_same_whatever_the_chunks(
        given in vec((0_usize..12, 1_u32..9, 0_i64..3), 1..60),
        (quantity, most, value) in (1_u32..12, 1_u32..4, 0_u32..1_000_000),
        cuts in vec(any::<Index>(), 0..6),
    ) {
        let exchanges = exchanges(&given);
        let folded = |state, place: Option<u64>, chunk: &[LoggedExchange], next| {
            let request = FoldLogRequest { state, place: place.and_then(count), exchanges: chunk.to_vec(), next, finish: false };
            fold_log(&request).unwrap().verdict.state
        };
        let (chunked, joined) = both_ways(&exchanges, &cuts, &folded);
        prop_assert_eq!(&chunked, &joined);
        let finish = FoldLogRequest { state: Some(chunked.clone()), finish: true, ..FoldLogRequest::default() };
        let sums = fold_log(&finish).unwrap().verdict;
        let whole = log(&LogRequest { exchanges: exchanges.clone(), since: None }).unwrap().verdict;
        prop_assert_eq!((sums.head, &sums.entries), (Some(whole.head), &whole.entries));

        let folded = |state, place: Option<u64>, chunk: &[Entry], next| {
            let request = FoldListRequest { state, place: place.and_then(count), entries: chunk.to_vec(), next };
            fold_list(&request).unwrap().verdict.state
        };
        let (list, joined) = both_ways(&whole.entries, &cuts, &folded);
        prop_assert_eq!(&list, &joined);
        let once = freeze(&freeze_request(whole.entries.clone(), exchanges.clone(), quantity, most)).unwrap();
        let by_states = FreezeRequest {
            list: Some(list),
            log: Some(chunked.clone()),
            ..freeze_request(Vec::new(), Vec::new(), quantity, most)
        };
        prop_assert_eq!(&freeze(&by_states).unwrap(), &once);

        let manifest = once.verdict.manifest;
        let chunk = FoldDrawRequest {
            manifest: manifest.clone(),
            public_text: Some(format!("{value}./")),
            signature: None,
            reveals: Vec::new(),
            time_evidence: None,
            earlier: None,
            state: None,
            place: None,
            entries: Vec::new(),
            next: None,
            finish: false,
            log: None,
        };
        let folded = |state, place: Option<u64>, entries: &[Entry], next| {
            let place = place.and_then(count);
            fold_draw(&FoldDrawRequest { state, place, entries: entries.to_vec(), next, ..chunk.clone() }).unwrap().verdict.state
        };
        let (state, joined) = both_ways(&whole.entries, &cuts, &folded);
        prop_assert_eq!(&state, &joined);
        let last = FoldDrawRequest { state: Some(state), finish: true, log: Some(chunked), ..chunk.clone() };
        let mut proof = fold_draw(&last).unwrap().verdict.proof.unwrap();
        proof.entries = whole.entries.clone();
        proof.exchanges = exchanges.clone();
        let request = DrawRequest {
            manifest,
            entries: whole.entries,
            exchanges,
            public_text: chunk.public_text,
            signature: None,
            reveals: Vec::new(),
            time_evidence: None,
            earlier: None,
        };
        prop_assert_eq!(proof, draw(&request).unwrap().verdict.proof);
    }

    /// Closed anew after a change, a state is refused, or it is the one state of the fold that it gives.
    #[test]
    fn a_state_is_read_as_it_is_written(
        given in vec((0_usize..12, 1_u32..9, 0_i64..3), 0..40),
        start in prop_oneof![Just(0_u64), Just(5), Just(8), 0_u64..100],
        edits in vec((any::<Index>(), any::<u8>()), 0..4),
        length in prop_oneof![4 => Just(0_isize), 1 => -70_isize..70],
    ) {
        let exchanges = exchanges(&given);
        let (mut log, mut list) = (LogFold::starting_at(start), ListFold::starting_at(start));
        log.push(&exchanges).unwrap();
        let entries: Vec<Entry> = LogFold::default().finished(&exchanges);
        list.push(&entries).unwrap();
        let manifest = manifest();
        let mut drawn = DrawFold::starting_at(start, &manifest, &KEY).unwrap();
        drawn.push(&entries).unwrap();
        prop_assert_eq!(&LogFold::resume(&log.state()).unwrap(), &log);
        prop_assert_eq!(&ListFold::resume(&list.state()).unwrap(), &list);
        prop_assert_eq!(DrawFold::resume(&drawn.state(), &manifest, &KEY).unwrap().state(), drawn.state());

        let again = |state: Vec<u8>| -> Vec<u8> {
            let mut covered = state[..state.len() - 32].to_vec();
            covered.resize((covered.len() as isize + length).max(0) as usize, 0);
            for (place, byte) in &edits {
                if !covered.is_empty() {
                    let place = place.index(covered.len());
                    covered[place] = *byte;
                }
            }
            let seal = Sha256::digest(&covered);
            covered.extend(seal);
            covered
        };
        let invalid = Error::new(ErrorCode::FoldStateInvalid, "");
        let state = again(log.state());
        prop_assert_eq!(LogFold::resume(&state).map_or_else(|e| e == invalid, |fold| fold.state() == state), true);
        let state = again(list.state());
        prop_assert_eq!(ListFold::resume(&state).map_or_else(|e| e == invalid, |fold| fold.state() == state), true);
        let state = again(drawn.state());
        let read = DrawFold::resume(&state, &manifest, &KEY);
        prop_assert_eq!(read.map_or_else(|e| e == invalid, |fold| fold.state() == state), true);
    }
}

fn manifest() -> Manifest {
    Manifest {
        log: Some(ManifestLog { size: Count::new(1).unwrap(), root: Hex([1; 32]) }),
        ..freeze(&freeze_request(vec![Entry { tag: tag(1), count: 1 }], Vec::new(), 3, 2)).unwrap().verdict.manifest
    }
}

trait Finished {
    fn finished(self, exchanges: &[LoggedExchange]) -> Vec<Entry>;
}

impl Finished for LogFold {
    /// What exchanges add up to; nothing of none.
    fn finished(mut self, exchanges: &[LoggedExchange]) -> Vec<Entry> {
        self.push(exchanges).unwrap();
        self.finish().map_or_else(|_| Vec::new(), |totals| totals.entries)
    }
}

/// No byte of a state can be another.
#[test]
fn a_changed_state_is_refused() {
    let entries = LogFold::default().finished(&exchanges(&[(1, 2, 0), (2, 1, 1), (3, 3, 0), (4, 1, 0), (5, 2, 9)]));
    let manifest = manifest();
    let mut fold = DrawFold::starting_at(0, &manifest, &KEY).unwrap();
    fold.push(&entries).unwrap();
    let state = fold.state();
    for place in 0..state.len() {
        let mut changed = state.clone();
        changed[place] ^= 1;
        assert!(DrawFold::resume(&changed, &manifest, &KEY).is_err(), "byte {place}");
        assert!(DrawFold::resume(&state[..place], &manifest, &KEY).is_err(), "the first {place}");
    }
    assert!(DrawFold::resume(&state, &manifest, &Hex([4; 32])).is_err());
    let other = DrawFold::starting_at(entries.len() as u64, &manifest, &Hex([4; 32])).unwrap();
    assert_eq!(fold.merge(other), Err(Error::new(ErrorCode::FoldStateInvalid, "")));
}
