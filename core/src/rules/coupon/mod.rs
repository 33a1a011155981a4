//! Coupons: what a winner receives, its code, until when it holds, and what is used of it.

mod code;
mod issue;
mod redeem;
mod row;
mod status;
mod void;

pub use code::{ReadCouponRequest, ReadCouponVerdict, read};
pub use issue::{CouponCode, CouponRequest, CouponVerdict, NoLastDay, issue, issue_with, last_day_of_only};
pub use redeem::{RedeemCouponRequest, RedeemCouponVerdict, redeem};
pub use row::{Coupon, CouponExpect, CouponState, CouponUse, CouponVoid, MOST_COUPONS};
pub use status::{CouponStanding, CouponStatusRequest, CouponStatusVerdict, status};
pub use void::{VoidCouponRequest, VoidCouponVerdict, void};
