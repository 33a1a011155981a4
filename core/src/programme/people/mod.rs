//! Who may use a service: the terms, and the facts about people that they ask for.

mod ages;
mod eligibility;
mod extent;
mod facts;
mod uses;
mod whom;

pub use ages::{AgeBand, AgeCounted, AgeTerms, LastYear, Parity};
pub use eligibility::{CircumstanceTerms, DeviceTerms, EligibilityTerms, InsuredTerms, RelationTerms};
pub use facts::{FactDeclaration, FactTerms, SexTerms};
pub use uses::OnceTerms;
pub use whom::Whom;
