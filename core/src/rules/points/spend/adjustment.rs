use serde::{Deserialize, Serialize};

use crate::{
    answer::{Check, Expect, Explain, Posting, Sink, decide},
    base::{
        Error, ErrorCode, Reason,
        value::{Amount, Code, Count, HostId, present},
    },
    civil::{Date, Instant},
    programme::Programme,
    rules::points::ledger::{Entry, EntryKind, Ledger, Standing, of_entry},
};

/// The request of `points.adjust`: a correction by the operator.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AdjustRequest {
    /// When it is made; points added expire as if they were granted on this day.
    pub now: Instant,
    /// The person's ledger.
    #[serde(default, skip_serializing_if = "Ledger::is_empty")]
    pub ledger: Ledger,
    /// The entry that the host finds under the request key, where the ledger given here does not reach back to it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub earlier: Option<Entry>,
    /// Points to add, or to take away where negative; not 0.
    pub points: Amount,
    /// Why, by the operator's own names.
    pub cause: Code,
    /// The purse; absent for the programme's own points.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub purse: Option<Code>,
    /// Names this request: asked again under the same key, it is answered again and done once.
    pub request_key: HostId,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// What `points.adjust` answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AdjustVerdict {
    /// `adjusted`, or the reason against it: `balance_too_low`, `already_expired`, `request_key_reused`.
    pub reason: Reason,
    /// Points added or, where negative, taken away; 0 for a refusal.
    pub points: Amount,
    /// What can be spent afterwards, in points.
    pub balance: Count,
    /// The last day of points added; absent where they never expire.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Date>,
}

/// Adds points, or takes away points that can be spent, for a cause that the operator gives: all of
/// them or none. Those that expire first are taken first.
///
/// # Errors
/// A ledger, or an `earlier` entry, that contradicts itself; `out_of_range` for 0 points; `id_unknown` for a purse that the programme does not have;
/// `sum_out_of_range` for more points than a balance holds.
pub fn adjust(programme: &Programme, request: &AdjustRequest) -> Result<Posting<AdjustVerdict, Entry>, Error> {
    if request.points == Amount::ZERO {
        return Err(Error::new(ErrorCode::OutOfRange, "/points"));
    }
    if !programme.document().points.has_purse(request.purse.as_ref()) {
        return Err(Error::new(ErrorCode::IdUnknown, "/purse"));
    }
    if let Some(earlier) = &request.earlier {
        of_entry(earlier).map_err(|(code, path)| Error::new(code, path).within("earlier"))?;
    }
    let standing = request.ledger.standing(request.now, request.purse.as_ref())?;
    let (posting, checks) = decide!(request.explain, |sink| judge(programme, request, standing, sink));
    Ok(Posting { checks, ..posting? })
}

fn judge(
    programme: &Programme,
    request: &AdjustRequest,
    mut standing: Standing,
    sink: &mut impl Sink,
) -> Result<Posting<AdjustVerdict, Entry>, Error> {
    let available = standing.available;
    let about = |reason| Check::new("points.adjust", reason, true);
    let refused = |reason| {
        Posting::unchanged(AdjustVerdict { reason, points: Amount::ZERO, balance: available, expires_on: None })
    };
    let key = &request.request_key;
    let earlier = request.earlier.as_ref().filter(|entry| entry.request_key.as_ref() == Some(key));
    if let Some(entry) = request.ledger.made_under(key).or(earlier) {
        let same = entry.kind == EntryKind::Adjustment
            && entry.points == request.points
            && entry.cause.as_ref() == Some(&request.cause)
            && entry.purse == request.purse;
        if !sink.holds(same, || about(Reason::RequestKeyReused).read("sequence", entry.sequence)) {
            return Ok(refused(Reason::RequestKeyReused));
        }
        let (points, expires_on) = (entry.points, entry.expires_on);
        // An adjustment says the balance after it.
        let balance = entry.balance.ok_or_else(|| Error::new(ErrorCode::Internal, ""))?;
        let verdict = AdjustVerdict { reason: Reason::Adjusted, points, balance, expires_on };
        return Ok(Posting { replayed: true, ..Posting::unchanged(verdict) });
    }

    let points = request.points.get();
    // Both are within 2^53, so their sum is an `i64`.
    let after = available.get().saturating_add(points);
    if !sink.holds(after >= 0, || {
        about(Reason::BalanceTooLow)
            .read("balance", available)
            .read("points", request.points)
            .read("cause", &request.cause)
    }) {
        return Ok(refused(Reason::BalanceTooLow));
    }
    let overflow = || Error::new(ErrorCode::SumOutOfRange, "/points");
    // Points that are pending count as well, so that the ledger can be read again.
    standing.balance.get().checked_add(points).and_then(Count::new).ok_or_else(overflow)?;
    let balance = Count::new(after).ok_or_else(overflow)?;
    let added = points > 0;
    let today = request.now.date();
    let expires_on = programme.expiry_of_grant(request.purse.as_ref(), today).filter(|_| added);
    let over = expires_on.filter(|last| *last < today);
    if !sink.holds(over.is_none(), || {
        let check = about(Reason::AlreadyExpired).read("today", today);
        over.map_or(check.clone(), |last| check.read("expires_on", last))
    }) {
        return Ok(refused(Reason::AlreadyExpired));
    }

    let expect = Some(Expect { sequence: standing.sequence });
    let mut entry = Entry::new(standing.next_sequence()?, request.now, EntryKind::Adjustment, request.points);
    entry.purse = request.purse.clone();
    entry.expires_on = expires_on;
    entry.cause = Some(request.cause.clone());
    entry.balance = Some(balance);
    entry.request_key = Some(key.clone());
    let verdict = AdjustVerdict { reason: Reason::Adjusted, points: request.points, balance, expires_on };
    Ok(Posting { store: [entry].into(), expect, ..Posting::unchanged(verdict) })
}
