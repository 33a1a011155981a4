//! `kenpo operations`

use kenpo::json::OPERATIONS;
use serde_json::json;

use crate::{desk::Desk, stop::Outcome};

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
    let (yes, no) = desk.lang.pick(("要", "不要"), ("yes", "no"));
    let rows = OPERATIONS.iter().map(|operation| {
        let needs = if operation.needs_programme { yes } else { no };
        [operation.name.to_owned(), needs.to_owned(), format!("{} KiB", operation.limit >> 10)]
    });
    let rows = rows.collect();
    desk.table(desk.lang.pick(["操作", "文書", "依頼の上限"], ["operation", "document", "request at most"]), rows)?;
    Ok(true)
}
