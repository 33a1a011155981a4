//! What operations want of their requests, as far as JSON Schema can say it: added to the types of the contract. Bounds that have a
//! name are those that the operations look at.

use kenpo_core::{lottery, value::MAX_SAFE};
use serde_json::{Value, json};

use crate::limits::{COUNTS, MOST_TICKETS};

/// Keywords for a field of a type.
pub(super) fn limits() -> Vec<(&'static str, &'static str, Value)> {
    let one = || json!({ "minimum": 1 });
    let filled = || json!({ "minItems": 1 });
    let tickets = || json!({ "minimum": 1, "maximum": MOST_TICKETS });
    let place = || json!({ "maximum": MOST_TICKETS });
    let mut limits = vec![
        ("NameRequest", "match_key_version", json!({ "minimum": 1, "maximum": 2 })),
        ("YearRequest", "fiscal_year", json!({ "minimum": 1, "maximum": 9998 })),
        ("WaitingList", "last_rank", json!({ "maximum": MAX_SAFE - 1 })),
        ("AdjustRequest", "points", json!({ "not": { "const": 0 } })),
        ("ExchangeRequest", "quantity", one()),
        ("ReverseRequest", "quantity", one()),
        ("RedeemCouponRequest", "yen", one()),
        ("Holder", "tickets", tickets()),
        ("TicketExchange", "tickets", tickets()),
        ("FreezeRequest", "prizes", filled()),
        ("FreezeRequest", "max_prizes_per_holder", one()),
        ("EnterRequest", "holders", filled()),
        ("DrawRequest", "entries", filled()),
        ("ReceiptsRequest", "entries", filled()),
        ("LogRequest", "exchanges", filled()),
        ("LogRequest", "since", one()),
        ("FoldListRequest", "place", place()),
        ("FoldLogRequest", "place", place()),
        ("FoldDrawRequest", "place", place()),
    ];
    for (_, _, most, _, lists) in COUNTS {
        limits.extend(lists.iter().map(|(name, key)| (*name, *key, json!({ "maxItems": most }))));
    }
    limits
}

/// What a type's keys ask of others beside them.
pub(super) fn together() -> Vec<(&'static str, Value)> {
    // A list or a log is given, or the state to which it was folded.
    let list = json!({ "if": { "required": ["list"] }, "then": { "properties": { "entries": { "maxItems": 0 } } },
        "else": { "properties": { "entries": { "minItems": 1 } } } });
    let log = json!({ "if": { "required": ["log"] }, "then": { "properties": { "exchanges": { "maxItems": 0 } } } });
    // Of a proof or a receipt that is checked, what is wrong is a verdict: these are no limits of the types themselves.
    let beacon = |kind: &str, keys: Value, more: Value| {
        let mut one = json!({ "properties": { "kind": { "const": kind } } });
        if let (Value::Object(keys), Value::Object(more)) = (keys, more) {
            one["properties"].as_object_mut().into_iter().for_each(|all| all.extend(keys.clone()));
            one.as_object_mut().into_iter().for_each(|one| one.extend(more.clone()));
        }
        one
    };
    let text = || {
        beacon("public_text", json!({ "chain_hash": false, "round": false }), json!({ "required": ["description"] }))
    };
    let drand = |more| beacon("drand", json!({ "description": false }), more);
    // A list that is frozen may leave it to kenpo which round it is.
    let round = json!({ "dependentRequired": { "chain_hash": ["round"], "round": ["chain_hash"] } });
    let announced = json!({ "oneOf": [text(), drand(round)] });
    let counted = json!({ "items": { "properties": { "count": { "minimum": 1, "maximum": MOST_TICKETS } } } });
    let prizes = json!({ "items": { "properties": { "quantity": { "minimum": 1 } } } });
    let terms = json!({ "properties": { "disqualifications": { "maxItems": lottery::MOST_REASONS } } });
    let manifest = json!({ "properties": {
        "beacon": { "oneOf": [text(), drand(json!({ "required": ["chain_hash", "round"] }))] },
        "prizes": { "minItems": 1, "maxItems": lottery::MOST_PRIZES, "items": { "properties": { "quantity": { "minimum": 1 } } } },
        "max_prizes_per_holder": { "minimum": 1 },
        "commitments": { "maxItems": lottery::MOST_COMMITMENTS },
        "terms": terms.clone(),
    } });
    let of_list =
        |beacon: &Value| json!({ "properties": { "beacon": beacon, "entries": counted, "exchanges": counted } });
    let is_text = json!({ "properties": { "manifest": { "properties": { "beacon": { "properties": { "kind": { "const": "public_text" } } } } } } });
    vec![
        ("Actor", json!({ "anyOf": [{ "properties": { "role": { "const": "person" } } }, { "required": ["id"] }] })),
        (
            "ActRequest",
            json!({ "if": { "properties": { "action": { "enum": ["change_login_id", "add_address", "change_address"] } } },
                "then": { "required": ["taken"] } }),
        ),
        (
            "ActRequest",
            json!({ "if": { "properties": { "action": { "const": "add_address" } } }, "then": { "required": ["addresses"] } }),
        ),
        (
            "NoticesRequest",
            json!({ "anyOf": [{ "properties": { "event": { "const": "address_changed" } } }, { "required": ["date"] }] }),
        ),
        ("FreezeRequest", of_list(&announced)),
        ("FreezeRequest", json!({ "properties": { "prizes": prizes, "terms": terms } })),
        ("FreezeScheduledRequest", of_list(&announced)),
        ("DrawRequest", json!({ "properties": { "manifest": manifest, "entries": counted, "exchanges": counted } })),
        ("FoldDrawRequest", json!({ "properties": { "manifest": manifest, "entries": counted } })),
        ("FoldListRequest", json!({ "properties": { "entries": counted } })),
        ("ReceiptsRequest", json!({ "properties": { "entries": counted } })),
        ("FoldLogRequest", json!({ "properties": { "exchanges": counted } })),
        ("LogRequest", json!({ "properties": { "exchanges": counted } })),
        ("FreezeRequest", list.clone()),
        ("FreezeRequest", log.clone()),
        ("FreezeScheduledRequest", list),
        ("FreezeScheduledRequest", log),
        (
            "DrawRequest",
            json!({ "if": is_text, "then": { "required": ["public_text"], "properties": { "signature": false } },
                "else": { "required": ["signature"], "properties": { "public_text": false } } }),
        ),
        (
            "SettleDrawRequest",
            json!({ "properties": { "records": { "items": {
                "properties": { "event": { "enum": ["taken_up", "declined", "disqualified"] }, "prize": false },
                "if": { "properties": { "event": { "const": "disqualified" } } },
                "then": { "required": ["reason"] }, "else": { "properties": { "reason": false } },
            } } } }),
        ),
    ]
}
