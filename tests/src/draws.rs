//! Draws of 1 to 40 holders, each as its proof, and what the library says of tampered copies: what `tests/oracle/verify_draw.py` verifies and rejects.

use std::fmt::Write as _;

use kenpo_core::{Programme, civil::Instant};
use kenpo_wire::{answer, parse_programme};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// An operation's answer.
fn ask(operation: &str, request: &Value) -> Result<Value, String> {
    ask_of(None, operation, request)
}

fn ask_of(programme: Option<&Programme>, operation: &str, request: &Value) -> Result<Value, String> {
    let answered = answer(programme, operation.as_bytes(), request.to_string().as_bytes());
    let answered = answered.map_err(|failure| format!("{operation}: {failure}"))?;
    let read: Value = serde_json::from_slice(&answered).map_err(|error| format!("{operation}: {error}"))?;
    Ok(read["answer"].clone())
}

/// A proof a line, and again when it is settled: public values or drand, with a log of exchanges or without, with reveals or without, and prizes beyond
/// the tickets. Of every seventh line each leaf is changed, and each element of a list left out, one at a time.
///
/// # Errors
/// What an operation refused.
pub fn proofs() -> Result<String, String> {
    let mut lines = Vec::new();
    for holders in 1_u32..=40 {
        let drawn = proof(holders)?;
        let settled = settled(holders, &drawn)?;
        lines.extend([drawn, settled]);
    }
    (1_usize..).zip(lines).try_fold(String::new(), |mut table, (number, proof)| {
        let tampered = if number.is_multiple_of(7) { tampered(&proof)? } else { Vec::new() };
        let _ = writeln!(table, "{}", json!({ "proof": proof, "tampered": tampered }));
        Ok(table)
    })
}

/// Changes of a proof, each with its place and what is put there (nothing where an element is left out), and the step that the library names or the
/// error with which it refuses the copy. Time evidence is carried and not judged: it is left as it is.
fn tampered(proof: &Value) -> Result<Vec<Value>, String> {
    let mut changes = Vec::new();
    changes_of(proof, "", "", &mut changes);
    changes.retain(|(path, _)| path != "/time_evidence");
    let noticed = |(path, to): (String, Option<Value>)| {
        let mut copy = proof.clone();
        let (parent, last) = path.rsplit_once('/').ok_or("a path without a place")?;
        match (copy.pointer_mut(parent), &to) {
            (Some(Value::Array(list)), None) => drop(list.remove(last.parse().map_err(|_| "not a place")?)),
            (Some(_), Some(to)) => *copy.pointer_mut(&path).ok_or("no such place")? = to.clone(),
            _ => return Err(format!("{path}: no such place")),
        }
        let request = json!({ "proof": copy }).to_string();
        let noticed = match answer(None, b"lottery.verify", request.as_bytes()) {
            Ok(answered) => {
                let answered: Value = serde_json::from_slice(&answered).map_err(|error| error.to_string())?;
                answered["answer"]["verdict"]["reason"].clone()
            }
            Err(failure) => json!(failure.code),
        };
        Ok(json!({ "path": path, "to": to, "noticed": noticed }))
    };
    changes.into_iter().map(noticed).collect()
}

/// Another value for each leaf, and of each list every element left out.
fn changes_of(value: &Value, path: &str, name: &str, changes: &mut Vec<(String, Option<Value>)>) {
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, field)| changes_of(field, &format!("{path}/{name}"), name, changes));
        }
        Value::Array(elements) => {
            for (place, element) in elements.iter().enumerate() {
                let path = format!("{path}/{place}");
                changes.push((path.clone(), None));
                changes_of(element, &path, name, changes);
            }
        }
        _ => changes.push((path.into(), Some(another(name, value)))),
    }
}

