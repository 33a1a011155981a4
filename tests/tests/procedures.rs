//! Properties of procedures and levels of access: what no sequence of events may reach.

use kenpo_core::{
    Programme, Reason,
    account::{self, ProcedureRow, ProcedureState},
};
use kenpo_wire::{from_text, parse_programme};
use proptest::prelude::*;
use serde_json::{Value, json};

const PROGRAMMES: [&str; 4] = ["kencom_web", "kencom_app", "kenren", "shochiku"];

fn programme(name: &str) -> (Programme, Value) {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../programmes/{name}.json"));
    let bytes = std::fs::read(file).expect("a programme");
    (parse_programme(&bytes).expect("a valid programme"), serde_json::from_slice(&bytes).expect("JSON"))
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(|item| item["id"].as_str()).collect()
}

/// An event: what happens, to which step, with all or part of what it needs, what the address is, and how the clock moves.
#[derive(Clone, Debug)]
struct Event {
    kind: usize,
    step: prop::sample::Index,
    left_out: Option<prop::sample::Index>,
    consents: bool,
    address: usize,
    review: bool,
    seconds: i64,
}

fn event() -> impl Strategy<Value = Event> {
    // Mostly the next steps are finished rightly: else nothing would get far.
    let kind = prop_oneof![8 => Just(0_usize), 1 => 1_usize..5];
    let left_out = prop::option::weighted(0.2, any::<prop::sample::Index>());
    (kind, any::<prop::sample::Index>(), left_out, prop::bool::weighted(0.9), 0_usize..4, any::<bool>(), -5_i64..60)
        .prop_map(|(kind, step, left_out, consents, address, review, seconds)| Event {
            kind,
            step,
            left_out,
            consents,
            address,
            review,
            seconds,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    /// Random events: no step is skipped or done twice, nothing follows the end, and nothing is mailed to an address that does not do.
    #[test]
    fn no_sequence_skips_a_step(which in 0_usize..4, procedure: prop::sample::Index, events in prop::collection::vec((event(), any::<bool>()), 1..24)) {
        let (programme, document) = programme(PROGRAMMES[which]);
        let procedures = document["account"]["procedures"].as_array().expect("procedures");
        let procedure = &procedures[procedure.index(procedures.len())];
        let steps = procedure["steps"].as_array().expect("steps");
        let mut row: Option<ProcedureRow> = None;
        let mut clock = 1_700_000_000_i64;
        for (event, next) in events {
            clock += event.seconds;
            let done = row.as_ref().map_or(0, |row| usize::from(row.done));
            let place = if next { done.min(steps.len() - 1) } else { event.step.index(steps.len()) };
            let step = &steps[place];
            let mut given = ids(&step["needs"]);
            if let (Some(index), false) = (event.left_out, given.is_empty()) {
                given.remove(index.index(given.len()));
            }
            let all = given.len() == ids(&step["needs"]).len();
            let address = ["free", "registered", "absent", "free"][event.address];
            let review = event.review && !step["review"].is_null();
            let kind = ["finish", "look", "cancel", "restart", "confirm"][event.kind];
            let now = kenpo_core::civil::Instant::from_unix(clock).expect("an instant");
            let mut request = json!({
                "now": now, "id": "s", "procedure": procedure["id"], "event": kind, "step": step["id"], "given": given, "review": review,
                "address": address, "consents": if event.consents { ids(&step["consents"]) } else { Vec::new() },
            });
            if let Some(row) = &row {
                request["row"] = json!(row);
            }
            let request = from_text(&request.to_string()).expect("a request");
            let posting = account::proceed(&programme, &request).expect("an answer");
            let Some(after) = posting.store.first().cloned() else {
                prop_assert!(posting.verdict.sends.is_none());
                continue;
            };
            let before = row.as_ref();
            let ended = before.is_some_and(|row| row.state == ProcedureState::Complete);
            prop_assert!(!ended, "nothing follows a complete procedure");
            prop_assert!(before.is_none_or(|before| before.at <= after.at), "no row is written before the last");
            let open = before.is_none_or(|before| before.state == ProcedureState::Open);
            match kind {
                "finish" => {
                    prop_assert!(open && all && place == done && usize::from(after.done) == done + 1);
                    prop_assert!(event.consents || step["consents"].is_null());
                    prop_assert!(before.is_none_or(|before| !before.withheld));
                    let last = usize::from(after.done) == steps.len();
                    prop_assert_eq!(after.state == ProcedureState::Open, !last);
                    prop_assert_eq!(after.state == ProcedureState::UnderReview, last && review);
                    let fits = match step["address"].as_str() {
                        Some("new") => address == "free",
                        Some("known") => address == "registered",
                        _ => true,
                    };
                    prop_assert_eq!(after.withheld, !fits);
                    let sends = json!(posting.verdict.sends);
                    prop_assert_eq!(&sends, if fits { &step["sends"] } else { &Value::Null });
                    prop_assert!(!last || fits, "no second member for an address");
                }
                "cancel" => prop_assert!(open && after.state == ProcedureState::Cancelled),
                "restart" => prop_assert!(after.done == 0 && after.state == ProcedureState::Open),
                "confirm" => prop_assert!(before.is_some_and(|before| before.state == ProcedureState::UnderReview)),
                _ => prop_assert!(false, "looking writes nothing"),
            }
            row = Some(after);
        }
    }

    /// No feature opens without each of its levels, and each opens with all of them.
    #[test]
    fn no_health_data_without_its_level(which in 0_usize..2, feature: prop::sample::Index, identity: bool, state in 0_usize..3, answered: bool, company: bool) {
        let (programme, document) = programme(PROGRAMMES[which]);
        let features = document["account"]["features"].as_array().expect("features");
        let feature = &features[feature.index(features.len())];
        let needs: Vec<&str> =
            feature["needs"].as_array().into_iter().flatten().filter_map(|need| need["level"].as_str()).collect();
        let group = if company && which == 1 { "example-company" } else { "133033" };
        let request = json!({
            "now": "2024-03-01T10:00:00+09:00", "feature": feature["id"], "group": group, "identity": identity,
            "verification": (["none", "under_review", "complete"][state]), "secret_answered": answered,
        });
        let verdict = account::access(&programme, &from_text(&request.to_string()).expect("a request")).expect("an answer").verdict;
        let holds = |level: &str| match level {
            "identity" => identity,
            "verification" => state == 2 && group != "example-company",
            "secret_answer" => answered,
            _ => false,
        };
        prop_assert_eq!(verdict.reason == Reason::Accepted, needs.iter().all(|level| holds(level)));
        prop_assert_eq!(verdict.missing.len(), needs.iter().filter(|level| !holds(level)).count());
    }
}
