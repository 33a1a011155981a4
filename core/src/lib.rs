//! kenpo (健保): the rule book of Japanese health-insurance programmes.
//!
//! A pure core: no clock, no randomness, no I/O. What a rule needs is an argument, and every answer can explain itself.
//!
//! - [`Programme`] is a society's rules, read once from a programme document.
//! - An operation takes what the host has stored and returns a [`Decision`], or a [`Posting`] with rows to store.
//! - A refusal is an answer with a [`Reason`]; an [`Error`] is input that cannot be used.
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::unreachable,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::arithmetic_side_effects,
        clippy::as_conversions
    )
)]

extern crate alloc;
#[cfg(any(test, feature = "schema"))]
extern crate std;

pub mod civil;
pub mod forms;
pub mod member;
pub mod numbers;
pub mod programme;
pub mod text;

mod answer;
mod base;
mod rules;

pub use answer::{
    Check, Decision, Expect, Explain, Listener, Outcome, Period, Posting, ReasonDetail, Silent, Sink, Value, ValueRead,
    Words,
};
pub use base::{Error, ErrorCode, Reason, Secret, value};
pub use programme::Programme;
pub use rules::{
    account, booking, card, coupon, eligibility, lottery, points, registration, steps, subsidy, support, typed, voucher,
};

/// The version of this library, echoed in every answer.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
