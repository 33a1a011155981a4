use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    answer::Decision,
    base::{
        Error,
        value::{Count, Hex, HexBytes, present},
    },
    rules::lottery::{award::Award, beacon::PublicText, proof::Proof},
};

/// What a member needs of a draw that was held, beside manifest and receipt.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MemberView {
    /// The public values, for a beacon of them.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub public_text: Option<PublicText>,
    /// The round's signature, for a beacon of drand.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub signature: Option<Hex<48>>,
    /// What opens the commitments, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reveals: Vec<Hex<32>>,
    /// The score of the last award; absent where there were awards for all tickets that could have one.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub cutoff: Option<Hex<32>>,
    /// The member's own awards, by rank.
    pub awards: Vec<Award>,
    /// Outside time evidence over the draw hash, as the proof carries it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub time_evidence: Option<HexBytes>,
}

/// The request of `lottery.member_view`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MemberViewRequest {
    /// The proof of the draw.
    pub proof: Proof,
    /// The member's tag.
    pub tag: Hex<32>,
}

/// The answer of `lottery.member_view`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MemberViewVerdict {
    /// What `lottery.check_receipt` takes as `drawn`.
    pub view: MemberView,
}

/// Takes out of a proof what a member needs: the public values, the cutoff, the member's own
/// awards, and the time evidence.
///
/// # Errors
/// Never: `lottery.verify` judges a proof, and `lottery.check_receipt` a view.
pub fn member_view(request: &MemberViewRequest) -> Result<Decision<MemberViewVerdict>, Error> {
    let MemberViewRequest { proof, tag } = request;
    let last = proof.result.last().filter(|_| proof.shortfall == Count::ZERO);
    let view = MemberView {
        public_text: proof.public_text.clone(),
        signature: proof.signature,
        reveals: proof.reveals.clone(),
        cutoff: last.map(|award| award.score),
        awards: proof.result.iter().filter(|award| award.holder == *tag).cloned().collect(),
        time_evidence: proof.time_evidence.clone(),
    };
    Ok(Decision { verdict: MemberViewVerdict { view }, checks: Vec::new() })
}
