//! kenpo (健保): the rule book of Japanese health-insurance programmes.
//!
//! This crate is what Rust programs depend on. It puts the typed rules (`kenpo-core`) and the JSON contract (`kenpo-wire`) under one name.
//!
//! # By task
//!
//! | you want to | look at |
//! |---|---|
//! | read a programme document | [`parse_programme`], [`Programme`] |
//! | check an insurer number or a member number | [`numbers`], [`card`] |
//! | check a name, read a date, count an age | [`forms`], [`text`], [`civil`] |
//! | let a member register | [`registration`] |
//! | say who may use a service, and when | [`eligibility`], [`voucher`] |
//! | book, change or cancel a check-up | [`booking`] |
//! | pay part of a cost back | [`subsidy`] |
//! | pay, cap, spend and expire points | [`points`] |
//! | hold a draw that anyone can verify, and give out coupons | [`lottery`], [`coupon`] |
//! | answer JSON as every other host does | [`json::answer`] |
//!
//! # A first answer
//!
//! ```
//! use kenpo::{Reason, numbers::examine_insurer_number};
//!
//! assert_eq!(examine_insurer_number("06133425"), None);
//! assert_eq!(examine_insurer_number("06133426"), Some(Reason::WrongCheckDigit));
//! ```
//!
//! # How answers look
//!
//! An operation takes what the host has stored and returns a [`Decision`], or a [`Posting`] with rows to store.
//! A refusal is an answer with a [`Reason`]; an [`Error`] is input that cannot be used.
//! Nothing reads a clock: the instant and the day are arguments.
#![no_std]
#![forbid(unsafe_code)]

pub use kenpo_core::*;
pub use kenpo_wire::parse_programme;

/// The JSON contract: an operation's name and a request in, an answer out, in the same bytes as in every host.
pub mod json {
    pub use kenpo_wire::{
        Answered, DOCUMENT_LIMIT, Failure, Item, OPERATIONS, Operation, ProgrammeRef, ProgrammeVerdict, Status, answer,
        from_text,
    };
}
