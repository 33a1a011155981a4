//! `programme.typed` says of every document here what the typed calls themselves do with it.

use std::{fs, path::Path};

use kenpo_core::{
    Programme, booking,
    civil::Date,
    coupon,
    eligibility::{self, PersonRow},
    points::{StepDelivery, StepsRefused, accrue_steps},
    subsidy::{self, NoAmount},
    typed::{TypedCall, TypedRequest, typed},
    value::Count,
};

/// The documents of the programmes, and of the tests.
fn programmes() -> Vec<(String, Programme)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["../programmes", "../programmes/published", "../programmes/templates", "programmes"];
    let files = folders.iter().flat_map(|folder| fs::read_dir(root.join(folder)).expect("a folder"));
    let files = files.map(|file| file.expect("a file").path());
    let read = |path: &Path| {
        let text = fs::read(path).expect("a file");
        (path.display().to_string(), kenpo_wire::parse_programme(&text).expect("a document"))
    };
    let is_json = |path: &std::path::PathBuf| path.extension().is_some_and(|extension| extension == "json");
    files.filter(is_json).map(|path| read(&path)).collect()
}

fn calls(programme: &Programme) -> Vec<TypedCall> {
    typed(programme, &TypedRequest { service: None }).expect("an answer").verdict.calls
}

fn days() -> impl Iterator<Item = Date> {
    (2014..=2030).flat_map(|year| (1..=12).filter_map(move |month| Date::from_ymd(year, month, 15)))
}

#[test]
fn steps_are_paid_where_it_says_so() {
    let mut seen = [false; 3];
    for (path, programme) in programmes() {
        let Some(call) = calls(&programme).into_iter().find(|call| call.operation == "points.accrue") else { continue };
        let paid = |given: StepDelivery| {
            accrue_steps::<kenpo_core::Reason>(&programme, &given, &[], &[], &mut [0; 1 << 16], &mut [], &mut [])
        };
        let bare = StepDelivery::on(20_260_615);
        let told = StepDelivery { born: 19_800_401, opened_on: 20_260_615, ..bare };
        let reached = call.out_of_reach.is_empty();
        assert_eq!(paid(told) == Err(StepsRefused::Unsupported), !reached, "{path}");
        assert_eq!(paid(bare) == Err(StepsRefused::Unsupported), !reached || !call.needs.is_empty(), "{path}");
        seen[usize::from(reached) + usize::from(reached && !call.needs.is_empty())] = true;
    }
    assert_eq!(seen, [true; 3], "documents of each kind");
}

#[test]
fn slots_are_answered_where_it_says_so() {
    let mut seen = [false; 2];
    for (path, programme) in programmes() {
        for call in calls(&programme).iter().filter(|call| call.operation == "booking.slots") {
            let service = call.service.as_ref().expect("a service").as_str();
            let now = kenpo_core::civil::Instant::from_unix(1_707_058_800).expect("an instant");
            let reached = booking::column(&programme, service, now, &[], |_| ()).is_ok();
            assert_eq!(call.out_of_reach.is_empty(), reached, "{path} {service}");
            seen[usize::from(reached)] = true;
        }
    }
    assert_eq!(seen, [true; 2], "documents of each kind");
}

#[test]
fn people_are_answered_where_it_says_so() {
    let mut seen = [false; 2];
    for (path, programme) in programmes() {
        for call in calls(&programme).iter().filter(|call| call.operation == "eligibility.check") {
            let service = call.service.as_ref().expect("a service");
            let answered = eligibility::column(&programme, service.as_str(), &[] as &[PersonRow], |_| {});
            assert_eq!(answered.is_ok(), call.out_of_reach.is_empty(), "{path} {service:?}");
            seen[usize::from(answered.is_ok())] = true;
        }
    }
    assert_eq!(seen, [true; 2], "documents of each kind");
}

#[test]
fn subsidies_and_coupons_are_answered_where_it_says_so() {
    let (mut subsidies, mut coupons) = ([false; 2], [false; 2]);
    for (path, programme) in programmes() {
        for call in calls(&programme) {
            let reached = call.out_of_reach.is_empty();
            if call.operation == "subsidy.claim" {
                let service = call.service.as_ref().expect("a service").as_str();
                let amount = |on| subsidy::amount_on(&programme, service, on, Count::ZERO);
                let refused = days().any(|on| amount(on) == Err(NoAmount::NeedsPerson));
                assert_eq!(refused, !reached, "{path} {service}");
                subsidies[usize::from(reached)] = true;
            } else if call.operation == "coupon.issue" {
                let refused =
                    days().any(|on| coupon::last_day_of_only(&programme, on) == Err(coupon::NoLastDay::Unsupported));
                assert_eq!(refused, !reached, "{path}");
                coupons[usize::from(reached)] = true;
            }
        }
    }
    assert_eq!((subsidies, coupons), ([true; 2], [true; 2]), "documents of each kind");
}
