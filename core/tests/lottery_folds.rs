//! The folds of a draw: any chunks, and any order of merging parts that adjoin, give what the operations give of the whole.

#[path = "support/draw.rs"]
mod requests;

use kenpo_core::{
    Error, ErrorCode,
    lottery::{
        BestTickets, DrawFold, DrawRequest, Entry, ListFold, LogFold, LogRequest, LoggedExchange, MOST_TICKETS, draw,
        draw_keys, freeze, freeze_totals, log,
    },
    value::Hex,
};
use proptest::{collection::vec, prelude::*, sample::Index};
use requests::{FREEZE, at, freeze_request};

/// Entries of holders with these tickets, whose tags ascend and differ in their first bytes.
fn entries(tickets: &[u32]) -> Vec<Entry> {
    let tag = |place: usize| {
        let mut tag = [place as u8; 32];
        tag[..4].copy_from_slice(&(place as u32 * 77).to_be_bytes());
        Hex(tag)
    };
    tickets.iter().enumerate().map(|(place, count)| Entry { tag: tag(place), count: *count }).collect()
}

/// A list cut at these places into parts, each with the place of its first element.
fn parts<'a, T>(list: &'a [T], cuts: &[Index]) -> Vec<(u64, &'a [T])> {
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(list.len() + 1)).collect();
    cuts.extend([0, list.len()]);
    cuts.sort_unstable();
    cuts.windows(2).map(|cut| (cut[0] as u64, &list[cut[0]..cut[1]])).collect()
}

/// Merges neighbours, in a given order, until one is left.
fn merged<F>(mut folds: Vec<F>, order: &[Index], merge: impl Fn(&mut F, F) -> Result<(), Error>) -> Result<F, Error> {
    let mut order = order.iter().cycle();
    while folds.len() > 1 {
        let place = order.next().map_or(0, |order| order.index(folds.len() - 1));
        let next = folds.remove(place + 1);
        merge(&mut folds[place], next)?;
    }
    Ok(folds.remove(0))
}

