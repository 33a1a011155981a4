//! A draw to freeze, for the tests of folds.

use kenpo_core::{
    civil::Instant,
    lottery::{Beacon, Entry, FreezeRequest, LoggedExchange, Prize},
    value::{Clause, Code, DrawId},
};

/// When the list is frozen, in Unix seconds.
pub(crate) const FREEZE: i64 = 1_655_650_800;

pub(crate) fn at(unix: i64) -> Instant {
    Instant::from_unix(unix).unwrap()
}

pub(crate) fn freeze_request(
    entries: Vec<Entry>,
    exchanges: Vec<LoggedExchange>,
    quantity: u32,
    most: u32,
) -> FreezeRequest {
    FreezeRequest {
        draw_id: DrawId::new("draw").unwrap(),
        freeze_time: at(FREEZE),
        draw_time: at(FREEZE + 86_400),
        beacon: Beacon::public_text(Clause::new("values").unwrap()),
        entries,
        exchanges,
        prizes: vec![Prize { code: Code::new("first").unwrap(), quantity }],
        alternates: 2,
        max_prizes_per_holder: most,
        commitments: Vec::new(),
        terms: None,
        list: None,
        log: None,
    }
}
