//! `kenpo-scenarios/1`: what a programme should do, in the field's words.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{
    event::Event,
    moment::{Day, DayKey, DayOrNever, Moment, MonthOfYear},
};

/// Keys and what is expected there.
pub(crate) type Expected = Map<String, Value>;

/// Scenarios of one programme.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(crate) struct Scenarios {
    /// `kenpo-scenarios/1`.
    pub(crate) format: Format,
    /// The programme document: a path, from the folder of this file.
    pub(crate) programme: String,
    /// Who takes part, by names of this file.
    #[serde(default)]
    pub(crate) members: BTreeMap<String, Member>,
    /// The scenarios.
    pub(crate) scenarios: Vec<Scenario>,
}

/// The format.
#[derive(Deserialize, JsonSchema, Clone, Copy, Debug)]
pub(crate) enum Format {
    /// The first.
    #[serde(rename = "kenpo-scenarios/1")]
    One,
}

/// A person, and what the host has stored of them.
#[derive(Deserialize, JsonSchema, Clone, Debug, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct Member {
    /// The date of birth. With it, requests that take a person have one.
    #[serde(default)]
    pub(crate) born: Option<Day>,
    /// How the person belongs to the society; `insured` where it is absent.
    #[serde(default)]
    pub(crate) relation: Option<String>,
    /// The first day of the insurance; the date of birth where it is absent.
    #[serde(default)]
    pub(crate) insured_from: Option<Day>,
    /// The first day without it.
    #[serde(default)]
    pub(crate) lost_on: Option<Day>,
    /// Further keys of the contract's `Person`: `sex`, `facts`, `circumstances`.
    #[serde(default)]
    pub(crate) person: Map<String, Value>,
    /// The day on which the person joined the programme.
    #[serde(default)]
    pub(crate) enrolled_on: Option<Day>,
    /// The day on which the app was last opened.
    #[serde(default)]
    pub(crate) opened_on: Option<Day>,
    /// The ledger before the first event: the contract's `Ledger`, with `opening` and `entries`.
    #[serde(default)]
    pub(crate) ledger: Map<String, Value>,
    /// Uses of services before the first event: the contract's `ServiceUse`.
    #[serde(default)]
    pub(crate) uses: Vec<Value>,
}

/// What happens, and what follows from it.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(crate) struct Scenario {
    /// What it shows.
    pub(crate) name: String,
    /// Whose it is; the only member's where it is absent.
    #[serde(default)]
    pub(crate) member: Option<String>,
    /// What is different of the person here: keys of the contract's `Person`.
    #[serde(default)]
    pub(crate) person: Map<String, Value>,
    /// What happens, in order.
    pub(crate) when: Vec<Event>,
    /// What stands afterwards.
    #[serde(default)]
    pub(crate) then: End,
    /// Rows with which the scenario is played again each: `$name` in the scenario is replaced by the row's value of `name`.
    #[serde(default)]
    pub(crate) examples: Vec<Map<String, Value>>,
}

/// What stands after the last event.
#[derive(Deserialize, JsonSchema, Clone, Debug, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct End {
    /// When; at the last event where it is absent.
    #[serde(default)]
    pub(crate) as_of: Option<Moment>,
    /// Points that the events paid, less those taken back.
    #[serde(default)]
    pub(crate) points: Option<i64>,
    /// Points lost to caps.
    #[serde(default)]
    pub(crate) lost: Option<i64>,
    /// The balance.
    #[serde(default)]
    pub(crate) balance: Option<i64>,
    /// Of it, what can be spent.
    #[serde(default)]
    pub(crate) available: Option<i64>,
    /// Of it, what is not final yet.
    #[serde(default)]
    pub(crate) pending: Option<i64>,
    /// Points that have expired.
    #[serde(default)]
    pub(crate) expired: Option<i64>,
    /// The balance by last day: points that can be spent until then; `never` for those that do not expire.
    #[serde(default)]
    pub(crate) last_days: Option<BTreeMap<DayOrNever, i64>>,
    /// Points by day of the activity.
    #[serde(default)]
    pub(crate) days: BTreeMap<DayKey, i64>,
    /// Points by month of the activity, such as 2022-06.
    #[serde(default)]
    pub(crate) months: BTreeMap<MonthOfYear, i64>,
    /// The purse that all this is about; the programme's own points where it is absent.
    #[serde(default)]
    pub(crate) purse: Option<String>,
}