/// Another value that can be read where this one stands.
fn another(name: &str, value: &Value) -> Value {
    let Some(text) = value.as_str() else { return json!(value.as_u64().map_or(0, |number| number + 1)) };
    let later = Instant::parse(text).and_then(|time| Instant::from_unix(time.unix() + 1));
    let is_hex = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) && text.len() >= 64;
    match (name, text) {
        ("kind", "drand") => json!("public_text"),
        ("kind", _) => json!("drand"),
        ("event", "taken_up") => json!("declined"),
        ("event", _) => json!("taken_up"),
        ("public_text", _) => json!(format!("1.{text}")),
        _ if later.is_some() => json!(later),
        _ if is_hex => {
            let (most, last) = text.split_at(text.len() - 1);
            json!(format!("{most}{}", if last == "0" { '1' } else { '0' }))
        }
        _ => json!(format!("{text}1")),
    }
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
    // Of five in turn, three bind the terms after the draw.
    if holders % 5 < 3 {
        freeze["terms"] = terms(holders);
    }
    let log = if logged { json!(exchanges) } else { json!([]) };
    freeze["exchanges"] = log.clone();
    // Of five in turn, one has a reveal and one has two.
    let reveals: Vec<[u8; 32]> = (0..(holders % 5).saturating_sub(2)).map(|party| [party as u8 + 1; 32]).collect();
    let commitments: Vec<String> = reveals.iter().map(|reveal| hex(&commitment(&draw_id, reveal))).collect();
    freeze["commitments"] = json!(commitments);
    let frozen = ask("lottery.freeze", &freeze)?;
    let mut draw = json!({ "manifest": frozen["verdict"]["manifest"], "entries": entries, "exchanges": log });
    match drand {
        true => draw["signature"] = json!(format!("{holders:096x}")),
        false => draw["public_text"] = json!(format!("{holders}.A7./9.18.26./")),
    }
    draw["reveals"] = reveals.iter().map(|reveal| hex(reveal)).collect();
    if holders.is_multiple_of(7) {
        draw["time_evidence"] = json!("3003020100");
    }
    let drawn = ask("lottery.draw", &draw)?;
    Ok(drawn["verdict"]["proof"].clone())
}

fn commitment(draw_id: &str, reveal: &[u8; 32]) -> [u8; 32] {
    let length = u16::try_from(draw_id.len()).unwrap_or(u16::MAX).to_be_bytes();
    let message = [b"kenpo-draw/v1/commit\0".as_slice(), &length, draw_id.as_bytes(), reveal].concat();
    Sha256::digest(message).into()
}

fn hex(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(bytes)
}

/// The terms of what happens after the draw; of every fifth draw prizes never pass on for being late.
fn terms(holders: u32) -> Value {
    let reasons = ["moved_away", "registered_twice"];
    match holders.is_multiple_of(5) {
        true => json!({ "disqualifications": reasons }),
        false => json!({ "pass_on_days": holders % 9 + 1, "disqualifications": reasons }),
    }
}

/// The proof with what happened after the draw: some ranks take their prizes up, decline or are disqualified, and the rest lapse.
fn settled(holders: u32, drawn: &Value) -> Result<Value, String> {
    let bound = terms(holders);
    let reasons = bound["disqualifications"].as_array().into_iter().flatten();
    let mut terms = json!({
        "id": "draws", "months": [6], "dates": [{ "draw_id": format!("draw-{holders}"), "on": "2024-06-03" }], "at": "12:00",
        "entry": { "days_before": 2 }, "freeze": { "days_before": 2 }, "prizes": [{ "code": "first", "quantity": 1 }],
        "disqualifications": reasons.map(|code| json!({ "code": code })).collect::<Vec<_>>(),
    });
    if let Some(days) = bound.get("pass_on_days") {
        terms["pass_on_days"] = days.clone();
    }
    let document =
        json!({ "format": "kenpo-programme/1", "id": "oracle", "version": "1", "name": "draws", "draws": [terms] });
    let programme = parse_programme(document.to_string().as_bytes()).map_err(|failure| failure.to_string())?;
    let ranks = drawn["result"].as_array().map_or(0, Vec::len);
    // One rank a day, each once; a rank without a prize is not asked whether it takes one up.
    let mut settled = drawn.clone();
    for (day, rank) in (1..=ranks).enumerate() {
        let time = format!("2024-06-{:02}T12:00:00+09:00", 3 + day);
        let mut record = json!({ "rank": rank, "time": time });
        match (rank + usize::try_from(holders).unwrap_or(0)) % 4 {
            0 => record["event"] = json!("taken_up"),
            1 => record["event"] = json!("declined"),
            2 => {
                record["event"] = json!("disqualified");
                record["reason"] = json!("moved_away");
            }
            _ => continue,
        }
        let request = json!({ "proof": settled, "records": [record], "now": time });
        let verdict = &ask_of(Some(&programme), "lottery.settle", &request)?["verdict"];
        // A record that cannot have happened, such as one of a rank that lapsed, leaves the proof as it was.
        if verdict["reason"] == "accepted" {
            settled = verdict["proof"].clone();
        }
    }
    let request = json!({ "proof": settled, "now": "2024-06-20T00:00:00+09:00" });
    Ok(ask_of(Some(&programme), "lottery.settle", &request)?["verdict"]["proof"].clone())
}
