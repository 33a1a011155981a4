use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    answer::Period,
    base::value::{Clause, Code, RuleId, is_false, present},
};

/// A procedure of steps in order, such as registering: none can be skipped.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProcedureTerms {
    /// The procedure's id, such as `registration`.
    pub id: Code,
    /// What it is called, for whoever reads the document.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub name: Option<Clause>,
    /// The rule that checks of the order of steps cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Days on which these terms hold. A procedure that began under other terms goes on under these.
    #[serde(default)]
    pub period: Period,
    /// Whether the person is signed in while they take it. Else they sign in when it is complete.
    #[serde(default, skip_serializing_if = "is_false")]
    pub signed_in: bool,
    /// The steps, in order.
    pub steps: Vec<StepTerms>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

impl ProcedureTerms {
    /// What the mail address must be at a step, and the rule: what the step asks for; with the last one, what another asked of a new address, which
    /// becomes a member's only now.
    pub(crate) fn address_at(&self, place: usize) -> Option<(AddressAsked, &RuleId)> {
        let last = place.checked_add(1) == Some(self.steps.len());
        let own = self.steps.get(place).filter(|step| step.address.is_some());
        let asking = own.or_else(|| {
            let mut steps = self.steps.iter();
            steps.find(|step| last && step.address == Some(AddressAsked::New))
        })?;
        Some((asking.address?, asking.address_rule.as_ref().unwrap_or(&self.rule)))
    }
}

/// A step of a procedure.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StepTerms {
    /// The step's id.
    pub id: Code,
    /// What it is called, for whoever reads the document.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub name: Option<Clause>,
    /// What it needs. The host says which of these it was given and found right.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<Need>,
    /// What may be given too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub optional: Vec<Need>,
    /// Consents that it needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consents: Vec<ConsentTerms>,
    /// What the mail address must be that it asks for; absent where it asks for none. Not of the last step: the mail that follows is for a later one.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub address: Option<AddressAsked>,
    /// The rule that checks of that address cite; the procedure's where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub address_rule: Option<RuleId>,
    /// The purpose of the link or code that is mailed when it is finished.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub sends: Option<Code>,
    /// The rule by which a person may leave here, to start over or to sign in as registered before; absent where it is not offered.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub leave: Option<RuleId>,
    /// The rule by which the outcome of this step may be a review; absent where it is complete at once. Only of the last step.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub review: Option<RuleId>,
}

/// Something that a step takes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// Its id, such as `password`.
    pub id: Code,
    /// What it is called, for whoever reads the document.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub name: Option<Clause>,
    /// The rule that checks cite; the procedure's where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub rule: Option<RuleId>,
}

/// A consent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConsentTerms {
    /// Its id, such as `terms_of_use`.
    pub id: Code,
    /// What it is called, for whoever reads the document.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub name: Option<Clause>,
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Whether only members of a group with points of its own are asked for it: a group of no purse under `points`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub own_points: bool,
}

/// What a mail address must be.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AddressAsked {
    /// No member's.
    New,
    /// The member's own.
    Known,
}