proptest! {
    #[test]
    fn a_list(tickets in vec(1_u32..9, 1..70), cuts in vec(any::<Index>(), 0..6), order in vec(any::<Index>(), 1..6)) {
        let entries = entries(&tickets);
        let (mut chunked, mut folds) = (ListFold::default(), Vec::new());
        for (place, part) in parts(&entries, &cuts) {
            chunked.push(part).unwrap();
            let mut fold = ListFold::starting_at(place);
            fold.push(part).unwrap();
            folds.push(fold);
        }
        let merged = merged(folds, &order, ListFold::merge).unwrap();
        prop_assert_eq!(&merged, &chunked);
        prop_assert_eq!((merged.entries(), merged.tickets()), (entries.len() as u64, tickets.iter().map(|n| u64::from(*n)).sum()));
        let whole = freeze_request(entries, Vec::new(), 1, 1);
        prop_assert_eq!(freeze_totals(&whole, &merged.finish().unwrap(), None).unwrap(), freeze(&whole).unwrap());
    }

    #[test]
    fn a_log(
        exchanges in vec((0_usize..12, 1_u32..9, 0_i64..3), 1..70),
        cuts in vec(any::<Index>(), 0..6),
        order in vec(any::<Index>(), 1..6),
    ) {
        let holders = entries(&[1; 12]);
        let mut time = FREEZE - 1_000;
        let exchanges: Vec<LoggedExchange> = exchanges
            .into_iter()
            .map(|(holder, count, later)| {
                time += later;
                LoggedExchange { tag: holders[holder].tag, count, time: at(time) }
            })
            .collect();
        let (mut chunked, mut folds) = (LogFold::default(), Vec::new());
        for (place, part) in parts(&exchanges, &cuts) {
            chunked.push(part).unwrap();
            let mut fold = LogFold::starting_at(place);
            fold.push(part).unwrap();
            folds.push(fold);
        }
        let merged = merged(folds, &order, LogFold::merge).unwrap();
        prop_assert_eq!(&merged, &chunked);
        prop_assert_eq!((merged.exchanges() as usize, merged.tickets()), (exchanges.len(), exchanges.iter().map(|e| u64::from(e.count)).sum()));
        let folded = merged.finish().unwrap();
        let once = log(&LogRequest { exchanges: exchanges.clone(), since: None }).unwrap().verdict;
        prop_assert_eq!((folded.head, &folded.entries), (once.head, &once.entries));
        let mut list = ListFold::default();
        list.push(&folded.entries).unwrap();
        let list = list.finish().unwrap();
        let whole = freeze_request(folded.entries.clone(), exchanges, 1, 1);
        prop_assert_eq!(freeze_totals(&whole, &list, Some(&folded)).unwrap(), freeze(&whole).unwrap());
    }

    #[test]
    fn a_draw(
        tickets in vec(1_u32..9, 1..70),
        (quantity, most, value) in (1_u32..12, 1_u32..4, 0_u32..1_000_000),
        cuts in vec(any::<Index>(), 0..6),
        order in vec(any::<Index>(), 1..6),
    ) {
        let entries = entries(&tickets);
        let manifest = freeze(&freeze_request(entries.clone(), Vec::new(), quantity, most)).unwrap().verdict.manifest;
        let whole = DrawRequest {
            manifest: manifest.clone(),
            entries: entries.clone(),
            exchanges: Vec::new(),
            public_text: Some(format!("{value}./")),
            signature: None,
            reveals: Vec::new(),
            time_evidence: None,
            earlier: None,
        };
        let keys = draw_keys(&DrawRequest { entries: Vec::new(), ..whole.clone() }).unwrap();
        let start = |place| DrawFold::starting_at(place, &manifest, &keys.key).unwrap();
        let (mut chunked, mut folds) = (start(0), Vec::new());
        for (place, part) in parts(&entries, &cuts) {
            chunked.push(part).unwrap();
            let mut fold = start(place);
            fold.push(part).unwrap();
            folds.push(fold);
        }
        let merged = merged(folds, &order, DrawFold::merge).unwrap();
        prop_assert_eq!(merged.list(), chunked.list());
        let proof = draw(&whole).unwrap().verdict.proof;
        let (result, shortfall) = merged.finish(&manifest).unwrap();
        prop_assert_eq!((&result, shortfall), (&proof.result, proof.shortfall));
        // Kept between two chunks, and taken up again.
        let kept = chunked.clone();
        drop(chunked);
        prop_assert_eq!(kept.finish(&manifest).unwrap(), (result, shortfall));
        prop_assert_eq!((keys.draw_hash, keys.randomness, keys.prk, keys.key), (proof.draw_hash, proof.randomness, proof.prk, proof.key));
    }

    #[test]
    fn the_best_tickets_of_parts_in_any_order(
        tickets in vec(1_u32..9, 0..40), cut in any::<Index>(), slots in 0_u64..10, most in 1_u32..4,
    ) {
        let entries = entries(&tickets);
        let new = || BestTickets::new(&Hex([3; 32]), slots, most);
        let mut whole = new();
        whole.push(&entries);
        let (left, right) = entries.split_at(cut.index(entries.len() + 1));
        let (mut a, mut b) = (new(), new());
        a.push(left);
        b.push(right);
        b.merge(a);
        prop_assert_eq!(whole.finish(), b.finish());
    }

    /// The same fault at the same place whatever the chunks; of parts, one that is found in every way of merging.
    #[test]
    fn a_list_that_no_draw_could_have(
        tickets in vec(1_u32..9, 2..30), place in any::<Index>(), fault in 0_usize..4,
        cuts in vec(any::<Index>(), 0..6), order in vec(any::<Index>(), 1..6),
    ) {
        let mut entries = entries(&tickets);
        let place = 1 + place.index(entries.len() - 1);
        let (code, field) = match fault {
            0 => { entries[place].tag = entries[place - 1].tag; (ErrorCode::EntryRepeated, "tag") }
            1 => { entries.swap(place - 1, place); (ErrorCode::EntriesUnordered, "tag") }
            2 => { entries[place].count = 0; (ErrorCode::OutOfRange, "count") }
            _ => { entries[place].count = u32::MAX; (ErrorCode::TooManyTickets, "count") }
        };
        let expected = Error::new(code, format!("/entries/{place}/{field}"));
        prop_assert_eq!(freeze(&freeze_request(entries.clone(), Vec::new(), 1, 1)).unwrap_err(), expected.clone());
        let mut chunked = ListFold::default();
        let pushed = parts(&entries, &cuts).into_iter().try_for_each(|(_, part)| chunked.push(part));
        prop_assert_eq!(pushed.unwrap_err(), expected.clone());
        let fold = |(place, part): (u64, &[Entry])| {
            let mut fold = ListFold::starting_at(place);
            fold.push(part).map(|()| fold)
        };
        let folds: Result<Vec<ListFold>, Error> = parts(&entries, &cuts).into_iter().map(fold).collect();
        let found = folds.and_then(|folds| merged(folds, &order, ListFold::merge)).unwrap_err();
        prop_assert_eq!(found, expected);
    }
}

