use alloc::vec::Vec;

use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::{
    answer::{Decision, Explain, Sink, decide},
    base::{
        Error, ErrorCode, Reason,
        value::{Code, Hex, YesNo, is_false, present},
    },
    civil::Instant,
    programme::{FacePose, Mouth, PaperTerms, Pose, Programme, RemarksEffect, VerificationPaper, VerificationTerms},
    rules::account::{
        judged::{Judged, not_in_effect},
        public::Public,
    },
};

/// The request of `account.verification`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct VerificationRequest {
    /// When it is taken; its day selects the terms.
    pub now: Instant,
    /// The group's ID, as `registration.group` answers it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub group: Option<Code>,
    /// The paper that the person chose.
    pub paper: VerificationPaper,
    /// Whether its remarks (備考欄) are filled, as the person says; needed where the programme asks.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub remarks: Option<YesNo>,
    /// 32 random bytes of the host's, used for this call only and not kept.
    pub entropy: Hex<32>,
    /// Which checks to report.
    #[serde(default, skip_serializing_if = "Explain::is_none")]
    pub explain: Explain,
}

crate::base::redacted!(VerificationRequest { now, explain });

/// The answer of `account.verification`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VerificationVerdict {
    /// `accepted`, `not_offered`, or `not_in_effect`.
    pub reason: Reason,
    /// The sides of the paper that are photographed, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sides: Vec<PaperSide>,
    /// The photographs of the face, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub photographs: Vec<FacePose>,
    /// Whether the outcome is a review, because of the remarks.
    #[serde(skip_serializing_if = "is_false")]
    pub review: bool,
    /// What the person is told.
    pub shown: Public,
}

/// A side of a paper.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaperSide {
    /// The front.
    Front,
    /// The back.
    Back,
}

/// Says what is photographed for an access verification: the sides of the paper, and the face in two poses.
///
/// # Errors
/// `missing_value` without `remarks` where the programme asks for them; `unknown_choice` for a paper that it does not take.
pub fn verification(
    programme: &Programme,
    request: &VerificationRequest,
) -> Result<Decision<VerificationVerdict>, Error> {
    let terms = programme.verification_terms(request.now.date());
    let paper = match terms {
        Some(terms) => Some((terms, paper(terms, request)?)),
        None => None,
    };
    let (verdict, checks) = decide!(request.explain, |sink| judge(request, paper, sink));
    Ok(Decision { verdict: verdict?, checks })
}

fn paper<'p>(terms: &'p VerificationTerms, request: &VerificationRequest) -> Result<&'p PaperTerms, Error> {
    let paper = terms.papers.iter().find(|known| known.paper == request.paper);
    let paper = paper.ok_or_else(|| Error::new(ErrorCode::UnknownChoice, "/paper"))?;
    if paper.remarks != RemarksEffect::NotAsked && request.remarks.is_none() {
        return Err(Error::new(ErrorCode::MissingValue, "/remarks"));
    }
    Ok(paper)
}

fn judge(
    request: &VerificationRequest,
    paper: Option<(&VerificationTerms, &PaperTerms)>,
    sink: &mut impl Sink,
) -> Result<VerificationVerdict, Error> {
    let refused = |reasons: &[Reason]| VerificationVerdict {
        reason: reasons.first().copied().unwrap_or(Reason::NotInEffect),
        sides: Vec::new(),
        photographs: Vec::new(),
        review: false,
        shown: Public::told(reasons),
    };
    let Some((terms, paper)) = paper else {
        return Ok(refused(&not_in_effect(sink, "account.verification")));
    };
    let mut judged = Judged::new(sink, terms.period, terms.clause());
    let results = terms.results_rule.as_ref().unwrap_or(&terms.rule);
    if !judged.look(!terms.is_without(request.group.as_ref()), results, Reason::NotOffered, |check| check) {
        return Ok(refused(&judged.reasons));
    }
    let filled = request.remarks == Some(YesNo::Yes);
    let back = filled && paper.remarks == RemarksEffect::Back;
    judged.look(true, &terms.rule, Reason::Accepted, |check| check.read("back", back));
    let front = FacePose { pose: Pose::Front, mouth: Mouth::Closed };
    let face = terms.face.as_ref().unwrap_or(&terms.rule);
    judged.look(true, face, Reason::Accepted, |check| check.read("poses", terms.poses.len()));
    let other = pose(terms, request)?;
    Ok(VerificationVerdict {
        reason: Reason::Accepted,
        sides: if back { [PaperSide::Front, PaperSide::Back].into() } else { [PaperSide::Front].into() },
        photographs: core::iter::once(front).chain(other).collect(),
        review: filled && paper.remarks == RemarksEffect::Review,
        shown: Public::told(&[]),
    })
}

/// The pose of the second photograph, by HKDF-SHA-256 (RFC 5869) of the entropy.
fn pose(terms: &VerificationTerms, request: &VerificationRequest) -> Result<Option<FacePose>, Error> {
    let mut bytes = [0_u8; 8];
    let expanded = Hkdf::<Sha256>::new(None, &request.entropy.0).expand(b"kenpo account pose", &mut bytes);
    expanded.map_err(|_| Error::new(ErrorCode::ValueInvalid, "/entropy"))?;
    // At most 256 poses of 64 bits: no pose is likelier than another by more than 1 in 10^16.
    let poses = u64::try_from(terms.poses.len()).unwrap_or(0);
    let index = u64::from_be_bytes(bytes).checked_rem(poses).and_then(|index| usize::try_from(index).ok());
    Ok(index.and_then(|index| terms.poses.get(index).copied()))
}
