//! Events other than steps, as the requests that a host would make.

use serde_json::{Value, json};

use super::{
    event::Event,
    moment::instant,
    play::{Answered, PERSON, Player},
};

const BOOKING: &str = "booking";

impl Player<'_> {
    pub(super) fn about_points(&mut self, event: &Event) -> Vec<Answered> {
        let with = &event.with;
        let mut all = Vec::new();
        if let Some(activity) = &event.activity {
            let at = activity.at.as_deref().map_or_else(|| instant(&format!("{} 12:00", activity.on)), instant);
            let id = activity.event.clone().unwrap_or_else(|| format!("event-{}", self.asked));
            let mut request = json!({ "now": at, "ledger": self.ledger, "activity": activity.kind, "date": activity.on, "event": id });
            request["value"] = activity.value.into();
            self.describe(&mut request, &["born", "person", "enrolled_on", "opened_on"]);
            all.push(self.ask("points.earn", request, with));
        }
        if let Some(settle) = &event.settle {
            // Dates as texts are in the order of their days.
            let within = |date: &String| {
                settle.from.as_deref().is_none_or(|from| from <= date.as_str())
                    && settle.until.as_deref().is_none_or(|until| date.as_str() <= until)
            };
            let days = self.steps.iter().filter(|(date, _)| within(date));
            let days: Vec<Value> = days.map(|(date, steps)| json!({ "date": date, "steps": steps })).collect();
            let at = instant(&settle.at);
            let mut request =
                json!({ "now": at, "ledger": self.ledger, "rule": settle.rule, "date": settle.on, "days": days });
            self.describe(&mut request, &["born", "person"]);
            all.push(self.ask("points.settle", request, with));
        }
        if let Some(exchange) = &event.exchange {
            let quantity = exchange.quantity.unwrap_or(1);
            let key = format!("request-{}", self.asked);
            let mut request = json!({ "now": instant(&exchange.at), "ledger": self.ledger, "goods": exchange.goods, "quantity": quantity, "request_key": key });
            let mut terms = self.programme.document().points.exchanges.iter();
            if terms.any(|terms| terms.id.as_str() == exchange.goods && terms.stock.is_some()) {
                request["taken"] = 0.into();
            }
            all.push(self.ask("points.exchange", request, with));
        }
        if let Some(undo) = &event.undo {
            let exchanges = self.entries().iter().filter(|entry| entry["kind"] == "exchange");
            let sequence = exchanges.filter_map(|entry| entry["sequence"].as_i64()).max().unwrap_or(1);
            let key = format!("request-{}", self.asked);
            let request =
                json!({ "now": instant(&undo.at), "ledger": self.ledger, "sequence": sequence, "request_key": key });
            all.push(self.ask("points.reverse", request, with));
        }
        if let Some(adjust) = &event.adjust {
            let key = format!("request-{}", self.asked);
            let request = json!({ "now": instant(&adjust.at), "ledger": self.ledger, "points": adjust.points, "cause": adjust.cause, "request_key": key });
            all.push(self.ask("points.adjust", request, with));
        }
        if let Some(coupon) = &event.coupon {
            let request = json!({ "coupon": coupon.coupon, "issued_on": coupon.issued_on });
            all.push(self.ask("coupon.issue", request, with));
        }
        all
    }

    pub(super) fn about_services(&mut self, event: &Event) -> Vec<Answered> {
        let with = &event.with;
        let mut all = Vec::new();
        if let Some(service) = &event.eligible {
            let mut request = json!({ "service": service.service, "on": service.on, "uses": self.uses });
            self.describe(&mut request, &["person"]);
            all.push(self.ask("eligibility.check", request, with));
        }
        if let Some(claim) = &event.claim {
            let mut request = json!({
                "service": claim.service, "on": claim.on, "cost_yen": claim.cost_yen, "insured_treatment": false, "claimed_on": claim.claimed_on, "uses": self.uses,
            });
            self.describe(&mut request, &["person"]);
            let answered = self.ask("subsidy.claim", request, with);
            if let Some(paid) = answered.verdict.get("subsidy_yen").and_then(Value::as_i64).filter(|yen| *yen > 0) {
                self.uses.push(json!({ "service": claim.service, "date": claim.on, "paid_yen": paid }));
            }
            all.push(answered);
        }
        if let Some(book) = &event.book {
            let mut request = json!({
                "now": instant(&book.at), "id": self.name(), "service": book.service, "slot": slot(&book.on),
                "bookings": self.bookings, "consent": true, "telephone": "000-0000-0000",
            });
            self.describe(&mut request, &["person"]);
            all.push(self.ask("booking.book", request, with));
        }
        let held = self.bookings.iter().rev().find(|row| row["state"] == "confirmed").cloned();
        let held = held.or_else(|| self.bookings.last().cloned()).unwrap_or_default();
        if let Some(cancel) = &event.cancel {
            let request = json!({ "now": instant(&cancel.at), "booking": held, "person": PERSON });
            all.push(self.ask("booking.cancel", request, with));
        }
        if let Some(change) = &event.change {
            let mut request = json!({
                "now": instant(&change.at), "id": self.name(), "booking": held["id"], "slot": slot(&change.on), "bookings": self.bookings,
            });
            self.describe(&mut request, &["person"]);
            all.push(self.ask("booking.change", request, with));
        }
        if let Some(attend) = &event.attend {
            let mut request = json!({
                "now": instant(&attend.at), "booking": held["id"], "attended": attend.attended, "bookings": self.bookings,
            });
            self.describe(&mut request, &["person"]);
            all.push(self.ask("booking.attend", request, with));
        }
        all
    }

    /// The id of the next booking.
    fn name(&self) -> String {
        format!("{BOOKING}-{}", self.bookings.len() + 1)
    }
}

fn slot(on: &str) -> Value {
    json!({ "id": format!("slot-{on}"), "date": on, "capacity": 10, "taken": 3 })
}

/// A day's steps as they arrive.
pub(super) fn arrival(on: &str, steps: i64, source: Option<&str>, revision: Option<i64>) -> Value {
    let mut arrival = json!({ "date": on, "steps": steps });
    if let Some(source) = source {
        arrival["source"] = source.into();
    }
    if let Some(revision) = revision {
        arrival["revision"] = revision.into();
    }
    arrival
}
