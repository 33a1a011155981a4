//! kenpo (健保): the rule book of Japanese health-insurance programmes.
//!
//! This crate is what Rust programs depend on. It puts the typed rules (`kenpo-core`) and the JSON contract (`kenpo-wire`) under one name.
//!
//! # By task
//!
//! Operation `noun.verb` of the JSON contract is the function `noun::verb` here. Each has an example that runs.
//!
//! | you want to | call |
//! |---|---|
//! | read and check a programme document | [`parse_programme`] |
//! | ask what the typed calls reach in it | [`programme::typed`] |
//! | check an insurer number, or a column of them | [`insurer_number::check`], [`insurer_number::interchange`], [`numbers`] |
//! | check symbol and number, and show the right form | [`member_number::check`], [`member_number::form`], [`card::papers`] |
//! | read and write JP Core's identifier | [`identifier::read`], [`identifier::write`] |
//! | check a name, compare two, read a date, count an age | [`name::check`], [`name::compare`], [`date::read`], [`age::count`] |
//! | let a member register | [`registration::check`], [`registration::group`], [`registration::identify`] |
//! | mail links and codes, and take them back | [`account::issue_token`], [`account::redeem_token`] |
//! | set passwords, and say how long they hold | [`account::set_password`], [`account::password_term`], [`account::first_password`] |
//! | lead a member through registering, resetting and verifying | [`account::proceed`], [`account::verification`], [`account::reissue`] |
//! | open features by levels of access; say when the desk is open | [`account::access`], [`support::hours`] |
//! | let a member sign in, and use the account | [`account::sign_in`], [`account::challenge`], [`account::act`] |
//! | say who may use a service, and when | [`eligibility::check`], [`eligibility::year`], [`eligibility::review`], [`voucher::check`] |
//! | show slots, book, change, cancel | [`booking::slots`], [`booking::book`], [`booking::change`], [`booking::cancel`], [`booking::deadlines`] |
//! | record attendance, send notices | [`booking::attend`], [`booking::notices`], [`booking::history`] |
//! | pay part of a cost back | [`subsidy::claim`] |
//! | add up a phone's intervals of steps | [`steps::collect`] |
//! | pay points | [`points::accrue`], [`points::earn`], [`points::settle`], [`points::accrue_steps`], [`points::accrue_members`], [`steps::achievement`] |
//! | spend and correct points | [`points::exchange`], [`points::reverse`], [`points::adjust`] |
//! | see points | [`points::balance`], [`points::summary`], [`points::purse`], [`points::compare`] |
//! | hold a draw that anyone can verify | [`lottery::schedule`], [`lottery::tickets`], [`lottery::enter`], [`lottery::log`], [`lottery::freeze`], [`lottery::receipts`], [`lottery::draw`], [`lottery::verify`], [`lottery::check_receipt`] |
//! | give out coupons, and take them | [`coupon::issue`], [`coupon::read`], [`coupon::redeem`], [`coupon::status`], [`coupon::void`] |
//! | say a reason or an error in Japanese or English | [`messages::reason`], [`messages::explain`], [`messages::error`] |
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

extern crate alloc;

pub mod messages;
mod operations;

pub use kenpo_core::*;

/// Operation `programme.check`: reads a programme document.
///
/// ```
/// use kenpo::{ErrorCode, parse_programme};
///
/// let programme = parse_programme(&std::fs::read("../../programmes/kkr.json")?)?;
/// assert_eq!(programme.document().id.as_str(), "kkr");
///
/// let failure = parse_programme(br#"{"format": "kenpo-programme/1", "points": []}"#).unwrap_err();
/// assert_eq!((failure.code, failure.path.as_str()), (ErrorCode::WrongType, "/points"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[doc(inline)]
pub use kenpo_wire::parse_programme;

pub use operations::{
    accounts::{account, support},
    cards::{card, identifier, insurer_number, member_number},
    draw::lottery,
    forms::{age, date, name},
    member_points::{coupon, points, steps},
    services::{booking, eligibility, programme, registration, subsidy, voucher},
};

/// The JSON contract: an operation's name and a request in, an answer out, in the same bytes as in every host.
pub mod json {
    pub use kenpo_wire::{
        Answered, DOCUMENT_LIMIT, Failure, Item, OPERATIONS, Operation, ProgrammeRef, ProgrammeVerdict, Status, answer,
        from_text,
    };
}
