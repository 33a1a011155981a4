//! The sums that rules and caps keep, one for each window.

use crate::programme::window::Window;

/// The sum that a rule or a cap keeps for each window.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Accumulator {
    pub(crate) window: Window,
    /// Its place among the accumulators of the same window, or of all other windows.
    pub(crate) place: u16,
}

/// How many accumulators there are of each window.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct AccumulatorCounts {
    pub(crate) day: u16,
    pub(crate) month: u16,
    pub(crate) fiscal_year: u16,
    pub(crate) ever: u16,
    /// Of all other windows together.
    pub(crate) others: u16,
}

impl AccumulatorCounts {
    /// Whether a window's sums have a place in the grid of the typed way.
    pub(crate) fn in_grid(window: Window) -> bool {
        !matches!(window, Window::Week | Window::Quarter | Window::CalendarYear)
    }

    /// An accumulator more.
    pub(crate) fn add(&mut self, window: Window) -> Accumulator {
        let count = match window {
            Window::Day => &mut self.day,
            Window::Month => &mut self.month,
            Window::FiscalYear => &mut self.fiscal_year,
            Window::Ever => &mut self.ever,
            Window::Week | Window::Quarter | Window::CalendarYear | Window::Period => &mut self.others,
        };
        let place = *count;
        // One for each cap, rule and campaign: at most 768.
        *count = count.wrapping_add(1);
        Accumulator { window, place }
    }
}
