//! The points of a year as a portal's programmer reckons them, in one pass.

use kenpo_core::points::StepDay;

/// What was earned for each day and is left of each month's points, while a member's deliveries go by.
pub(super) struct Year {
    earned: [i64; 1_232],
    left: [i64; 13],
}

impl Year {
    pub(super) fn new() -> Self {
        Self { earned: [0; 1_232], left: [500; 13] }
    }

    /// Pays what a delivery earns beyond those before of the same day.
    pub(super) fn pay(&mut self, walked: i32, earns: i64) -> i64 {
        let (month, day) = ((walked / 100 % 100) as usize, (walked % 10_000) as usize);
        let more = (earns - self.earned[day]).max(0);
        let paid = more.min(self.left[month]);
        self.earned[day] += more;
        self.left[month] -= paid;
        paid
    }
}

pub(super) fn points(deliveries: &[StepDay]) -> i64 {
    let mut year = Year::new();
    deliveries.iter().map(|delivery| year.pay(delivery.walked, tier(delivery.steps))).sum()
}

fn tier(steps: i64) -> i64 {
    match steps {
        ..3_000 => 0,
        3_000..5_000 => 5,
        5_000..8_000 => 10,
        8_000..10_000 => 20,
        _ => 40,
    }
}
