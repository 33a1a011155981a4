//! Properties of procedures and levels of access: what no sequence of events may reach.

use std::sync::LazyLock;

use kenpo_core::{
    Posting, Programme, Reason,
    account::{self, ProcedureExpect, ProcedureRow, ProcedureState, ProceedVerdict},
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

static TOLD: LazyLock<Vec<(Programme, Value)>> = LazyLock::new(|| PROGRAMMES.map(programme).into());

/// The programmes without the setting that names causes: the strict preset.
static STRICT: LazyLock<Vec<(Programme, Value)>> = LazyLock::new(|| {
    let strict = |(_, document): &(Programme, Value)| {
        let mut document = document.clone();
        document["account"].as_object_mut().expect("accounts").remove("disclosure");
        (parse_programme(document.to_string().as_bytes()).expect("a valid programme"), document)
    };
    TOLD.iter().map(strict).collect()
});

fn ask(programme: &Programme, request: &Value) -> Posting<ProceedVerdict, ProcedureRow, ProcedureExpect> {
    account::proceed(programme, &from_text(&request.to_string()).expect("a request")).expect("an answer")
}

/// A step finished rightly.
fn finish(procedure: &Value, row: Option<&ProcedureRow>, id: &str, place: usize, address: &str) -> Value {
    let step = &procedure["steps"][place];
    let mut request = json!({
        "now": "2024-03-01T10:00:00+09:00", "id": id, "procedure": procedure["id"], "event": "finish", "step": step["id"],
        "given": ids(&step["needs"]), "consents": ids(&step["consents"]), "address": address,
    });
    if let Some(row) = row {
        request["row"] = json!(row);
    }
    request
}

/// The first procedure of a programme, which is the registration where it has one.
fn registration(document: &Value) -> &Value {
    &document["account"]["procedures"][0]
}

proptest! {
    /// Random events: no step is skipped or done twice, nothing follows the end, and nothing is mailed to an address that does not do.
    #[test]
    fn no_sequence_skips_a_step(which in 0_usize..4, procedure: prop::sample::Index, events in prop::collection::vec((event(), any::<bool>()), 1..24)) {
        let (programme, document) = &TOLD[which];
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
            let reviewed = !step["review"].is_null();
            let review = event.review && reviewed;
            let kind = ["finish", "look", "cancel", "restart", "confirm"][event.kind];
            let now = kenpo_core::civil::Instant::from_unix(clock).expect("an instant");
            let mut request = json!({
                "now": now, "id": "s", "procedure": procedure["id"], "event": kind, "step": step["id"], "given": given,
                "address": address, "consents": if event.consents { ids(&step["consents"]) } else { Vec::new() },
            });
            if reviewed {
                request["review"] = json!(if review { "yes" } else { "no" });
            }
            if let Some(row) = &row {
                request["row"] = json!(row);
            }
            let posting = ask(programme, &request);
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
                    let new = steps.iter().any(|step| step["address"] == "new");
                    prop_assert!(!last || !new || address == "free", "no second member for an address");
                }
                "cancel" => prop_assert!(open && after.state == ProcedureState::Cancelled),
                "restart" => prop_assert!(after.done == 0 && after.state == ProcedureState::Open),
                "confirm" => prop_assert!(before.is_some_and(|before| before.state == ProcedureState::UnderReview)),
                _ => prop_assert!(false, "looking writes nothing"),
            }
            row = Some(after);
        }
    }

    /// Two registrations with one address, whose steps fall between each other and whose answers are written only while what they expect holds.
    #[test]
    fn an_address_becomes_one_member(which in 0_usize..3, turns in prop::collection::vec((0_usize..2, any::<bool>()), 1..40)) {
        let which = [0, 1, 3][which];
        let (programme, document) = &TOLD[which];
        let procedure = registration(document);
        let mut rows: [Option<ProcedureRow>; 2] = [None, None];
        let mut waiting: [Option<Posting<ProceedVerdict, ProcedureRow, ProcedureExpect>>; 2] = [None, None];
        let mut members = 0;
        for (who, writes) in turns {
            let id = ["s", "t"][who];
            let row = rows[who].clone();
            let done = row.as_ref().map_or(0, |row| usize::from(row.done));
            if row.as_ref().is_some_and(|row| row.state == ProcedureState::Complete || row.withheld) {
                continue;
            }
            let address = if members > 0 { "registered" } else { "free" };
            let answered = waiting[who].take().unwrap_or_else(|| ask(programme, &finish(procedure, row.as_ref(), id, done, address)));
            if !writes {
                waiting[who] = Some(answered);
                continue;
            }
            let Some(expect) = answered.expect else { continue };
            // One transaction: the row as it was read, and an address that is nobody's.
            if expect.row != row || (expect.address_free && members > 0) {
                continue;
            }
            rows[who] = answered.store.first().cloned();
            members += usize::from(rows[who].as_ref().is_some_and(|row| row.state == ProcedureState::Complete));
        }
        prop_assert!(members <= 1, "{} members with one address", members);
    }

    /// Events of a stranger, who gets no mail: what is shown does not tell whether the address is a member's.
    #[test]
    fn a_procedure_does_not_tell_a_member(
        which in 0_usize..4, procedure: prop::sample::Index, events in prop::collection::vec((event(), any::<bool>()), 1..12),
    ) {
        let (programme, document) = &STRICT[which];
        let procedures = document["account"]["procedures"].as_array().expect("procedures");
        let procedure = &procedures[procedure.index(procedures.len())];
        let steps = procedure["steps"].as_array().expect("steps");
        let mut rows: [Option<ProcedureRow>; 2] = [None, None];
        for (event, next) in events {
            let done = rows[0].as_ref().map_or(0, |row| usize::from(row.done));
            let place = if next { done.min(steps.len() - 1) } else { event.step.index(steps.len()) };
            let step = &steps[place];
            let mailed = ["link", "code"];
            let mut given: Vec<&str> = ids(&step["needs"]).into_iter().filter(|need| !mailed.contains(need)).collect();
            if let (Some(index), false) = (event.left_out, given.is_empty()) {
                given.remove(index.index(given.len()));
            }
            let shown = [0, 1].map(|who| {
                let address = ["free", "registered"][who];
                let mut request = finish(procedure, rows[who].as_ref(), "s", place, address);
                request["event"] = json!(["finish", "look", "cancel", "restart", "confirm"][event.kind]);
                request["given"] = json!(given);
                if !event.consents {
                    request["consents"] = json!([]);
                }
                if !step["review"].is_null() {
                    request["review"] = json!("no");
                }
                let posting = ask(programme, &request);
                rows[who] = posting.store.first().cloned().or(rows[who].take());
                json!(posting.verdict.shown).to_string()
            });
            prop_assert_eq!(&shown[0], &shown[1]);
        }
    }

    /// No feature opens without each of its levels, and each opens with all of them.
    #[test]
    fn no_health_data_without_its_level(which in 0_usize..2, feature: prop::sample::Index, identity: bool, state in 0_usize..3, answered: bool, company: bool) {
        let (programme, document) = &TOLD[which];
        let features = document["account"]["features"].as_array().expect("features");
        let feature = &features[feature.index(features.len())];
        let needs: Vec<&str> =
            feature["needs"].as_array().into_iter().flatten().filter_map(|need| need["level"].as_str()).collect();
        let group = if company && which == 1 { "example-company" } else { "133033" };
        let request = json!({
            "now": "2024-03-01T10:00:00+09:00", "feature": feature["id"], "group": group, "identity": identity,
            "verification": (["none", "under_review", "complete"][state]), "secret_answered": answered,
        });
        let verdict = account::access(programme, &from_text(&request.to_string()).expect("a request")).expect("an answer").verdict;
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
