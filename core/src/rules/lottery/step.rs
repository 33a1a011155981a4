use serde::Serialize;

use crate::{answer::Outcome, base::Reason};

/// One step of a verification.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Step {
    /// What the step compares.
    pub step: Reason,
    /// How it came out.
    pub outcome: Outcome,
}

/// A step that stands or fails.
pub(super) fn step(step: Reason, stands: bool) -> Step {
    Step { step, outcome: if stands { Outcome::Pass } else { Outcome::Fail } }
}

/// The step of time evidence. Where there is any it is the host's to check, so that the step is never passed here, and stands there without any, too.
pub(super) fn unchecked_time_evidence() -> Step {
    Step { step: Reason::ProofTimeEvidence, outcome: Outcome::NotEvaluated }
}

/// What the first step that failed compares.
pub(super) fn first_failed(steps: &[Step]) -> Option<Reason> {
    steps.iter().find(|step| step.outcome == Outcome::Fail).map(|step| step.step)
}
