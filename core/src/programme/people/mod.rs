//! Who may use a service: the terms, and the facts about people that they ask for.

mod eligibility;
mod facts;

pub use eligibility::{
    AgeCounted, AgeTerms, CircumstanceTerms, DeviceTerms, EligibilityTerms, InsuredTerms, LastYear, OnceTerms,
    RelationTerms,
};
pub use facts::{FactDeclaration, FactTerms, SexTerms};
