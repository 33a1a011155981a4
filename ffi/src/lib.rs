//! The C ABI of kenpo. The only unsafe code of the house.
//!
//! Every function follows the conventions at the top of `include/kenpo.h`: text comes as pointer and length, answers go
//! into buffers the library releases, outputs are written only on success, and a panic becomes a status.
#![deny(unsafe_op_in_unsafe_fn)]
#![warn(clippy::undocumented_unsafe_blocks)]
#![allow(non_camel_case_types)]

mod buffer;
mod column;
mod complete;
mod guard;
mod input;
mod name;
#[cfg(feature = "probe")]
mod probe;
mod services;
mod status;
mod steps;
mod typed;

pub use buffer::{kenpo_buf, kenpo_buf_free};
pub use complete::{kenpo_answer, kenpo_programme, kenpo_programme_free, kenpo_programme_parse};
pub use name::{kenpo_match_key, kenpo_match_keys};
#[cfg(feature = "probe")]
pub use probe::kenpo_probe_panic;
pub use services::{
    KENPO_BOOKING_CANCEL, KENPO_BOOKING_CHANGE, KENPO_BOOKING_CLOSES, kenpo_booking_deadline,
    kenpo_eligibility_reasons, kenpo_person, kenpo_slot, kenpo_slot_deadlines, kenpo_slot_states, kenpo_subsidies_yen,
    kenpo_subsidy_yen,
};
pub use status::*;
pub use steps::{
    kenpo_credit, kenpo_credits_per_record, kenpo_member_fault, kenpo_members_accrue, kenpo_step_day,
    kenpo_step_delivery, kenpo_steps_accrue,
};
pub use typed::{kenpo_coupon_last_day, kenpo_insurer_number_reason, kenpo_insurer_number_reasons};
