//! What no sequence of events in accounts may reach, on each of the four programmes by itself: no step skipped, no second member for an address, no link
//! or code used twice or after its end, no sign-in while locked, no health data without its level; and no procedure that tells a stranger who is a member.
//!
//! Twice the cases of other properties; `cargo xtask campaign --only account-sequences` draws a million for each.

mod mails;
mod procedures;
mod sign_in;

use kenpo_core::{Programme, civil::Instant};
use kenpo_wire::{from_text, parse_programme};
use proptest::prelude::*;
use serde_json::Value;

/// A programme, and its document for the models to read.
pub(crate) struct Told {
    programme: Programme,
    document: Value,
}

impl Told {
    fn read(name: &str) -> Self {
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../programmes/{name}.json"));
        let bytes = std::fs::read(file).expect("a programme");
        let programme = parse_programme(&bytes).expect("a valid programme");
        Self { programme, document: serde_json::from_slice(&bytes).expect("JSON") }
    }

    /// A programme without the setting that names causes: the strict preset.
    fn strict(name: &str) -> Self {
        let mut document = Self::read(name).document;
        document["account"].as_object_mut().expect("accounts").remove("disclosure");
        let programme = parse_programme(document.to_string().as_bytes()).expect("a valid programme");
        Self { programme, document }
    }

    /// The settings of a kind.
    fn settings(&self, kind: &str) -> &[Value] {
        self.document["account"][kind].as_array().map_or(&[], Vec::as_slice)
    }
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(|item| item["id"].as_str()).collect()
}

fn at(seconds: i64) -> Instant {
    Instant::from_unix(1_700_000_000 + seconds).expect("an instant")
}

fn read<R: serde::de::DeserializeOwned>(request: &Value) -> R {
    from_text(&request.to_string()).expect("a request")
}

fn config() -> ProptestConfig {
    let preset = ProptestConfig::default();
    ProptestConfig { cases: preset.cases.saturating_mul(2), ..preset }
}

macro_rules! programmes {
    ($($name:ident: $($with:ident)*;)+) => { $(
        mod $name {
            use std::sync::LazyLock;

            use super::*;

            static TOLD: LazyLock<Told> = LazyLock::new(|| Told::read(stringify!($name)));
            static STRICT: LazyLock<Told> = LazyLock::new(|| Told::strict(stringify!($name)));

            proptest! {
                #![proptest_config(config())]

                #[test]
                fn no_step_is_skipped(which: prop::sample::Index, events in procedures::events()) {
                    procedures::no_step_is_skipped(&TOLD, which, events)?;
                }

                #[test]
                fn no_procedure_tells_a_member(which: prop::sample::Index, events in procedures::events()) {
                    procedures::none_tells_a_member(&STRICT, which, events)?;
                }

                #[test]
                fn no_mail_serves_twice_or_after_its_end(which: prop::sample::Index, events in mails::events()) {
                    mails::none_serves_twice_or_after_its_end(&TOLD, which, events)?;
                }

                #[test]
                fn nobody_signs_in_while_locked(events in sign_in::events()) {
                    sign_in::nobody_while_locked(&TOLD, events)?;
                }
            }

            $(programmes!(@$with);)*
        }
    )+ };
    (@registration) => {
        proptest! {
            #![proptest_config(config())]

            #[test]
            fn an_address_becomes_one_member(turns in procedures::turns()) {
                procedures::an_address_becomes_one_member(&TOLD, turns)?;
            }
        }
    };
    (@features) => {
        proptest! {
            #![proptest_config(config())]

            #[test]
            fn no_health_data_without_its_level(events in procedures::events(), accesses in procedures::accesses()) {
                procedures::no_health_data_without_its_level(&TOLD, events, accesses)?;
            }
        }
    };
}

// Whoever registers with 建連国保 is known to it before, and has no address to register with; health data is shown by KenCoM alone.
programmes! {
    kencom_web: registration features;
    kencom_app: registration features;
    kenren: ;
    shochiku: registration;
}
