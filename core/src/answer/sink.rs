//! Where checks go: kept, up to a length, or nowhere.

use alloc::vec::Vec;

use crate::{
    answer::{Check, Explain, Outcome},
    base::{Error, ErrorCode, Reason},
};

/// Where checks go. With [`Silent`] the whole reporting compiles away.
pub trait Sink {
    /// Takes a check of this outcome. `describe` runs only if someone listens.
    fn report(&mut self, outcome: Outcome, describe: impl FnOnce() -> Check);

    /// Reports whether something held, and returns it.
    fn holds(&mut self, passed: bool, describe: impl FnOnce() -> Check) -> bool {
        self.report(if passed { Outcome::Pass } else { Outcome::Fail }, describe);
        passed
    }

    /// Reports whether something held that changes no verdict, and notes in `warnings` what did not hold.
    fn warns(&mut self, passed: bool, reason: Reason, warnings: &mut Vec<Reason>, describe: impl FnOnce() -> Check) {
        self.report(if passed { Outcome::Pass } else { Outcome::Warn }, describe);
        if !passed {
            warnings.push(reason);
        }
    }
}

/// Nobody listens.
pub struct Silent;

impl Sink for Silent {
    #[inline(always)]
    fn report(&mut self, _: Outcome, _: impl FnOnce() -> Check) {}
}

/// Keeps the checks that were asked for.
pub struct Listener {
    explain: Explain,
    checks: Vec<Check>,
    /// Bytes that are left for checks in the answer.
    room: usize,
    is_full: bool,
}

impl Listener {
    /// A listener for what `explain` asks.
    pub fn new(explain: Explain) -> Self {
        Self::within(explain, usize::MAX)
    }

    /// A listener for what `explain` asks, of an answer in which checks may have `room` bytes. More is not kept.
    pub(crate) fn within(explain: Explain, room: usize) -> Self {
        Self { explain, checks: Vec::new(), room, is_full: false }
    }

    /// What it kept, in the order of the checks.
    ///
    /// # Errors
    /// `too_large` where there was no room for all.
    pub(crate) fn all_checks(self) -> Result<Vec<Check>, Error> {
        if self.is_full { Err(Error::new(ErrorCode::TooLarge, "")) } else { Ok(self.checks) }
    }

    /// What it kept, in the order of the checks.
    pub fn into_checks(self) -> Vec<Check> {
        self.checks
    }
}

impl Sink for Listener {
    fn report(&mut self, outcome: Outcome, describe: impl FnOnce() -> Check) {
        let wanted = match self.explain {
            Explain::None => false,
            Explain::Failed => matches!(outcome, Outcome::Fail | Outcome::Warn),
            Explain::All => true,
        };
        if wanted && !self.is_full {
            let mut check = describe();
            check.outcome = outcome;
            match self.room.checked_sub(check.least_written()) {
                Some(room) => {
                    self.room = room;
                    self.checks.push(check);
                }
                None => {
                    self.is_full = true;
                    self.checks = Vec::new();
                }
            }
        }
    }
}

/// Decides with the sink that `explain` asks for. The silent one is a code path of its own, without reporting.
macro_rules! decide {
    ($explain:expr, |$sink:ident| $body:expr) => {
        match $explain {
            $crate::answer::Explain::None => {
                let $sink = &mut $crate::answer::Silent;
                ($body, alloc::vec::Vec::new())
            }
            explain => {
                let mut listener = $crate::answer::Listener::new(explain);
                let verdict = {
                    let $sink = &mut listener;
                    $body
                };
                (verdict, listener.into_checks())
            }
        }
    };
}
pub(crate) use decide;
