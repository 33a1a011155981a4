//! How much is taken and given. `docs/limits.md` is written from this file and from the table of operations.

use kenpo_core::{Programme, account, coupon, eligibility, lottery, member, points, programme, registration, support};
pub use kenpo_core::{
    lottery::{MOST_AWARDS, MOST_AWARDS_PER_HOLDER, MOST_TICKETS},
    programme::MOST_FAULTS,
};

pub(crate) const KIB: usize = 1 << 10;
pub(crate) const MIB: usize = 1 << 20;

/// The longest programme document, in bytes.
pub const DOCUMENT_LIMIT: usize = MIB;

/// The longest batch, in bytes.
pub const BATCH_LIMIT: usize = 64 * MIB;

/// The longest answer, in bytes, whatever its request.
pub const ANSWER_LIMIT: usize = 256 * MIB;

/// An answer of this number of bytes is never too long.
pub const ANSWER_FLOOR: usize = 64 * KIB;

/// The longest answer to a request of this length under a programme, in bytes: `multiple` times both together.
pub(crate) fn answer_limit(multiple: usize, request: usize, programme: Option<&Programme>) -> usize {
    let read = request.saturating_add(programme.map_or(0, Programme::document_length));
    read.saturating_mul(multiple).clamp(ANSWER_FLOOR, ANSWER_LIMIT)
}

/// The most items of a batch.
pub const BATCH_ITEMS: usize = 1_000_000;

/// A limit of a list or a sum: of what, which, at most how many, the error past it, and the lists of requests that schemas limit so, by type
/// and key.
pub type Count = (&'static str, &'static str, usize, &'static str, &'static [(&'static str, &'static str)]);

/// Lists and sums that have a limit of their own. The page of limits and the schemas are written from it.
pub const COUNTS: &[Count] = &[
    ("programme document", "elements of each list", programme::MOST_ELEMENTS, "list_too_long", &[]),
    ("any batch", "`items`", BATCH_ITEMS, "too_large", &[]),
    ("a person", "`facts`", member::MOST_FACTS, "too_large", &[("Person", "facts")]),
    (
        "`registration.identify`",
        "`records`",
        registration::MOST_RECORDS,
        "too_large",
        &[("IdentityRequest", "records")],
    ),
    (
        "`registration.identify`",
        "`registered`",
        registration::MOST_REGISTERED,
        "too_large",
        &[("IdentityRequest", "registered")],
    ),
    (
        "`account.issue_token`, `account.redeem_token`",
        "`tokens`",
        account::MOST_TOKENS,
        "too_large",
        &[("IssueTokenRequest", "tokens"), ("RedeemTokenRequest", "tokens")],
    ),
    (
        "`account.proceed`",
        "`given`, `consents`",
        account::MOST_GIVEN,
        "too_large",
        &[("ProceedRequest", "given"), ("ProceedRequest", "consents")],
    ),
    ("`account.sign_in`", "`people`", account::MOST_PEOPLE, "too_large", &[("SignInRequest", "people")]),
    (
        "`coupon.redeem`, `coupon.status`",
        "`coupons`",
        coupon::MOST_COUPONS,
        "too_large",
        &[("RedeemCouponRequest", "coupons"), ("CouponStatusRequest", "coupons")],
    ),
    ("`support.hours`", "`closed`", support::MOST_CLOSED, "too_large", &[("SupportRequest", "closed")]),
    (
        "`points.accrue`, `points.compare`",
        "`arrivals`",
        points::MOST_RECORDS,
        "too_large",
        &[("AccrueRequest", "arrivals"), ("CompareRequest", "arrivals")],
    ),
    ("`points.accrue`, `points.compare`", "sources of a day", points::MOST_SOURCES, "too_large", &[]),
    ("`eligibility.review`", "terms that all holdings are held against", eligibility::MOST_TERMS, "too_large", &[]),
    (
        "`points.accrue`, `points.compare`",
        "terms that all arrivals are held against",
        points::MOST_TERMS,
        "too_large",
        &[],
    ),
    ("`points.accrue` explained", "the same", points::MOST_TERMS_EXPLAINED, "too_large", &[]),
    (
        "`points.earn` explained",
        "terms of services that the rules of the activity name",
        points::MOST_TERMS_OF_ACTIVITY_EXPLAINED,
        "too_large",
        &[],
    ),
    (
        "`eligibility.review`",
        "reasons and details against holdings; 16 for each if that is more",
        eligibility::MOST_SAID,
        "too_large",
        &[],
    ),
    ("`lottery.*`", "`prizes`", lottery::MOST_PRIZES, "list_too_long", &[("FreezeRequest", "prizes")]),
    (
        "`lottery.*`",
        "`commitments`",
        lottery::MOST_COMMITMENTS,
        "list_too_long",
        &[("FreezeRequest", "commitments"), ("FreezeScheduledRequest", "commitments")],
    ),
    ("`lottery.*`", "`disqualifications` of terms", lottery::MOST_REASONS, "list_too_long", &[]),
    (
        "`lottery.check_heads`",
        "`consistency`",
        lottery::LONGEST_PATH,
        "too_large",
        &[("CheckHeadsRequest", "consistency")],
    ),
    ("`lottery.check_receipt`", "`path` of a receipt", lottery::LONGEST_PATH, "too_large", &[("Receipt", "path")]),
];
