//! Holds the reasons that the contract gives each operation to the recorded answers of the vectors.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use serde_json::Value;

use super::model::{Contract, Kind, Named, Shape};
use crate::shell::root;

/// Words that an operation shares with the one whose vectors have each of them, and the code that gives them to both.
const ELSEWHERE: &[(&[&str], &str, &[&str], &str)] = &[
    (
        &[
            "booking.book",
            "booking.change",
            "booking.next",
            "eligibility.review",
            "eligibility.year",
            "points.accrue",
            "points.earn",
            "points.settle",
            "subsidy.claim",
            "voucher.check",
        ],
        "eligibility.check",
        &[
            "age_not_listed",
            "before_insured_period",
            "circumstance_left_out",
            "enrolled_too_briefly",
            "entitlement_lost",
            "fact_excluded",
            "fact_needed",
            "not_enrolled_on_day",
            "not_enrolled_on_first",
            "not_for_person",
            "not_in_effect",
            "relation_not_admitted",
            "sex_not_admitted",
            "too_old",
            "too_young",
            "used_up",
        ],
        "`entitled` and `once` in core/src/rules/eligibility, and the search for terms before them",
    ),
    (
        &["booking.change", "booking.next"],
        "booking.book",
        &["already_waiting", "not_open_yet", "same_slot"],
        "`Wish` in core/src/rules/booking/book.rs",
    ),
    (
        &[
            "identifier.read",
            "identifier.write",
            "insurer_number.check",
            "insurer_number.interchange",
            "member_number.check",
            "member_number.form",
        ],
        "registration.check",
        &[
            "defunct_scheme",
            "empty",
            "lost_leading_zero",
            "not_digits",
            "padded_on_form",
            "prefecture_out_of_range",
            "public_expense_number",
            "unknown_scheme",
            "wrong_length",
        ],
        "`Examined` in core/src/numbers/insurer_number.rs",
    ),
    (
        &["lottery.settle"],
        "lottery.verify",
        &[
            "proof_draw_hash",
            "proof_format",
            "proof_key",
            "proof_list",
            "proof_log",
            "proof_manifest_bytes",
            "proof_randomness",
            "proof_reveals",
            "proof_root",
            "proof_round",
            "proof_scores",
            "proof_settlement",
            "proof_terms",
            "proof_totals",
        ],
        "`verified` in core/src/rules/lottery/proof.rs",
    ),
    (
        &["points.accrue", "points.settle"],
        "points.earn",
        &["already_expired", "cap_reached", "grants_closed"],
        "`Totals::credit_on` in core/src/rules/points/earn/totals.rs",
    ),
];

/// The reasons of each operation's recorded verdicts; a batch is its operation's.
fn recorded(contract: &Contract) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    below(&root().join("tests/vectors"), &mut |path| {
        let vectors: Value =
            serde_json::from_str(&fs::read_to_string(path).expect("vectors")).expect("vectors are JSON");
        let operation = vectors["operation"].as_str().expect("an operation");
        let single = operation.trim_end_matches(".batch");
        // Some vectors ask for what is not an operation.
        let Some(known) = contract.operations.iter().find(|known| known.name == single) else { return };
        let verdict = verdict_of(contract, &known.answer);
        let seen: &mut BTreeSet<String> = found.entry(single.to_owned()).or_default();
        for line in fs::read_to_string(path.with_extension("tsv")).expect("recorded answers").lines() {
            let mut parts = line.splitn(3, '\t').skip(1);
            if parts.next() == Some("0") {
                let body: Value = serde_json::from_str(parts.next().expect("an answer")).expect("an answer is JSON");
                let answers = std::iter::once(&body).chain(body["items"].as_array().into_iter().flatten());
                answers.for_each(|body| reasons(contract, verdict, &body["answer"]["verdict"], seen));
            }
        }
    });
    found
}

fn below(folder: &Path, read: &mut impl FnMut(&Path)) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            below(&path, read);
        } else if path.extension().is_some_and(|ending| ending == "json") {
            read(&path);
        }
    }
}

fn verdict_of<'a>(contract: &'a Contract, answer: &str) -> &'a Kind {
    let Some(Named { shape: Shape::Object(fields), .. }) = contract.named(answer) else { panic!("{answer}") };
    &fields.iter().find(|field| field.name == "verdict").expect("a verdict").kind
}

/// The reasons in a value of a kind.
fn reasons(contract: &Contract, kind: &Kind, value: &Value, found: &mut BTreeSet<String>) {
    match kind {
        Kind::Named(name) if name == "Reason" => found.extend(value.as_str().map(str::to_owned)),
        Kind::Named(name) => {
            if let Some(Named { shape: Shape::Object(fields), .. }) = contract.named(name) {
                fields.iter().for_each(|field| reasons(contract, &field.kind, &value[&field.name], found));
            }
        }
        Kind::List(item) => {
            value.as_array().into_iter().flatten().for_each(|value| reasons(contract, item, value, found))
        }
        _ => {}
    }
}

#[test]
fn every_recorded_reason_is_one_of_its_operation_s() {
    let contract = Contract::read(&kenpo_wire::schema::contract());
    let recorded = recorded(&contract);
    assert!(recorded.values().map(BTreeSet::len).sum::<usize>() > 300, "{recorded:?}");
    for operation in &contract.operations {
        for reason in recorded.get(&operation.name).into_iter().flatten() {
            assert!(operation.reasons.contains(reason), "{} answers {reason}", operation.name);
        }
    }
}

/// A list that is too long would promise a case that never comes.
#[test]
fn every_reason_of_an_operation_is_recorded() {
    let contract = Contract::read(&kenpo_wire::schema::contract());
    let recorded = recorded(&contract);
    let has = |operation: &str, reason: &String| recorded.get(operation).is_some_and(|known| known.contains(reason));
    let (mut missing, mut excused) = (Vec::new(), BTreeSet::new());
    for operation in &contract.operations {
        for reason in operation.reasons.iter().filter(|reason| !has(&operation.name, reason)) {
            let mut shared = ELSEWHERE.iter().filter(|(operations, ..)| operations.contains(&operation.name.as_str()));
            match shared.find(|(_, of, reasons, _)| reasons.contains(&reason.as_str()) && has(of, reason)) {
                Some((_, of, _, _)) => drop(excused.insert((*of, reason.as_str()))),
                None => missing.push(format!("{} {reason}", operation.name)),
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
    let listed = ELSEWHERE.iter().flat_map(|(_, of, reasons, _)| reasons.iter().map(|reason| (*of, *reason)));
    assert_eq!(listed.filter(|pair| !excused.contains(pair)).collect::<Vec<_>>(), []);
}

#[test]
fn types_of_verdicts_have_the_reasons_of_their_operations() {
    let contract = Contract::read(&kenpo_wire::schema::contract());
    for operation in &contract.operations {
        let mut kinds = Vec::new();
        let verdict = verdict_of(&contract, &operation.answer);
        kinds.extend(verdict.name());
        assert!(
            kinds.iter().all(|name| contract.operations_with(name).iter().any(|known| known.name == operation.name))
        );
        let says = contract.operations_with("Reason").iter().any(|known| known.name == operation.name);
        assert_eq!(says, !operation.reasons.is_empty(), "{}", operation.name);
    }
}
