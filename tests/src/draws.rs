//! Draws of 1 to 40 holders, each as its proof: what `tests/oracle/verify_draw.py` verifies.

use std::fmt::Write as _;

use kenpo_wire::answer;
use serde_json::{Value, json};

/// An operation's answer.
fn ask(operation: &str, request: &Value) -> Result<Value, String> {
    let answered = answer(None, operation.as_bytes(), request.to_string().as_bytes());
    let answered = answered.map_err(|failure| format!("{operation}: {failure}"))?;
    let read: Value = serde_json::from_slice(&answered).map_err(|error| format!("{operation}: {error}"))?;
    Ok(read["answer"].clone())
}

/// A proof a line: public values or drand, with a log of exchanges or without, and prizes beyond the tickets.
///
/// # Errors
/// What an operation refused.
pub fn proofs() -> Result<String, String> {
    (1_u32..=40).try_fold(String::new(), |mut table, holders| {
        let _ = writeln!(table, "{}", proof(holders)?);
        Ok(table)
    })
}

fn proof(holders: u32) -> Result<Value, String> {
    let (drand, logged) = (holders.is_multiple_of(2), !holders.is_multiple_of(3));
    let draw_id = format!("draw-{holders}");
    let members: Vec<Value> = (0..holders)
        .map(|member| json!({ "member_id": format!("member-{member}"), "tickets": 1 + (member * 7 + holders) % 5 }))
        .collect();
    let entropy = format!("{holders:064x}");
    let entered = ask("lottery.enter", &json!({ "draw_id": draw_id, "entropy": entropy, "holders": members }))?;
    let entries = entered["verdict"]["entries"].clone();
    // Each ticket in an exchange of its own, so that the log is longer than the list.
    let tickets = entries.as_array().into_iter().flatten().flat_map(|entry| {
        let times = entry["count"].as_u64().unwrap_or(0);
        (0..times).map(|_| entry["tag"].clone())
    });
    let exchanges: Vec<Value> = (0_u64..)
        .zip(tickets)
        .map(|(minute, tag)| {
            let time = format!("2024-05-01T{:02}:{:02}:00+09:00", minute / 60, minute % 60);
            json!({ "tag": tag, "count": 1, "time": time })
        })
        .collect();
    let beacon = match drand {
        true => json!({ "kind": "drand" }),
        false => json!({ "kind": "public_text", "description": "six numbers of a day" }),
    };
    let mut freeze = json!({
        "draw_id": draw_id, "freeze_time": "2024-06-01T00:00:00+09:00", "draw_time": "2024-06-03T12:00:00+09:00",
        "beacon": beacon, "entries": entries, "prizes": [{ "code": "first", "quantity": 1 }, { "code": "second", "quantity": 3 }],
        "alternates": holders % 4, "max_prizes_per_holder": 1 + holders % 3,
    });
    let log = if logged { json!(exchanges) } else { json!([]) };
    freeze["exchanges"] = log.clone();
    let frozen = ask("lottery.freeze", &freeze)?;
    let mut draw = json!({ "manifest": frozen["verdict"]["manifest"], "entries": entries, "exchanges": log });
    match drand {
        true => draw["signature"] = json!(format!("{holders:096x}")),
        false => draw["public_text"] = json!(format!("{holders}.A7./9.18.26./")),
    }
    let drawn = ask("lottery.draw", &draw)?;
    Ok(drawn["verdict"]["proof"].clone())
}
