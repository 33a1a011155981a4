//! The templates of programme documents are programmes, and do what they say.

use std::fs;

use kenpo_wire::{answer, parse_programme};
use serde_json::{Value, json};

fn ask(template: &str, operation: &str, request: &Value) -> Value {
    let document = fs::read(format!("../programmes/templates/{template}.json")).unwrap();
    let programme = parse_programme(&document).unwrap();
    let answered = answer(Some(&programme), operation.as_bytes(), request.to_string().as_bytes());
    let answered: Value = serde_json::from_slice(&answered.unwrap()).unwrap();
    answered["answer"].clone()
}

#[test]
fn steps_are_paid_up_to_the_cap() {
    let days: Vec<Value> =
        (1..=20).map(|day| json!({ "date": format!("2026-06-{day:02}"), "steps": 10_000 })).collect();
    let request = json!({ "now": "2026-06-20T21:00:00+09:00", "arrivals": days, "explain": "failed" });
    let answer = ask("points", "points.accrue", &request);
    // Days before 6 June come too late; fifteen days of 20 points are the month's 300.
    assert_eq!(answer["verdict"]["points"], 300);
    // A setting without a rule is cited by its path.
    assert_eq!(answer["checks"][0]["rule"], "/points/rules/0");
}

#[test]
fn checkups_are_paid_once_and_points_end_in_march() {
    let earn =
        json!({ "now": "2026-06-16T09:00:00+09:00", "activity": "checkup", "date": "2026-06-15", "event": "e-1" });
    let earned = ask("checkup", "points.earn", &earn);
    assert_eq!((&earned["verdict"]["points"], &earned["store"][0]["expires_on"]), (&json!(1000), &json!("2027-03-31")));
    let exchange = json!({
        "now": "2026-07-01T09:00:00+09:00", "ledger": { "entries": earned["store"] }, "goods": "gift-500", "quantity": 2, "request_key": "r-1"
    });
    assert_eq!(ask("checkup", "points.exchange", &exchange)["verdict"]["reason"], "exchanged");
    // Points of February end in March: nothing is left of them in April.
    let late =
        json!({ "now": "2026-04-05T09:00:00+09:00", "activity": "checkup", "date": "2026-02-20", "event": "e-2" });
    assert_eq!(ask("checkup", "points.earn", &late)["verdict"]["reason"], "already_expired");
}

#[test]
fn the_subsidy_has_a_ceiling() {
    for (cost, subsidy) in [(10_000, 7_000), (35_714, 24_999), (35_715, 25_000), (80_000, 25_000)] {
        let request = json!({
            "service": "dock", "on": "2026-06-01", "cost_yen": cost, "insured_treatment": false,
            "person": { "id": "p1", "born": "1970-05-05", "relation": "insured", "insured_from": "2010-04-01" }
        });
        assert_eq!(ask("subsidy", "subsidy.claim", &request)["verdict"]["subsidy_yen"], subsidy);
    }
}

#[test]
fn passwords_hold_for_a_year() {
    let set = json!({
        "now": "2026-06-01T09:00:00+09:00", "occasion": "registration", "password": "kenko2026", "repeated": "kenko2026"
    });
    let set = ask("account", "account.set_password", &set);
    assert_eq!((&set["verdict"]["reason"], &set["verdict"]["last_day"]), (&json!("accepted"), &json!("2027-06-01")));
    for (now, reason) in [("2027-06-01T23:59:59+09:00", "accepted"), ("2027-06-02T00:00:00+09:00", "password_expired")]
    {
        let sign_in =
            json!({ "now": now, "key": "k-1", "known": true, "password_fits": true, "password": set["store"][0] });
        assert_eq!(ask("account", "account.sign_in", &sign_in)["verdict"]["reason"], reason);
    }
}

#[test]
fn booking_closes_at_the_end_of_the_day() {
    let deadlines =
        &ask("booking", "booking.deadlines", &json!({ "service": "checkup", "date": "2026-06-15" }))["verdict"];
    let closes = &deadlines["deadlines"]["closes"];
    assert_eq!((&closes["at"], &closes["last_day"]), (&json!("2026-06-02T00:00:00+09:00"), &json!("2026-06-01")));
}

#[test]
fn draws_are_held_twice_a_year() {
    let schedule = ask("draw", "lottery.schedule", &json!({ "draws": "draw", "now": "2026-06-15T00:00:00+09:00" }));
    // Entry for the draw of 18 June ended as 15 June began.
    let draws = &schedule["verdict"]["draws"];
    let stages = [&draws[0]["draw_id"], &draws[0]["stage"], &draws[1]["draw_id"], &draws[1]["stage"]];
    assert_eq!(stages, ["draw-2026-06", "frozen", "draw-2026-12", "open"]);
}

#[test]
fn tickets_are_not_given_back_and_coupons_last_two_years() {
    let exchange = json!({
        "now": "2026-06-01T10:00:00+09:00", "ledger": { "opening": { "sequence": 1, "points": 500, "closed_through": "2026-05-31" } },
        "goods": "ticket", "quantity": 1, "request_key": "r-1"
    });
    let exchanged = ask("draw", "points.exchange", &exchange);
    assert_eq!(exchanged["verdict"]["reason"], "exchanged");
    let reverse = json!({
        "now": "2026-06-02T10:00:00+09:00", "sequence": exchanged["store"][0]["sequence"], "request_key": "r-2",
        "ledger": { "opening": { "sequence": 1, "points": 500, "closed_through": "2026-05-31" }, "entries": exchanged["store"] },
        "explain": "failed"
    });
    let reversed = ask("draw", "points.reverse", &reverse);
    assert_eq!(
        (&reversed["verdict"]["reason"], &reversed["checks"][0]["rule"]),
        (&json!("exchange_irrevocable"), &json!("第5条"))
    );
    let coupon = ask("draw", "coupon.issue", &json!({ "coupon": "coupon", "issued_on": "2026-06-30" }));
    assert_eq!(coupon["verdict"]["last_day"], "2028-03-31");
}
