use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::terms::{SettlementTerms, write_terms};
use crate::{
    base::value::{Code, Hex, present},
    civil::Instant,
    rules::lottery::bytes::{Bytes, sha256},
};

/// What happened to an award after the draw.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AfterDraw {
    /// The rank was awarded the prize: at the draw, or when it passed on.
    Awarded,
    /// The holder took the prize up.
    TakenUp,
    /// The holder does not want it.
    Declined,
    /// It was taken away, for one of the listed reasons.
    Disqualified,
    /// It was not taken up in time.
    Lapsed,
    /// No rank was left to which the prize could pass.
    Shortfall,
}

impl AfterDraw {
    /// Whether the host records it; the others follow from what is recorded.
    pub(super) fn is_recorded(self) -> bool {
        matches!(self, Self::TakenUp | Self::Declined | Self::Disqualified)
    }

    /// Its number in the settlement's bytes.
    fn number(self) -> u8 {
        match self {
            Self::Awarded => 1,
            Self::TakenUp => 2,
            Self::Declined => 3,
            Self::Disqualified => 4,
            Self::Lapsed => 5,
            Self::Shortfall => 6,
        }
    }
}

/// An event after the draw.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DrawEvent {
    /// What happened.
    pub event: AfterDraw,
    /// The rank to which it happened; for a shortfall, the last one that held the prize.
    pub rank: u32,
    /// The prize; of `awarded` and `shortfall` alone.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub prize: Option<Code>,
    /// The reason, one of those listed; of `disqualified` alone.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub reason: Option<Code>,
    /// When.
    pub time: Instant,
}

/// What happened after a draw up to an instant, and the terms of the programme under which it did.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Settlement {
    /// How many days after its day an award can be taken up; without end where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub pass_on_days: Option<u16>,
    /// The only reasons for which an award is taken away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disqualifications: Vec<Code>,
    /// The instant up to which the events go, itself included.
    pub as_of: Instant,
    /// The events, in order of time.
    pub events: Vec<DrawEvent>,
    /// The hash of all of it, bound to the draw hash.
    pub hash: Hex<32>,
}

impl Settlement {
    /// Whether it was made under these terms.
    pub(in crate::rules::lottery) fn is_under(&self, terms: &SettlementTerms) -> bool {
        (self.pass_on_days, &self.disqualifications) == (terms.pass_on_days, &terms.disqualifications)
    }

    /// `H(D("settlement") || draw_hash || …)`, as the page of the rule lists the bytes.
    pub(in crate::rules::lottery) fn hashed(&self, draw_hash: &Hex<32>) -> Hex<32> {
        sha256(|hash| {
            hash.domain(b"settlement");
            hash.put(&draw_hash.0);
            write_terms(self.pass_on_days, &self.disqualifications, hash);
            hash.put(&self.as_of.unix().to_be_bytes());
            hash.put(&u32::try_from(self.events.len()).unwrap_or(u32::MAX).to_be_bytes());
            for event in &self.events {
                hash.put(&[event.event.number()]);
                hash.put(&event.rank.to_be_bytes());
                // A code is never empty, so that an absent one differs from every code.
                hash.prefixed(event.prize.as_ref().map_or("", Code::as_str).as_bytes());
                hash.prefixed(event.reason.as_ref().map_or("", Code::as_str).as_bytes());
                hash.put(&event.time.unix().to_be_bytes());
            }
        })
    }
}
