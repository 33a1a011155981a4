//! The rules, an area to a room.

pub mod account;
pub mod booking;
pub mod card;
pub mod coupon;
pub mod eligibility;
pub mod lottery;
pub mod points;
pub mod registration;
pub mod steps;
pub mod subsidy;
pub mod support;
pub mod typed;
pub mod voucher;
