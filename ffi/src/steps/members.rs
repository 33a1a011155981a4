//! The typed lane of many members' steps.

use kenpo_core::points::{
    MemberRefused, MembersPaid, RefusedAt, StepMembers, StepsRefused, accrue_members, credits_per_record, most_room,
};

use super::{columns, kenpo_credit, kenpo_step_day, kenpo_step_delivery};
use crate::{
    complete::kenpo_programme,
    guard::guard,
    input::{elements, output},
    status::{
        KENPO_ERR_BUFFER_TOO_SMALL, KENPO_ERR_INVALID_ARGUMENT, KENPO_ERR_INVALID_REQUEST, KENPO_ERR_PANIC,
        KENPO_ERR_TOO_LARGE, KENPO_ERR_UNSUPPORTED, kenpo_status,
    },
};

/// The row at fault of `kenpo_members_accrue`, by its place in its column, from 0. A place is -1 where the fault is not of such a row.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct kenpo_member_fault {
    /// The first member at fault.
    pub member: i64,
    /// The delivery.
    pub delivery: i64,
    /// The record.
    pub day: i64,
    /// The credit given.
    pub credited: i64,
}

/// Pays for the steps of many members in one call, as `kenpo_steps_accrue` does for each of their deliveries, one after the other, each
/// given what the member was credited before.
///
/// Rows belong together as offsets say: those from one offset up to the next. `delivery_offsets` has `members_len` + 1 offsets into
/// `deliveries`, or is NULL where each member has one delivery; `day_offsets` has `deliveries_len` + 1 into `days`;
/// `credited_offsets` has `members_len` + 1 into `credited`, or is NULL where nothing was credited before. Rows before the first offset
/// and from the last on are not read, so that a part of the members is a part of these offsets. Members share nothing: any division of
/// them over calls and threads gives the same.
///
/// `credits_out` receives the credits, member after member; there is room for `kenpo_credits_per_record` for each record, otherwise the
/// status is `KENPO_ERR_BUFFER_TOO_SMALL`. `credit_offsets_out` receives `members_len` + 1 offsets into them, the first of which is 0,
/// `points_out` what each member is paid, and `reasons_out` what became of each record, from the first of the first member's on.
/// A call allocates once, for sums, however many the members are.
///
/// A row that cannot be used is `KENPO_ERR_INVALID_REQUEST`, and so are offsets that descend or leave their column; what is out of reach,
/// as for `kenpo_steps_accrue`, is `KENPO_ERR_UNSUPPORTED`, and so are days of one member that lie more than 40 months apart. Then nobody is
/// paid, what was written into the arrays means nothing, and `*fault_out` has the first member at fault. `fault_out` may be NULL; after any
/// other status it is as it was.
///
/// # Safety
/// `programme` is a live programme; the arrays are valid for their lengths; the outputs for writes and overlap nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kenpo_members_accrue(
    programme: *const kenpo_programme,
    members_len: usize,
    deliveries: *const kenpo_step_delivery,
    deliveries_len: usize,
    delivery_offsets: *const i64,
    days: *const kenpo_step_day,
    days_len: usize,
    day_offsets: *const i64,
    credited: *const kenpo_credit,
    credited_len: usize,
    credited_offsets: *const i64,
    credits_out: *mut kenpo_credit,
    credits_cap: usize,
    credit_offsets_out: *mut i64,
    points_out: *mut i64,
    reasons_out: *mut i32,
    fault_out: *mut kenpo_member_fault,
) -> kenpo_status {
    guard(|| {
        let fault_out = if fault_out.is_null() { fault_out } else { output(fault_out)? };
        let offsets = |count: usize| count.checked_add(1).ok_or(KENPO_ERR_INVALID_ARGUMENT);
        let or_empty = |column: *const i64, count| if column.is_null() { Ok(0) } else { offsets(count) };
        // SAFETY: as the caller promises; the rows are laid out as the core's, as is asserted beside them.
        let (programme, members) = unsafe {
            let members = StepMembers {
                deliveries: elements(deliveries.cast(), deliveries_len)?,
                delivery_offsets: elements(delivery_offsets, or_empty(delivery_offsets, members_len)?)?,
                days: elements(days.cast(), days_len)?,
                // Without a delivery no offset is needed.
                day_offsets: elements(day_offsets, if deliveries_len == 0 { 0 } else { offsets(deliveries_len)? })?,
                credited: elements(credited.cast(), credited_len)?,
                credited_offsets: elements(credited_offsets, or_empty(credited_offsets, members_len)?)?,
            };
            (programme.as_ref().ok_or(KENPO_ERR_INVALID_ARGUMENT)?, members)
        };
        let programme = &programme.0;
        if members.len() != members_len {
            return Err(KENPO_ERR_INVALID_ARGUMENT);
        }
        let refused = |refused: MemberRefused| {
            let status = status(refused.refused);
            if !fault_out.is_null() && matches!(status, KENPO_ERR_INVALID_REQUEST | KENPO_ERR_UNSUPPORTED) {
                // SAFETY: checked to be aligned, valid as the caller promises.
                unsafe { fault_out.write(fault(&refused)) };
            }
            status
        };
        let records = members.records().map_err(refused)?;
        let most = records.checked_mul(credits_per_record(programme)).ok_or(KENPO_ERR_TOO_LARGE)?;
        if credits_cap < most {
            return Err(KENPO_ERR_BUFFER_TOO_SMALL);
        }
        let ends = offsets(members_len)?;
        let (credits_out, offsets_out) = (columns(credits_out, most)?, columns(credit_offsets_out, ends)?);
        let (points_out, reasons_out) = (columns(points_out, members_len)?, columns(reasons_out, records)?);
        // SAFETY: valid for that number of elements and overlapping nothing, as the caller promises; integers are written before they
        // are read.
        let into = unsafe {
            MembersPaid {
                credits: std::slice::from_raw_parts_mut(credits_out.cast(), most),
                credit_offsets: std::slice::from_raw_parts_mut(offsets_out, ends),
                points: std::slice::from_raw_parts_mut(points_out, members_len),
                reasons: std::slice::from_raw_parts_mut(reasons_out, records),
            }
        };
        let mut room = vec![0; most_room(programme)];
        accrue_members::<i32>(programme, &members, &mut room, into).map_err(refused)?;
        Ok(())
    })
}

fn status(refused: StepsRefused) -> kenpo_status {
    match refused {
        StepsRefused::Invalid => KENPO_ERR_INVALID_REQUEST,
        StepsRefused::Unsupported => KENPO_ERR_UNSUPPORTED,
        // A fault inside the library, as loud as a panic: there is room for the widest member, and places were counted.
        StepsRefused::Internal | StepsRefused::Room(_) | StepsRefused::Places(_) => KENPO_ERR_PANIC,
    }
}

fn fault(refused: &MemberRefused) -> kenpo_member_fault {
    let place = |at: usize| i64::try_from(at).unwrap_or(i64::MAX);
    let none = kenpo_member_fault { member: place(refused.member), delivery: -1, day: -1, credited: -1 };
    match refused.at {
        RefusedAt::Offsets | RefusedAt::Member => none,
        RefusedAt::Delivery(at) => kenpo_member_fault { delivery: place(at), ..none },
        RefusedAt::Day(at) => kenpo_member_fault { day: place(at), ..none },
        RefusedAt::Credit(at) => kenpo_member_fault { credited: place(at), ..none },
    }
}
