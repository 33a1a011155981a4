//! `kenpo operations`

use kenpo::json::OPERATIONS;
use serde_json::json;

use crate::{desk::Desk, stop::Outcome, words::heads};

pub(crate) fn run(desk: &mut Desk) -> Outcome {
    if desk.json {
        for operation in OPERATIONS {
            desk.line(&json!({
                "name": operation.name,
                "needs_programme": operation.needs_programme,
                "request_bytes_at_most": operation.limit,
            }))?;
        }
        return Ok(true);
    }
    let [yes, no] = heads::needed(desk.lang);
    let rows = OPERATIONS.iter().map(|operation| {
        let needs = if operation.needs_programme { yes } else { no };
        [operation.name.to_owned(), needs.to_owned(), format!("{} KiB", operation.limit >> 10)]
    });
    let rows = rows.collect();
    desk.table(heads::operations(desk.lang), rows)?;
    Ok(true)
}
