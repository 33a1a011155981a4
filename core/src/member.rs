//! A person as a health-insurance society records them, and who acts for them.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    base::{
        Error, ErrorCode,
        value::{Code, HostId, present},
    },
    civil::Date,
};

/// A person as a health-insurance society records them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The host's id of the person; the same for every card they have had.
    pub id: HostId,
    /// The date of birth.
    pub born: Date,
    /// How they belong to the society.
    pub relation: Relation,
    /// 資格取得日: the first day of entitlement.
    pub insured_from: Date,
    /// 資格喪失日: the first day without entitlement; absent while it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub lost_on: Option<Date>,
    /// Circumstances that a programme may leave out, such as `pregnant`: names that its terms have, and no others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub circumstances: Vec<Code>,
    /// The sex; who is of neither, or whose is not known, is in no terms for one.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub sex: Option<Sex>,
    /// What is true of the person, of the facts that the programme declares; the others are not. At most 256.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<PersonFact>,
}

/// A fact that is true of a person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PersonFact {
    /// The fact's id in the programme.
    pub id: Code,
    /// The day from which it is true; needed where the programme declares it `dated`, and refused elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub on: Option<Date>,
}

crate::base::redacted!(PersonFact {});

/// A person's sex, as an insurance card has it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 女
    Female,
    /// 男
    Male,
}

impl Sex {
    /// As in requests.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
        }
    }
}

/// The most facts of a person.
pub const MOST_FACTS: usize = 256;

crate::base::redacted!(Person { relation });

impl Person {
    /// A person who is insured still, and of whom nothing else is known.
    pub fn new(id: HostId, born: Date, relation: Relation, insured_from: Date) -> Self {
        Self {
            id,
            born,
            relation,
            insured_from,
            lost_on: None,
            circumstances: Vec::new(),
            sex: None,
            facts: Vec::new(),
        }
    }

    /// Finds the insured period that runs backwards.
    ///
    /// # Errors
    /// `period_upside_down` where entitlement is lost before it begins; `too_large` for more than [`MOST_FACTS`].
    pub(crate) fn validate(&self) -> Result<(), Error> {
        if self.facts.len() > MOST_FACTS {
            return Err(Error::new(ErrorCode::TooLarge, "/facts"));
        }
        if self.lost_on.is_some_and(|lost| lost < self.insured_from) {
            return Err(Error::new(ErrorCode::PeriodUpsideDown, "/lost_on"));
        }
        Ok(())
    }
}

/// How a person belongs to a society.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Relation {
    /// 被保険者; in 国保組合, 組合員.
    Insured = 0,
    /// 被扶養者; in 国保組合, the family. Where spouses are told apart, the others.
    Dependant = 1,
    /// 任意継続被保険者.
    Voluntary = 2,
    /// 特例退職被保険者.
    SpecialRetiree = 3,
    /// The family of a 特例退職被保険者.
    SpecialRetireeDependant = 4,
    /// The spouse, among the 被扶養者, where the programme tells spouses apart: admitted where terms name it, and not as a dependant.
    Spouse = 5,
}

impl Relation {
    /// Every relation, by its number in the C ABI.
    pub const ALL: [Self; 6] = [
        Self::Insured,
        Self::Dependant,
        Self::Voluntary,
        Self::SpecialRetiree,
        Self::SpecialRetireeDependant,
        Self::Spouse,
    ];

    /// As in requests.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Insured => "insured",
            Self::Dependant => "dependant",
            Self::Voluntary => "voluntary",
            Self::SpecialRetiree => "special_retiree",
            Self::SpecialRetireeDependant => "special_retiree_dependant",
            Self::Spouse => "spouse",
        }
    }

    /// The relation of this number in the C ABI.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }
}

/// Who acts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// In which role.
    pub role: ActorKind,
    /// The host's id of them; needed for everyone but the person.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub id: Option<HostId>,
}

impl Actor {
    /// Finds the actor who is not named.
    ///
    /// # Errors
    /// `missing_value` where someone else than the person acts without an id.
    pub(crate) fn validate(actor: Option<&Self>) -> Result<ActorKind, Error> {
        match actor {
            Some(Self { role, id: None }) if *role != ActorKind::Person => {
                Err(Error::new(ErrorCode::MissingValue, "/actor/id"))
            }
            _ => Ok(actor.map_or(ActorKind::Person, |actor| actor.role)),
        }
    }
}

/// The role of who acts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// The person.
    Person,
    /// Someone of the household, or another whom the person asked.
    Proxy,
    /// Staff of the society.
    Staff,
    /// The organiser, who cancels an event.
    Organiser,
}

impl ActorKind {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Proxy => "proxy",
            Self::Staff => "staff",
            Self::Organiser => "organiser",
        }
    }
}
