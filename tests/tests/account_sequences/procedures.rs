//! Procedures and levels of access.

use kenpo_core::{
    Posting, Programme, Reason,
    account::{self, ProcedureExpect, ProcedureRow, ProcedureState, ProceedVerdict},
};
use proptest::{prelude::*, sample::Index};
use serde_json::{Value, json};

use crate::{Told, at, ids, read};

type Outcome = Result<(), TestCaseError>;
type Proceeded = Posting<ProceedVerdict, ProcedureRow, ProcedureExpect>;

/// What happens: to which step, with all or part of what it needs, what the address is, and how the clock moves.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    kind: &'static str,
    /// Another step than the next one.
    step: Option<Index>,
    left_out: Option<Index>,
    consents: bool,
    address: &'static str,
    review: bool,
    seconds: i64,
}

/// Mostly the next step is finished rightly: else nothing would get far.
pub(crate) fn events() -> impl Strategy<Value = Vec<Event>> {
    let kind =
        prop_oneof![8 => Just("finish"), 1 => prop::sample::select(vec!["look", "cancel", "restart", "confirm"])];
    let index = |weight| prop::option::weighted(weight, any::<Index>());
    let address = prop::sample::select(vec!["free", "free", "registered", "absent"]);
    let event = (kind, index(0.3), index(0.2), prop::bool::weighted(0.9), address, any::<bool>(), -5_i64..60);
    let event = event.prop_map(|(kind, step, left_out, consents, address, review, seconds)| Event {
        kind,
        step,
        left_out,
        consents,
        address,
        review,
        seconds,
    });
    prop::collection::vec(event, 1..24)
}

/// Which of two goes on, and whether what was answered is written now.
pub(crate) fn turns() -> impl Strategy<Value = Vec<(usize, bool)>> {
    prop::collection::vec((0_usize..2, any::<bool>()), 1..40)
}

/// Whether the identity check was passed, whether the secret question was answered, and whether the group has no access verification.
pub(crate) fn accesses() -> impl Strategy<Value = Vec<(bool, bool, bool)>> {
    prop::collection::vec((prop::bool::weighted(0.7), prop::bool::weighted(0.7), prop::bool::weighted(0.1)), 24)
}

fn ask(programme: &Programme, request: &Value) -> Proceeded {
    account::proceed(programme, &read(request)).expect("an answer")
}

/// An event of a procedure, and what was asked.
struct Asked {
    request: Value,
    place: usize,
    /// Whether all that the step needs was given.
    all: bool,
    review: bool,
}

impl Asked {
    fn of(procedure: &Value, row: Option<&ProcedureRow>, event: &Event, clock: i64) -> Self {
        let steps = procedure["steps"].as_array().expect("steps");
        let done = row.map_or(0, |row| usize::from(row.done));
        let place = event.step.map_or(done.min(steps.len() - 1), |step| step.index(steps.len()));
        let step = &steps[place];
        let needs = ids(&step["needs"]);
        let mut given = needs.clone();
        if let (Some(index), false) = (event.left_out, given.is_empty()) {
            given.remove(index.index(given.len()));
        }
        let reviewed = !step["review"].is_null();
        let review = event.review && reviewed;
        let mut request = json!({
            "now": at(clock), "id": "s", "procedure": procedure["id"], "event": event.kind, "step": step["id"],
            "given": given, "address": event.address,
            "consents": if event.consents { ids(&step["consents"]) } else { Vec::new() },
        });
        if reviewed {
            request["review"] = json!(if review { "yes" } else { "no" });
        }
        if let Some(row) = row {
            request["row"] = json!(row);
        }
        Self { all: given.len() == needs.len(), request, place, review }
    }
}

/// No step is skipped or done twice, nothing follows the end, and nothing is mailed to an address that does not do.
pub(crate) fn no_step_is_skipped(told: &Told, which: Index, events: Vec<Event>) -> Outcome {
    let procedures = told.settings("procedures");
    let procedure = &procedures[which.index(procedures.len())];
    let steps = procedure["steps"].as_array().expect("steps");
    let (mut row, mut clock) = (None::<ProcedureRow>, 0);
    for event in events {
        clock += event.seconds;
        let asked = Asked::of(procedure, row.as_ref(), &event, clock);
        let step = &steps[asked.place];
        let posting = ask(&told.programme, &asked.request);
        let Some(after) = posting.store.first().cloned() else {
            prop_assert!(posting.verdict.sends.is_none());
            continue;
        };
        let before = row.as_ref();
        let done = before.map_or(0, |row| usize::from(row.done));
        let ended = before.is_some_and(|row| row.state == ProcedureState::Complete);
        prop_assert!(!ended, "nothing follows a complete procedure");
        prop_assert!(before.is_none_or(|before| before.at <= after.at), "no row is written before the last");
        let open = before.is_none_or(|before| before.state == ProcedureState::Open);
        match event.kind {
            "finish" => {
                prop_assert!(open && asked.all && asked.place == done && usize::from(after.done) == done + 1);
                prop_assert!(event.consents || step["consents"].is_null());
                prop_assert!(before.is_none_or(|before| !before.withheld));
                let last = usize::from(after.done) == steps.len();
                prop_assert_eq!(after.state == ProcedureState::Open, !last);
                prop_assert_eq!(after.state == ProcedureState::UnderReview, last && asked.review);
                let fits = match step["address"].as_str() {
                    Some("new") => event.address == "free",
                    Some("known") => event.address == "registered",
                    _ => true,
                };
                prop_assert_eq!(after.withheld, !fits);
                let sends = json!(posting.verdict.sends);
                prop_assert_eq!(&sends, if fits { &step["sends"] } else { &Value::Null });
                let new = steps.iter().any(|step| step["address"] == "new");
                prop_assert!(!last || !new || event.address == "free", "no second member for an address");
            }
            "cancel" => prop_assert!(open && after.state == ProcedureState::Cancelled),
            "restart" => prop_assert!(after.done == 0 && after.state == ProcedureState::Open),
            "confirm" => prop_assert!(before.is_some_and(|before| before.state == ProcedureState::UnderReview)),
            _ => prop_assert!(false, "looking writes nothing"),
        }
        row = Some(after);
    }
    Ok(())
}

