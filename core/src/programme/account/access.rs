use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    answer::Period,
    base::value::{Clause, Code, RuleId, present},
    programme::DayRange,
};

/// What a feature needs before it opens.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FeatureTerms {
    /// The feature's id, such as `checkup_results`.
    pub id: Code,
    /// What it is called, for whoever reads the document.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub name: Option<Clause>,
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Days on which these terms hold.
    #[serde(default)]
    pub period: Period,
    /// What it needs, in the order in which it is done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<AccessNeed>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

/// A level of access and the rule behind it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AccessNeed {
    /// The level.
    pub level: AccessLevel,
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
}

/// A level of access.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccessLevel {
    /// The identity check (本人確認).
    Identity,
    /// The access verification (健診・医療アクセス認証, 健診閲覧コード).
    Verification,
    /// The answer to the secret question, at each access.
    SecretAnswer,
}

/// Access verification: a paper, two photographs of the face, and a secret question.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct VerificationTerms {
    /// The rule that checks of papers cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Days on which these terms hold.
    #[serde(default)]
    pub period: Period,
    /// The rule by which it is not offered to `groups_without`; `rule` where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub results_rule: Option<RuleId>,
    /// Groups that link no check-up results: it is not offered to their members, and what needs it stays closed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups_without: Vec<Code>,
    /// Papers of which one is photographed. Empty where it goes by a code from a postcard.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<PaperTerms>,
    /// The rule by which the face is photographed: first from the front with the mouth closed, then in another pose; `rule` where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub face: Option<RuleId>,
    /// Poses of which the second photograph has one, at random.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub poses: Vec<FacePose>,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}

impl VerificationTerms {
    /// Whether it is not offered to a group's members.
    pub(crate) fn is_without(&self, group: Option<&Code>) -> bool {
        group.is_some_and(|group| self.groups_without.contains(group))
    }
}

/// A paper that is photographed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PaperTerms {
    /// The paper.
    pub paper: VerificationPaper,
    /// What follows where its remarks (備考欄) are filled.
    pub remarks: RemarksEffect,
}

/// A paper that shows who someone is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum VerificationPaper {
    /// 運転免許証.
    DrivingLicence,
    /// 運転経歴証明書.
    DrivingRecord,
    /// マイナンバーカード. Its back, which has the number, is never photographed.
    MyNumberCard,
    /// 在留カード.
    ResidenceCard,
}

/// What follows where a paper's remarks are filled.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RemarksEffect {
    /// The person is not asked about them.
    NotAsked,
    /// The person says whether they are filled, and nothing follows.
    Nothing,
    /// The back is photographed too.
    Back,
    /// The outcome is a review.
    Review,
}

/// How a face is photographed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FacePose {
    /// Where the face is turned.
    pub pose: Pose,
    /// The mouth.
    pub mouth: Mouth,
}

/// Where a face is turned.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Pose {
    /// To the front.
    Front,
    /// To the right.
    Right,
    /// To the left.
    Left,
}

/// A mouth in a photograph.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Mouth {
    /// Closed.
    Closed,
    /// Open.
    Open,
}

/// Something lost that is issued again by post.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReissueTerms {
    /// What it is, such as `checkup_code`.
    pub id: Code,
    /// What it is called, for whoever reads the document.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub name: Option<Clause>,
    /// The rule that checks cite.
    #[serde(default)]
    pub rule: RuleId,
    /// Days on which these terms hold.
    #[serde(default)]
    pub period: Period,
    /// Days until it arrives, counted from the day after the request; at most 366.
    pub days: DayRange,
    /// The source's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub clause: Option<Clause>,
}
