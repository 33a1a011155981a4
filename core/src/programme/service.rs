//! What all terms of services have in common: for which services they hold, when, and for whom.

use alloc::vec::Vec;

use super::{
    booking::BookingTerms,
    each_year::EachYear,
    people::{EligibilityTerms, Whom},
    subsidy::{SubsidyTerms, VoucherTerms},
};
use crate::{answer::Period, base::value::Code, civil::Date};

/// When terms of services hold, and for whom.
pub(crate) struct Scope<'t> {
    pub(crate) services: Vec<&'t Code>,
    pub(crate) period: Period,
    pub(crate) every: Option<EachYear>,
    pub(crate) whom: Option<&'t Whom>,
}

/// Terms of services.
pub(crate) trait OfServices {
    /// The services for which they hold.
    fn services(&self) -> impl Iterator<Item = &Code>;

    /// When they hold, and for whom.
    fn scope(&self) -> Scope<'_>;
}

macro_rules! of_services {
    ($type:ty, $whom:expr) => {
        impl $type {
            /// Whether they are terms of a service.
            pub fn is_of(&self, service: &str) -> bool {
                self.id.as_str() == service || self.also.iter().any(|other| other.as_str() == service)
            }

            /// Whether they are in effect on a day: in their period, and there in their time of each year.
            pub fn in_effect(&self, on: Date) -> bool {
                self.period.contains(on) && self.every.is_none_or(|time| time.contains(on))
            }
        }

        impl OfServices for $type {
            fn services(&self) -> impl Iterator<Item = &Code> {
                [&self.id].into_iter().chain(&self.also)
            }

            fn scope(&self) -> Scope<'_> {
                let whom: fn(&Self) -> Option<&Whom> = $whom;
                Scope { services: self.services().collect(), period: self.period, every: self.every, whom: whom(self) }
            }
        }
    };
}
of_services!(EligibilityTerms, |terms| terms.whom.as_ref());
of_services!(SubsidyTerms, |terms| terms.whom.as_ref());
of_services!(BookingTerms, |_| None);
of_services!(VoucherTerms, |terms| terms.whom.as_ref());