/// Two registrations with one address, whose steps fall between each other and whose answers are written only while what they expect holds.
pub(crate) fn an_address_becomes_one_member(told: &Told, turns: Vec<(usize, bool)>) -> Outcome {
    let procedure = &told.settings("procedures")[0];
    prop_assert_eq!(&procedure["id"], "registration");
    let mut rows: [Option<ProcedureRow>; 2] = [None, None];
    let mut waiting: [Option<Proceeded>; 2] = [None, None];
    let mut members = 0;
    for (who, writes) in turns {
        let row = rows[who].clone();
        if row.as_ref().is_some_and(|row| row.state == ProcedureState::Complete || row.withheld) {
            continue;
        }
        let done = row.as_ref().map_or(0, |row| usize::from(row.done));
        let step = &procedure["steps"][done];
        let mut request = json!({
            "now": at(0), "id": (["s", "t"][who]), "procedure": "registration", "event": "finish", "step": step["id"],
            "given": ids(&step["needs"]), "consents": ids(&step["consents"]),
            "address": if members > 0 { "registered" } else { "free" },
        });
        if let Some(row) = &row {
            request["row"] = json!(row);
        }
        let answered = waiting[who].take().unwrap_or_else(|| ask(&told.programme, &request));
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
    Ok(())
}

/// Through the procedure that verifies the access, and after each event to every feature: none opens without each of its levels, and each with all of them.
pub(crate) fn no_health_data_without_its_level(
    told: &Told,
    events: Vec<Event>,
    accesses: Vec<(bool, bool, bool)>,
) -> Outcome {
    let verifies =
        |procedure: &&Value| ["checkup_access", "access_verification"].iter().any(|id| procedure["id"] == *id);
    let procedure = told.settings("procedures").iter().find(verifies).expect("the procedure that verifies the access");
    let steps = procedure["steps"].as_array().expect("steps").len();
    let (mut row, mut clock) = (None::<ProcedureRow>, 0);
    // The model: steps that were finished in order, since the last new beginning, and a review that was passed.
    let (mut finished, mut reviewed) = (0, false);
    for (event, (identity, answered, company)) in events.into_iter().zip(accesses) {
        clock += event.seconds;
        let asked = Asked::of(procedure, row.as_ref(), &event, clock);
        if let Some(after) = ask(&told.programme, &asked.request).store.pop() {
            match event.kind {
                "finish" if asked.place == finished && asked.all => {
                    finished += 1;
                    reviewed = !asked.review;
                }
                "finish" => prop_assert!(false, "a step out of order"),
                "confirm" => reviewed = true,
                _ => finished = 0,
            }
            row = Some(after);
        }
        let state = match row.as_ref().map(|row| row.state) {
            Some(ProcedureState::Complete) => "complete",
            Some(ProcedureState::UnderReview) => "under_review",
            _ => "none",
        };
        let group = if company { "example-company" } else { "133033" };
        for feature in told.settings("features") {
            let request = json!({
                "now": at(clock), "feature": feature["id"], "group": group, "identity": identity,
                "verification": state, "secret_answered": answered,
            });
            let verdict = account::access(&told.programme, &read(&request)).expect("an answer").verdict;
            let without = |group: &str| {
                let groups = &told.document["account"]["verification"][0]["groups_without"];
                groups.as_array().is_some_and(|groups| groups.iter().any(|other| *other == group))
            };
            let holds = |level: &str| match level {
                "identity" => identity,
                "verification" => finished == steps && reviewed && !without(group),
                "secret_answer" => answered,
                _ => false,
            };
            let needs: Vec<&str> =
                feature["needs"].as_array().into_iter().flatten().filter_map(|need| need["level"].as_str()).collect();
            prop_assert_eq!(verdict.reason == Reason::Accepted, needs.iter().all(|level| holds(level)));
            prop_assert_eq!(verdict.missing.len(), needs.iter().filter(|level| !holds(level)).count());
        }
    }
    Ok(())
}

/// Events of a stranger, who gets no mail, under the strict preset: what is shown does not tell whether the address is a member's.
pub(crate) fn none_tells_a_member(strict: &Told, which: Index, events: Vec<Event>) -> Outcome {
    let procedures = strict.settings("procedures");
    let procedure = &procedures[which.index(procedures.len())];
    let mut rows: [Option<ProcedureRow>; 2] = [None, None];
    let mut clock = 0;
    for event in events {
        clock += event.seconds;
        let shown = [(0, "free"), (1, "registered")].map(|(who, address)| {
            let event = Event { address, review: false, ..event.clone() };
            let mut request = Asked::of(procedure, rows[who].as_ref(), &event, clock).request;
            let given = request["given"].as_array_mut().expect("what is given");
            given.retain(|given| *given != "link" && *given != "code");
            let posting = ask(&strict.programme, &request);
            rows[who] = posting.store.first().cloned().or(rows[who].take());
            json!(posting.verdict.shown).to_string()
        });
        prop_assert_eq!(&shown[0], &shown[1]);
    }
    Ok(())
}
