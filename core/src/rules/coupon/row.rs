//! A coupon as it is stored, and what state it is in at an instant.

use alloc::{collections::BTreeSet, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    answer::{Check, Sink},
    base::{
        Error, ErrorCode, Reason,
        value::{Code, Count, Hex, HostId, present},
    },
    civil::{Date, Instant},
};

/// The most rows of coupons in a request.
pub const MOST_COUPONS: usize = 256;

/// A coupon as it is stored: a row. Its code is not in it, only the code's SHA-256.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Coupon {
    /// The host's id of this one coupon.
    pub id: HostId,
    /// The id of what it is, in the programme.
    pub coupon: Code,
    /// The host's id of whom it is for; absent where it is for whoever has its code.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub holder: Option<HostId>,
    /// SHA-256 of its code: the sixteen characters in upper case, without hyphens.
    pub digest: Hex<32>,
    /// The day of issue.
    pub issued_on: Date,
    /// What it was worth then, in yen.
    pub value_yen: Count,
    /// The last day on which it can be used.
    pub last_day: Date,
    /// What was used of it, in order of time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<CouponUse>,
    /// That it was made void, and when.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub voided: Option<CouponVoid>,
}

crate::base::redacted!(Coupon { coupon, issued_on, value_yen, last_day, uses, voided });

/// One use of a coupon.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CouponUse {
    /// The request key under which it was used.
    pub request_key: HostId,
    /// When.
    pub at: Instant,
    /// How much of it, in yen.
    pub yen: Count,
}

/// That a coupon was made void.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CouponVoid {
    /// The request key under which it was made void.
    pub request_key: HostId,
    /// When.
    pub at: Instant,
}

/// The state of a coupon at an instant.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CouponState {
    /// Its day of issue has not come.
    NotIssued,
    /// All of it can be used.
    Unused,
    /// Part of it was used, and the rest can be.
    PartlyUsed,
    /// All of it was used.
    Used,
    /// Its last day is over.
    Expired,
    /// It was made void.
    Void,
}

/// What must still hold when a coupon's row is written.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CouponExpect {
    /// The host's id of the coupon.
    pub id: HostId,
    /// How many uses its row has, which is not void; absent where no row has this id yet, nor the digest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uses: Option<Count>,
}

impl CouponExpect {
    /// That a row is as it was read, and not void.
    pub(super) fn of(row: &Coupon) -> Self {
        let uses = i64::try_from(row.uses.len()).ok().and_then(Count::new);
        Self { id: row.id.clone(), uses: Some(uses.unwrap_or(Count::ZERO)) }
    }
}

/// A row that does not contradict itself.
pub(super) struct Held<'c> {
    pub(super) row: &'c Coupon,
    /// The first instant at which it cannot be used any more.
    pub(super) ends: Instant,
}

impl<'c> Held<'c> {
    /// # Errors
    /// `coupon_inconsistent` for a row that contradicts itself, `period_upside_down` for one that ends before it begins, `out_of_range` for
    /// a last day that has no day after it.
    pub(super) fn new(row: &'c Coupon) -> Result<Self, Error> {
        let fault = |code, path: &str| Err(Error::new(code, path));
        if row.last_day < row.issued_on {
            return fault(ErrorCode::PeriodUpsideDown, "/last_day");
        }
        let Some(ends) = ends_of(row.last_day) else { return fault(ErrorCode::OutOfRange, "/last_day") };
        if row.value_yen == Count::ZERO {
            return fault(ErrorCode::CouponInconsistent, "/value_yen");
        }
        let (mut left, mut keys, mut before) = (row.value_yen.get(), BTreeSet::new(), Instant::start_of(row.issued_on));
        for (index, used) in row.uses.iter().enumerate() {
            left = left.saturating_sub(used.yen.get());
            let wrong = if used.yen == Count::ZERO || left < 0 {
                "/yen"
            } else if used.at < before || used.at >= ends {
                "/at"
            } else if !keys.insert(&used.request_key) {
                "/request_key"
            } else {
                before = used.at;
                continue;
            };
            return Err(Error::new(ErrorCode::CouponInconsistent, wrong).within(index).within("uses"));
        }
        if row.voided.as_ref().is_some_and(|voided| voided.at < before || voided.at >= ends || left == 0) {
            return fault(ErrorCode::CouponInconsistent, "/voided");
        }
        Ok(Self { row, ends })
    }

