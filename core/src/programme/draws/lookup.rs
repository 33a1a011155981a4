//! Which setting of draws and of coupons is in effect on a day.

use super::DrawTerms;
use crate::{
    civil::Date,
    programme::{CouponTerms, Programme},
};

impl Programme {
    /// The terms of draws on a day.
    pub fn draw_terms(&self, draws: &str, on: Date) -> Option<&DrawTerms> {
        self.document().draws.iter().find(|terms| terms.id.as_str() == draws && terms.period.contains(on))
    }

    /// The terms of a coupon issued on a day.
    pub fn coupon_terms(&self, coupon: &str, issued_on: Date) -> Option<&CouponTerms> {
        self.document().coupons.iter().find(|terms| terms.id.as_str() == coupon && terms.period.contains(issued_on))
    }
}
