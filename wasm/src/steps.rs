//! A member's steps, on the typed lane. They cross in two sheets that all calls use, one of integers and one of 64-bit floats:
//! memory made for each array of each call would take longer than paying for a few days.

use std::{cell::RefCell, mem::take};

use kenpo_core::points::{StepCredit, StepDay, StepDelivery, StepsRefused, accrue_steps_in, credits_per_record};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{
    fault::{Fault, Status},
    programme::Programme,
};

thread_local! {
    static SHEETS: RefCell<Sheets> = RefCell::default();
}

/// The sheets, and what a call works in.
#[derive(Default)]
struct Sheets {
    ints: Vec<i32>,
    floats: Vec<f64>,
    days: Vec<StepDay>,
    credited: Vec<StepCredit>,
    credits: Vec<StepCredit>,
    near: Vec<i64>,
}

/// Makes room for the given numbers of integers and floats, which may move the sheets and the memory.
#[wasm_bindgen(js_name = sheetsRoom)]
pub fn sheets_room(ints: usize, floats: usize) {
    SHEETS.with_borrow_mut(|sheets| {
        grow(&mut sheets.ints, ints);
        grow(&mut sheets.floats, floats);
    });
}

/// Where the sheet of integers begins.
#[wasm_bindgen(js_name = intsAt)]
pub fn ints_at() -> *const i32 {
    SHEETS.with_borrow(|sheets| sheets.ints.as_ptr())
}

/// Where the sheet of floats begins.
#[wasm_bindgen(js_name = floatsAt)]
pub fn floats_at() -> *const f64 {
    SHEETS.with_borrow(|sheets| sheets.floats.as_ptr())
}

#[wasm_bindgen]
impl Programme {
    /// The most credits that one record can bring.
    #[wasm_bindgen(js_name = creditsPerRecord)]
    pub fn credits_per_record(&self) -> usize {
        credits_per_record(&self.0)
    }

    /// Pays for a member's steps from a linked source, under every rule that earns by them, and gives the number of credits.
    /// `room` is for how many there is room, no fewer than each record can bring.
    ///
    /// In the sheet of integers stand the delivery's five dates (of arrival, 0 for any other that is not given: of birth, of
    /// joining, of opening the app, and the last day that is closed), the records' days and steps, and of what was credited
    /// before the days walked, the days of arrival and the rules' places; in the sheet of floats, of what was credited before,
    /// the points earned and paid. Steps that may be `wide` stand before these and not among the integers. Behind them are written, for each credit, the day walked, the day of arrival
    /// and the rule's place, and the points earned and paid, and behind the integers a reason for each record.
    ///
    /// # Errors
    /// Invalid argument where the sheets are shorter; invalid request for an impossible date, count or rule; unsupported where
    /// `points.accrue` is to be asked.
    #[wasm_bindgen(js_name = stepsAccrue)]
    pub fn steps_accrue(&self, records: usize, credited: usize, room: usize, wide: bool) -> Result<usize, Fault> {
        SHEETS.with_borrow_mut(|sheets| sheets.pay(&self.0, records, credited, room, wide)).map_err(Fault::from)
    }
}

impl Sheets {
    fn pay(
        &mut self,
        programme: &kenpo_core::Programme,
        records: usize,
        credited: usize,
        room: usize,
        wide: bool,
    ) -> Result<usize, Status> {
        let (mut ints, mut floats) = (self.ints.as_mut_slice(), self.floats.as_mut_slice());
        let &mut [synced, born, enrolled_on, opened_on, closed_through] = part(&mut ints, 5)? else {
            return Err(Status::InvalidArgument);
        };
        let delivery = StepDelivery { synced, born, enrolled_on, opened_on, closed_through };
        let mut exact = true;
        let mut whole = |value: &f64| {
            let whole = *value as i64;
            exact &= whole as f64 == *value;
            whole
        };
        self.days.clear();
        let walked = part(&mut ints, records)?.iter();
        if wide {
            let days = walked.zip(part(&mut floats, records)?);
            self.days.extend(days.map(|(walked, steps)| StepDay::new(*walked, whole(steps))));
        } else {
            let days = walked.zip(part(&mut ints, records)?);
            self.days.extend(days.map(|(walked, steps)| StepDay::new(*walked, (*steps).into())));
        }
        self.credited.clear();
        let names = part(&mut ints, credited)?.iter().zip(part(&mut ints, credited)?).zip(part(&mut ints, credited)?);
        let points = part(&mut floats, credited)?.iter().zip(part(&mut floats, credited)?);
        self.credited.extend(names.zip(points).map(|(((walked, synced), rule), (earned, points))| StepCredit {
            walked: *walked,
            synced: *synced,
            rule: rule.cast_unsigned(),
            reserved: 0,
            earned: whole(earned),
            points: whole(points),
        }));
        if !exact {
            return Err(Status::InvalidRequest);
        }
        let most = records * credits_per_record(programme);
        if room < most {
            return Err(Status::InvalidArgument);
        }
        let (walked, synced, rule) = (part(&mut ints, room)?, part(&mut ints, room)?, part(&mut ints, room)?);
        let (earned, points) = (part(&mut floats, room)?, part(&mut floats, room)?);
        let reasons = part(&mut ints, records)?;

        grow(&mut self.credits, most);
        let (days, credited, credits, near) = (&self.days, &self.credited, &mut self.credits, &mut self.near);
        let done = accrue_steps_in(
            programme,
            &delivery,
            days,
            credited,
            |needed| {
                grow(near, needed);
                let zeros = near.get_mut(..needed)?;
                zeros.fill(0);
                Some(zeros)
            },
            credits,
            reasons,
        );
        let paid = done.map_err(|refused| match refused {
            StepsRefused::Invalid => Status::InvalidRequest,
            StepsRefused::Internal => Status::Panic,
            _ => Status::Unsupported,
        })?;
        let names = walked.iter_mut().zip(synced).zip(rule);
        let slots = names.zip(earned.iter_mut().zip(points));
        for ((((walked, synced), rule), (earned, points)), credit) in slots.zip(self.credits.iter().take(paid)) {
            *walked = credit.walked;
            *synced = credit.synced;
            *rule = credit.rule.cast_signed();
            *earned = credit.earned as f64;
            *points = credit.points as f64;
        }
        Ok(paid)
    }
}

/// The next part of a sheet.
fn part<'a, T>(sheet: &mut &'a mut [T], len: usize) -> Result<&'a mut [T], Status> {
    let (part, rest) = take(sheet).split_at_mut_checked(len).ok_or(Status::InvalidArgument)?;
    *sheet = rest;
    Ok(part)
}

fn grow<T: Clone + Default>(memory: &mut Vec<T>, len: usize) {
    if memory.len() < len {
        memory.resize(len, T::default());
    }
}
