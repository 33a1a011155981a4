//! `kenpo operations`

use kenpo::json::{OPERATIONS, Operation};
use serde_json::json;

use super::schema::{contract, description};
use crate::{
    desk::Desk,
    stop::Outcome,
    words::{self, heads},
};

pub(crate) fn run(desk: &mut Desk) -> Outcome {
    let (lang, contract) = (desk.lang, contract()?);
    let said = |operation: &Operation| words::operation(lang, operation.name, description(&contract, operation.name));
    if desk.json {
        for operation in OPERATIONS {
            desk.line(&json!({
                "name": operation.name,
                "description": said(operation),
                "needs_programme": operation.needs_programme,
                "request_bytes_at_most": operation.limit,
            }))?;
        }
        return Ok(true);
    }
    let [yes, no] = heads::needed(lang);
    let rows = OPERATIONS.iter().map(|operation| {
        let needs = if operation.needs_programme { yes } else { no };
        let limit = format!("{} KiB", operation.limit >> 10);
        [operation.name.to_owned(), needs.to_owned(), limit, said(operation).to_owned()]
    });
    let rows = rows.collect();
    desk.table(heads::operations(lang), rows)?;
    Ok(true)
}