    /// What was used by an instant, in yen; at most its value.
    fn used_by(&self, at: Instant) -> i64 {
        let uses = self.row.uses.iter().filter(|used| used.at <= at);
        uses.fold(0_i64, |sum, used| sum.saturating_add(used.yen.get()))
    }

    /// What had not been used by an instant, in yen, whether or not it still could be.
    pub(super) fn rest_at(&self, at: Instant) -> i64 {
        self.row.value_yen.get().saturating_sub(self.used_by(at))
    }

    pub(super) fn state_at(&self, at: Instant) -> CouponState {
        let rest = self.rest_at(at);
        if at.date() < self.row.issued_on {
            CouponState::NotIssued
        } else if self.row.voided.as_ref().is_some_and(|voided| voided.at <= at) {
            CouponState::Void
        } else if rest == 0 {
            CouponState::Used
        } else if self.ends <= at {
            CouponState::Expired
        } else if rest < self.row.value_yen.get() {
            CouponState::PartlyUsed
        } else {
            CouponState::Unused
        }
    }

    /// What can be used of it at an instant, in yen.
    pub(super) fn left_at(&self, at: Instant) -> Count {
        match self.state_at(at) {
            CouponState::Unused | CouponState::PartlyUsed => Count::new(self.rest_at(at)).unwrap_or(Count::ZERO),
            _ => Count::ZERO,
        }
    }

    /// The use that was made under a request key, and what was left after it.
    pub(super) fn made_under(&self, key: &HostId) -> Option<(&'c CouponUse, i64)> {
        let mut left = self.row.value_yen.get();
        let after = self.row.uses.iter().map(|used| {
            left = left.saturating_sub(used.yen.get());
            (used, left)
        });
        after.into_iter().find(|(used, _)| used.request_key == *key)
    }

    /// Whether a request key is that of something that was done with this coupon.
    pub(super) fn knows(&self, key: &HostId) -> bool {
        self.made_under(key).is_some() || self.row.voided.as_ref().is_some_and(|voided| voided.request_key == *key)
    }

    /// Whether it can be used, or made void, at an instant; the reason where it cannot.
    pub(super) fn open_at(
        &self,
        now: Instant,
        rule: &str,
        expiry_rule: &str,
        sink: &mut impl Sink,
    ) -> Result<(), Reason> {
        let last =
            self.row.uses.last().map(|used| used.at).into_iter().chain(self.row.voided.as_ref().map(|it| it.at)).max();
        let state = self.state_at(now);
        let in_order = state != CouponState::NotIssued && last.is_none_or(|last| last <= now);
        look(sink, rule, Reason::TimeBeforeLast, in_order, |check| {
            check.read("now", now).read("issued_on", self.row.issued_on)
        })?;
        look(sink, rule, Reason::CouponVoid, state != CouponState::Void, |check| check)?;
        look(sink, rule, Reason::CouponUsed, state != CouponState::Used, |check| {
            check.read("value_yen", self.row.value_yen)
        })?;
        look(sink, expiry_rule, Reason::CouponExpired, state != CouponState::Expired, |check| {
            check.read("now", now).read("until", self.ends)
        })
    }
}

/// The first instant after a last day.
pub(super) fn ends_of(last_day: Date) -> Option<Instant> {
    last_day.succ().map(Instant::start_of)
}

/// The rows of a request, each by itself and beside the others.
///
/// # Errors
/// `too_large` above 256 rows, `id_taken` where two have one id or one digest, and those of [`Held::new`].
pub(super) fn held(coupons: &[Coupon]) -> Result<Vec<Held<'_>>, Error> {
    if coupons.len() > MOST_COUPONS {
        return Err(Error::new(ErrorCode::TooLarge, "/coupons"));
    }
    let (mut ids, mut digests) = (BTreeSet::new(), BTreeSet::new());
    let mut all = Vec::new();
    for (index, row) in coupons.iter().enumerate() {
        let taken = |path| Err(Error::new(ErrorCode::IdTaken, path));
        let checked = match (ids.insert(&row.id), digests.insert(row.digest)) {
            (false, _) => taken("/id"),
            (_, false) => taken("/digest"),
            _ => Held::new(row),
        };
        all.push(checked.map_err(|error| error.within(index).within("coupons"))?);
    }
    Ok(all)
}

/// Whether something holds; the reason where it does not.
pub(super) fn look(
    sink: &mut impl Sink,
    rule: &str,
    reason: Reason,
    held: bool,
    describe: impl FnOnce(Check) -> Check,
) -> Result<(), Reason> {
    if sink.holds(held, || describe(Check::new(rule, reason, held))) { Ok(()) } else { Err(reason) }
}
