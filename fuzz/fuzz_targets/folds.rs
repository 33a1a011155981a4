//! States of folds out of raw bytes: a kind, a place, the body of a state, which is closed here as a state is, so that what is read is not stopped at
//! its hash.
#![no_main]

use std::sync::LazyLock;

use kenpo_core::{
    civil::Instant,
    lottery::{Beacon, DrawFold, Entry, ListFold, LogFold, LoggedExchange, Manifest, Prize},
    value::{Clause, Code, Count, DrawId, Hex},
};
use libfuzzer_sys::fuzz_target;
use sha2::{Digest, Sha256};

const KEY: Hex<32> = Hex([3; 32]);

static MANIFEST: LazyLock<Manifest> = LazyLock::new(|| {
    let at = |unix| Instant::from_unix(unix).unwrap();
    Manifest {
        draw_id: DrawId::new("fuzz").unwrap(),
        freeze_time: at(0),
        draw_time: at(86_400),
        beacon: Beacon::public_text(Clause::new("values").unwrap()),
        holders: Count::new(9).unwrap(),
        tickets: Count::new(99).unwrap(),
        root: Hex([1; 32]),
        log: None,
        prizes: vec![Prize { code: Code::new("first").unwrap(), quantity: 3 }],
        alternates: 2,
        max_prizes_per_holder: 2,
        commitments: Vec::new(),
        terms: None,
    }
});

fn sealed(label: &str, body: &[u8]) -> Vec<u8> {
    let mut state = format!("kenpo-draw/v1/{label}\0").into_bytes();
    if label == "fold-draw" {
        // Of this draw, which no fuzzer guesses.
        let empty = DrawFold::starting_at(0, &MANIFEST, &KEY).unwrap().state();
        state.extend(&empty[state.len()..state.len() + 32]);
    }
    state.extend(body);
    let seal = Sha256::digest(&state);
    state.extend(seal);
    state
}

fuzz_target!(|data: &[u8]| {
    let Some((kind, body)) = data.split_first() else { return };
    let entry = Entry { tag: Hex([255; 32]), count: 1 };
    match kind % 3 {
        0 => {
            let state = sealed("fold-list", body);
            if let Ok(mut fold) = ListFold::resume(&state) {
                assert_eq!(fold.state(), state);
                let _ = fold.clone().merge(fold.clone());
                let _ = (fold.push(&[entry]), fold.finish());
            }
        }
        1 => {
            let state = sealed("fold-log", body);
            if let Ok(mut fold) = LogFold::resume(&state) {
                assert_eq!(fold.state(), state);
                let _ = fold.clone().merge(fold.clone());
                let exchange = LoggedExchange { tag: entry.tag, count: 1, time: Instant::from_unix(1 << 33).unwrap() };
                let _ = (fold.push(&[exchange]), fold.finish());
            }
        }
        _ => {
            let state = sealed("fold-draw", body);
            if let Ok(mut fold) = DrawFold::resume(&state, &MANIFEST, &KEY) {
                assert_eq!(fold.state(), state);
                let _ = fold.clone().merge(fold.clone());
                let _ = (fold.push(&[entry]), fold.finish(&MANIFEST));
            }
        }
    }
});
