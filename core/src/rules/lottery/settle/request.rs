use alloc::{collections::BTreeMap, vec::Vec};

use serde::{Deserialize, Serialize};

use super::{
    DrawEvent, Settlement, SettlementTerms,
    event::AfterDraw,
    replay::{RankView, Replay},
};
use crate::{
    answer::{Check, Decision, Explain, Outcome, Sink, decide},
    base::{
        Error, ErrorCode, Reason,
        value::{Code, Hex},
    },
    civil::Instant,
    programme::Programme,
    rules::lottery::{
        manifest::{Manifest, Prize},
        proof::{Proof, VerifyVerdict, verified},
    },
};

/// The request of `lottery.settle`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SettleDrawRequest {
    /// The proof of the draw, with the settlement so far where there is one.
    pub proof: Proof,
    /// What happened since: `taken_up`, `declined` and `disqualified`, in order of time. All other events follow.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<DrawEvent>,
    /// The instant up to which prizes are passed on, itself included.
    pub now: Instant,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

/// The answer of `lottery.settle`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SettleDrawVerdict {
    /// `accepted`; the first step in which the proof fails; `terms_differ`; or why the first record that fails cannot have happened.
    pub reason: Reason,
    /// The first record that fails, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<u32>,
    /// The proof with its settlement, to be published in place of the earlier one; absent where something fails, and nothing of the request holds then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
    /// How each rank stands.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ranks: Vec<RankView>,
    /// Prizes that no rank has, and none is left to have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unawarded: Vec<Prize>,
}

impl SettleDrawVerdict {
    fn refused(reason: Reason, record: Option<usize>) -> Self {
        let record = record.and_then(|place| u32::try_from(place).ok());
        Self { reason, record, proof: None, ranks: Vec::new(), unawarded: Vec::new() }
    }
}

/// Carries what happened after a draw into its proof: prizes taken up, declined, taken away, and
/// passed on to the next rank. The terms are the programme's; a prize also passes on because its
/// time is over.
///
/// # Errors
/// `id_unknown` for a draw that the programme does not announce, `events_unordered` for records that are not in order of time or before
/// what is settled, `out_of_range` for one after `now`, and a record of another kind or with a field that its kind does not have.
pub fn settle(programme: &Programme, request: &SettleDrawRequest) -> Result<Decision<SettleDrawVerdict>, Error> {
    let SettleDrawRequest { proof, records, now, explain } = request;
    let manifest = &proof.manifest;
    let all = programme.document().draws.iter();
    let mut announced = all.filter(|terms| terms.dates.iter().any(|date| date.draw_id == manifest.draw_id));
    let Some(terms) = announced.next() else {
        return Err(Error::new(ErrorCode::IdUnknown, "/proof/manifest/draw_id"));
    };
    let terms = SettlementTerms::of(terms);
    let settled = proof.settlement.as_ref();
    let since = settled.map_or(manifest.draw_time, |settled| settled.as_of);
    if *now < since {
        return Err(Error::new(ErrorCode::OutOfRange, "/now"));
    }
    usable(records, since, *now)?;
    let (verdict, checks) = decide!(*explain, |sink| carried((proof, records, *now), terms, sink));
    Ok(Decision { verdict, checks })
}

/// What the records come to, after a proof that holds.
fn carried(
    (proof, records, now): (&Proof, &[DrawEvent], Instant),
    terms: SettlementTerms,
    sink: &mut impl Sink,
) -> SettleDrawVerdict {
    let (manifest, settled) = (&proof.manifest, proof.settlement.as_ref());
    let VerifyVerdict { reason, steps, .. } = verified(proof);
    for step in steps {
        sink.report(step.outcome, || {
            let check = Check::new("lottery.verify", step.step, step.outcome == Outcome::Pass);
            if step.outcome == Outcome::NotEvaluated { check.not_evaluated() } else { check }
        });
    }
    if reason != Reason::Accepted {
        return SettleDrawVerdict::refused(reason, None);
    }
    let bound = manifest.terms.as_ref().is_none_or(|bound| *bound == terms);
    let same = bound && settled.is_none_or(|settled| settled.is_under(&terms));
    if !sink.holds(same, || Check::new("lottery.settle", Reason::TermsDiffer, same)) {
        return SettleDrawVerdict::refused(Reason::TermsDiffer, None);
    }
    let mut happened = |reason: Result<(), Reason>, event: &DrawEvent| {
        let code = reason.err().unwrap_or(Reason::ProofEvents);
        sink.holds(reason.is_ok(), || {
            Check::new("lottery.settle", code, reason.is_ok()).read("rank", event.rank).read("time", event.time)
        });
        reason
    };
    let mut replay = Replay::new(&proof.result, manifest.draw_time, terms.pass_on_days, &terms.disqualifications);
    for event in settled.iter().flat_map(|settled| &settled.events).filter(|event| event.event.is_recorded()) {
        if let Err(reason) = happened(replay.record(event), event) {
            return SettleDrawVerdict::refused(reason, None);
        }
    }
    for (place, event) in records.iter().enumerate() {
        if let Err(reason) = happened(replay.record(event), event) {
            return SettleDrawVerdict::refused(reason, Some(place));
        }
    }
    replay.until(now);
    let Replay { events, ranks, .. } = replay;
    let SettlementTerms { pass_on_days, disqualifications } = terms;
    let mut settlement = Settlement { pass_on_days, disqualifications, as_of: now, events, hash: Hex([0; 32]) };
    settlement.hash = settlement.hashed(&proof.draw_hash);
    let unawarded = unawarded(manifest, &ranks);
    let proof = Proof { settlement: Some(settlement), ..proof.clone() };
    SettleDrawVerdict { reason: Reason::Accepted, record: None, proof: Some(proof), ranks, unawarded }
}

/// Whether records are of the kinds that a host records, complete, and in order of time.
fn usable(records: &[DrawEvent], since: Instant, now: Instant) -> Result<(), Error> {
    let mut clock = since;
    for (place, event) in records.iter().enumerate() {
        let fault = |code, path: &str| Err(Error::new(code, path).within(place).within("records"));
        if !event.event.is_recorded() {
            return fault(ErrorCode::ValueInvalid, "/event");
        }
        if event.prize.is_some() {
            return fault(ErrorCode::ValueInvalid, "/prize");
        }
        match (event.event == AfterDraw::Disqualified, event.reason.is_some()) {
            (true, false) => return fault(ErrorCode::MissingValue, "/reason"),
            (false, true) => return fault(ErrorCode::ValueInvalid, "/reason"),
            _ => {}
        }
        if event.time < clock {
            return fault(ErrorCode::EventsUnordered, "/time");
        }
        if event.time > now {
            return fault(ErrorCode::OutOfRange, "/time");
        }
        clock = event.time;
    }
    Ok(())
}

/// The manifest's prizes without those that a rank has, in their order.
fn unawarded(manifest: &Manifest, ranks: &[RankView]) -> Vec<Prize> {
    let mut held: BTreeMap<&Code, u32> = BTreeMap::new();
    for prize in ranks.iter().filter_map(|rank| rank.prize.as_ref()) {
        let count = held.entry(prize).or_default();
        *count = count.saturating_add(1);
    }
    let left = manifest.prizes.iter().map(|prize| {
        // A code may stand in several places: the first have theirs first.
        let held = held.entry(&prize.code).or_default();
        let had = prize.quantity.min(*held);
        *held = held.saturating_sub(had);
        Prize { code: prize.code.clone(), quantity: prize.quantity.saturating_sub(had) }
    });
    left.filter(|prize| prize.quantity > 0).collect()
}
