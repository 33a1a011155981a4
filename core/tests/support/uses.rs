//! The windows in which uses of services are counted.

use kenpo_core::{civil::Date, programme::Window};
use proptest::prelude::*;

pub(crate) fn use_window() -> impl Strategy<Value = Window> {
    prop::sample::select(vec![Window::Month, Window::Quarter, Window::FiscalYear, Window::CalendarYear, Window::Ever])
}

/// The number of a window of uses, in another way than the core's.
pub(crate) fn use_number(window: Window, day: Date) -> i32 {
    let month = day.year() * 12 + i32::try_from(day.month()).unwrap() - 1;
    match window {
        Window::Month => month,
        Window::Quarter => month / 3,
        Window::FiscalYear => day.fiscal_year().start_year(),
        Window::CalendarYear => day.year(),
        _ => 0,
    }
}
