//! Whom the service of a rule admits.

use super::engine::{Rule, Terms};
use crate::{
    answer::{Details, Sink},
    base::Reason,
    civil::Date,
    rules::{
        eligibility::{Against, admission::Admission},
        points::{day::Day, delivery::Missing},
    },
};

impl Terms<'_> {
    /// The first reason for which the service of a rule does not admit the person, on the first of its days on which it does not. `details` takes
    /// in what there is to say of it, unless it is there already.
    ///
    /// # Errors
    /// [`Missing::Person`] where the rule names a service, and no person was given.
    pub(super) fn not_admitted(
        &self,
        rule: &Rule<'_>,
        day: Day,
        details: &mut Details,
        sink: &mut impl Sink,
    ) -> Result<Option<Reason>, Missing> {
        let Some(service) = &rule.terms.service else { return Ok(None) };
        let admission = Admission::of(self.programme, service, self.person.ok_or(Missing::Person)?);
        let granted = Some(self.delivery.synced).filter(|_| !rule.terms.admitted_on.is_activity());
        let mut days = [Some(day), granted].into_iter().flatten();
        let against = days.find_map(|day| {
            let against = admission.on(Date::from_yyyymmdd(day.ymd)?, sink);
            (!against.is_empty()).then_some(against)
        });
        let Some(against) = against else { return Ok(None) };
        let (first, Against { details: more, .. }) = (against.first(), against);
        for detail in more {
            if Some(detail.reason) == first {
                details.add(detail);
            }
        }
        Ok(first)
    }
}