#[test]
fn parts_that_do_not_adjoin_are_refused() {
    let entries = entries(&[1, 2, 3, 4]);
    let part = |first: usize, end: usize| {
        let mut fold = ListFold::starting_at(first as u64);
        fold.push(&entries[first..end]).unwrap();
        fold
    };
    let refused = |code, path: &str| Error::new(code, path);
    assert_eq!(part(0, 1).merge(part(2, 4)), Err(refused(ErrorCode::MissingValue, "/entries/1")));
    assert_eq!(part(0, 2).merge(part(1, 4)), Err(refused(ErrorCode::EntriesUnordered, "/entries/1")));
    assert_eq!(part(2, 4).merge(part(0, 2)), Err(refused(ErrorCode::EntriesUnordered, "/entries/0")));
    assert_eq!(part(1, 4).finish(), Err(refused(ErrorCode::MissingValue, "/entries/0")));
    assert_eq!(part(0, 0).finish(), Err(refused(ErrorCode::ListEmpty, "/entries")));

    let exchange = |tag: u8, time| LoggedExchange { tag: Hex([tag; 32]), count: 1, time: at(time) };
    let log = |place, exchanges: &[LoggedExchange]| {
        let mut fold = LogFold::starting_at(place);
        fold.push(exchanges).unwrap();
        fold
    };
    let [first, second] = [exchange(1, 10), exchange(2, 20)];
    assert_eq!(log(0, &[second]).merge(log(1, &[first])), Err(refused(ErrorCode::LogUnordered, "/exchanges/1/time")));
    assert_eq!(log(0, &[first]).merge(log(2, &[second])), Err(refused(ErrorCode::MissingValue, "/exchanges/1")));
    assert_eq!(log(0, &[first]).merge(log(0, &[second])), Err(refused(ErrorCode::LogUnordered, "/exchanges/0")));
    assert_eq!(log(1, &[second]).finish().unwrap_err(), refused(ErrorCode::MissingValue, "/exchanges/0"));
    assert_eq!(log(0, &[]).finish().unwrap_err(), refused(ErrorCode::ListEmpty, "/exchanges"));
}

#[test]
fn a_list_that_is_not_the_manifest_s_is_refused() {
    let whole = entries(&[1, 2, 3, 4]);
    let manifest = freeze(&freeze_request(whole.clone(), Vec::new(), 1, 1)).unwrap().verdict.manifest;
    let mut fold = DrawFold::starting_at(0, &manifest, &Hex([1; 32])).unwrap();
    fold.push(&whole[..3]).unwrap();
    assert_eq!(fold.finish(&manifest).unwrap_err(), Error::new(ErrorCode::TotalsDiffer, "/manifest"));

    let mut list = ListFold::default();
    list.push(&whole[..3]).unwrap();
    let exchange = LoggedExchange { tag: whole[0].tag, count: 1, time: at(FREEZE + 1) };
    let mut exchanges = LogFold::default();
    exchanges.push(&[exchange]).unwrap();
    let (list, exchanges) = (list.finish().unwrap(), exchanges.finish().unwrap());
    let frozen = |entries: &[Entry]| {
        let mut list = ListFold::default();
        list.push(entries).unwrap();
        freeze_totals(&freeze_request(Vec::new(), Vec::new(), 1, 1), &list.finish().unwrap(), Some(&exchanges))
            .unwrap_err()
    };
    assert_eq!(list.tickets.get(), 6);
    assert_eq!(frozen(&whole[..3]), Error::new(ErrorCode::LogDiffers, "/exchanges"));
    assert_eq!(frozen(&whole[..1]), Error::new(ErrorCode::OutOfRange, "/freeze_time"));
}

/// 2^32 − 1 tickets are refused before one is scored: were they scored, it would take minutes.
#[test]
fn counts_that_no_draw_has_cost_nothing() {
    let whole = entries(&[1]);
    let manifest = freeze(&freeze_request(whole.clone(), Vec::new(), 1, 1)).unwrap().verdict.manifest;
    let start = |place| DrawFold::starting_at(place, &manifest, &Hex([1; 32])).unwrap();
    let most = u32::try_from(MOST_TICKETS).unwrap();
    let hostile = [Entry { count: u32::MAX, ..whole[0] }];
    let refused = start(0).push(&hostile).unwrap_err();
    assert_eq!(refused, Error::new(ErrorCode::TooManyTickets, "/entries/0/count"));
    // Each part has no more than a draw may have; together they have.
    let list = |place, entry: Entry| {
        let mut fold = ListFold::starting_at(place);
        fold.push(&[entry]).unwrap();
        fold
    };
    let [first, second] = entries(&[most, 1])[..] else { panic!("two") };
    let refused = list(0, first).merge(list(1, second)).unwrap_err();
    assert_eq!(refused, Error::new(ErrorCode::TooManyTickets, "/entries/1"));
    for place in [MOST_TICKETS, u64::MAX] {
        let path = format!("/entries/{place}/count");
        assert_eq!(start(place).push(&whole), Err(Error::new(ErrorCode::TooManyTickets, path.clone())));
        let exchange = LoggedExchange { tag: whole[0].tag, count: 1, time: at(FREEZE) };
        let path = path.replace("entries", "exchanges");
        assert_eq!(LogFold::starting_at(place).push(&[exchange]), Err(Error::new(ErrorCode::TooManyTickets, path)));
    }
    assert_eq!(start(MOST_TICKETS - 1).push(&whole), Ok(()));
}
