//! The functions of the C ABI that take rows, with any rows, services and programmes. Arrays end where their length says,
//! so that the sanitizer sees what reads or writes past it.
#![no_main]

use std::{collections::BTreeMap, ptr, sync::LazyLock};

use kenpo_abi::{
    KENPO_ERR_INVALID_REQUEST, KENPO_ERR_PANIC, KENPO_OK, kenpo_booking_deadline, kenpo_coupon_last_day, kenpo_credit,
    kenpo_credits_per_record, kenpo_eligibility_reasons, kenpo_insurer_number_reasons, kenpo_match_key,
    kenpo_match_keys, kenpo_member_fault, kenpo_members_accrue, kenpo_person, kenpo_programme, kenpo_programme_parse,
    kenpo_slot, kenpo_slot_deadlines, kenpo_slot_states, kenpo_step_day, kenpo_step_delivery, kenpo_steps_accrue,
    kenpo_subsidies_yen, kenpo_subsidy_yen,
};
use kenpo_fuzz::DOCUMENTS;
use libfuzzer_sys::{
    arbitrary::{Result, Unstructured},
    fuzz_target,
};

const MOST: i64 = (1 << 53) - 1;
const SERVICES: [&str; 8] =
    ["dock", "group_checkup", "seminar", "everything", "month_cut", "spring", "", "どれでもない"];

struct Handle(*const kenpo_programme);
// SAFETY: a programme is immutable, and safe to use from many threads.
unsafe impl Send for Handle {}
// SAFETY: as above.
unsafe impl Sync for Handle {}

static PROGRAMMES: LazyLock<BTreeMap<&str, Handle>> = LazyLock::new(|| {
    let parse = |document: &[u8]| {
        let mut handle = ptr::null();
        // SAFETY: the document is valid for its length, and the handle for a write.
        let status =
            unsafe { kenpo_programme_parse(document.as_ptr().cast(), document.len(), &mut handle, ptr::null_mut()) };
        assert_eq!(status, KENPO_OK);
        Handle(handle)
    };
    DOCUMENTS.iter().map(|(name, document)| (name.as_str(), parse(document))).collect()
});

fuzz_target!(|data: &[u8]| {
    let _ = ask(&mut Unstructured::new(data));
});

fn ask(u: &mut Unstructured) -> Result<()> {
    let programmes: Vec<&Handle> = PROGRAMMES.values().collect();
    let programme = u.choose(&programmes)?.0;
    let services: Vec<&str> = SERVICES.into_iter().collect();
    let service = *u.choose(&services)?;
    let (name, len) = (service.as_ptr().cast(), service.len());
    let kind = Kind::of(u)?;
    let which = u.int_in_range(0..=7)?;
    // SAFETY: every pointer is that of a live value or of a vector of the length that is said, and none overlap.
    let status = unsafe {
        match which {
            0..=2 => return steps(u, kind, programme),
            3 => {
                let people = rows(u, |u| person(u, kind))?;
                let mut reasons = vec![0; people.len()];
                kenpo_eligibility_reasons(programme, name, len, people.as_ptr(), people.len(), reasons.as_mut_ptr())
            }
            4 => {
                let (now, slots) = (u.arbitrary()?, rows(u, |u| slot(u, kind))?);
                let now = if u.arbitrary()? { now } else { 1_717_200_000 + now % 100_000_000 };
                let mut states = vec![0; slots.len()];
                kenpo_slot_states(programme, name, len, now, slots.as_ptr(), slots.len(), states.as_mut_ptr())
            }
            5 => {
                let (on, costs) = (kind.day(u)?, rows(u, amount)?);
                let mut yen = vec![0; costs.len()];
                let status =
                    kenpo_subsidies_yen(programme, name, len, on, costs.as_ptr(), costs.len(), yen.as_mut_ptr());
                for (cost, yen) in costs.iter().zip(&yen) {
                    let mut alone = -1;
                    let one = kenpo_subsidy_yen(programme, name, len, on, i64::from(*cost), &mut alone);
                    assert!(status != KENPO_OK || i64::from(*yen) == alone || one != KENPO_OK);
                }
                status
            }
            6 => {
                let (mut instant, mut last) = (0, 0);
                let which = u.int_in_range(0..=4)?;
                let status = kenpo_booking_deadline(programme, name, len, which, kind.day(u)?, &mut instant, &mut last);
                assert!(status == KENPO_OK || (instant, last) == (0, 0));
                let dates = rows(u, |u| kind.day(u))?;
                let (mut instants, mut days) = (vec![0; dates.len()], vec![0; dates.len()]);
                let count = dates.len();
                let many = kenpo_slot_deadlines(
                    programme,
                    name,
                    len,
                    which,
                    dates.as_ptr(),
                    count,
                    instants.as_mut_ptr(),
                    days.as_mut_ptr(),
                );
                assert_ne!(many, KENPO_ERR_PANIC);
                for (date, column) in dates.iter().zip(instants.iter().zip(&days)) {
                    let (mut at, mut day) = (0, 0);
                    let one = kenpo_booking_deadline(programme, name, len, which, *date, &mut at, &mut day);
                    let day = if one == KENPO_ERR_INVALID_REQUEST { -1 } else { day };
                    assert!(many != KENPO_OK || column == (&at, &day));
                }
                assert_ne!(kenpo_coupon_last_day(programme, kind.day(u)?, &mut last), KENPO_ERR_PANIC);
                status
            }
            _ => {
                let lengths = rows(u, |u| Ok(u.int_in_range(0..=40)?))?;
                let odd: i64 = u.arbitrary()?;
                let text = u.bytes(u.len())?.to_vec();
                names(kind, &text, &lengths, odd);
                let (mut key, mut len) = (vec![0; text.len()], 0);
                let status = kenpo_match_key(text.as_ptr().cast(), text.len(), key.as_mut_ptr(), key.len(), &mut len);
                assert!(len <= key.len());
                let (records, _) = text.as_chunks::<8>();
                let records = records.to_vec();
                let mut reasons = vec![0; records.len()];
                let checked =
                    kenpo_insurer_number_reasons(records.as_ptr().cast(), records.len(), reasons.as_mut_ptr());
                assert_eq!(checked, KENPO_OK);
                status
            }
        }
    };
    assert_ne!(status, KENPO_ERR_PANIC);
    Ok(())
}

/// Keys of names of a text, which are what each by itself has. Most lie between letters; of a hostile case anywhere, and one offset is odd.
fn names(kind: Kind, text: &[u8], lengths: &[usize], odd: i64) {
    let whole = String::from_utf8_lossy(text);
    let text = if kind.hostile { text } else { whole.as_bytes() };
    let mut offsets = vec![0];
    let mut at = 0;
    for length in lengths {
        at += length;
        offsets.push(if kind.hostile { at } else { whole.floor_char_boundary(at) } as i64);
    }
    if kind.hostile
        && let Some(last) = offsets.last_mut()
    {
        *last = odd;
    }
    let count = offsets.len() - 1;
    let (mut keys, mut ends, mut fault) = (vec![0; text.len()], vec![0; offsets.len()], -1);
    // SAFETY: every pointer is that of a live value or of a vector of the length that is said, and none overlap.
    let status = unsafe {
        let (texts, out) = (text.as_ptr().cast(), keys.as_mut_ptr());
        kenpo_match_keys(texts, text.len(), offsets.as_ptr(), count, out, keys.len(), ends.as_mut_ptr(), &mut fault)
    };
    assert_ne!(status, KENPO_ERR_PANIC);
    assert_eq!(status == KENPO_OK, fault < 0);
    if status == KENPO_OK {
        for (name, key) in offsets.windows(2).zip(ends.windows(2)) {
            let name = &text[name[0] as usize..name[1] as usize];
            let (mut alone, mut len) = (vec![0; name.len()], 0);
            // SAFETY: as above.
            let status =
                unsafe { kenpo_match_key(name.as_ptr().cast(), name.len(), alone.as_mut_ptr(), alone.len(), &mut len) };
            assert_eq!((status, &alone[..len]), (KENPO_OK, &keys[key[0] as usize..key[1] as usize]));
        }
    }
}

/// Pays, and pays for the same again on what was credited: it takes back what it wrote, and pays nothing more.
fn steps(u: &mut Unstructured, kind: Kind, programme: *const kenpo_programme) -> Result<()> {
    let mut delivery = kenpo_step_delivery {
        synced_ymd: kind.day(u)?,
        born_ymd: kind.born(u)?,
        enrolled_ymd: kind.day(u)?,
        opened_ymd: kind.day(u)?,
        closed_through_ymd: kind.day(u)?,
    };
    if u.arbitrary()? {
        (delivery.enrolled_ymd, delivery.closed_through_ymd) = (0, 0);
    }
    let days = rows(u, |u| {
        Ok(kenpo_step_day { walked_ymd: kind.day(u)?, reserved: kind.reserved(u)?, steps: kind.count(u)? })
    })?;
    let mut credited = rows(u, |u| {
        Ok(kenpo_credit {
            walked_ymd: kind.day(u)?,
            synced_ymd: kind.day(u)?,
            rule: u.int_in_range(0..=if kind.hostile { 3 } else { 0 })?,
            reserved: kind.reserved(u)?,
            earned: kind.count(u)?,
            points: kind.count(u)?,
        })
    })?;
    let mut each = 0;
    // SAFETY: the programme is live, and the output valid for a write.
    assert_eq!(unsafe { kenpo_credits_per_record(programme, &mut each) }, KENPO_OK);
    let most = days.len() * each;
    let cap = if u.arbitrary()? { most } else { u.int_in_range(0..=most)? };
    let accrue = |credited: &[kenpo_credit], cap: usize| {
        let none = kenpo_credit { walked_ymd: 0, synced_ymd: 0, rule: 0, reserved: 0, earned: 0, points: 0 };
        let (mut credits, mut reasons, mut len) = (vec![none; cap], vec![-1; days.len()], usize::MAX);
        // SAFETY: every pointer is that of a live value or of a vector of the length that is said, and none overlap.
        let status = unsafe {
            kenpo_steps_accrue(
                programme,
                &delivery,
                days.as_ptr(),
                days.len(),
                credited.as_ptr(),
                credited.len(),
                credits.as_mut_ptr(),
                cap,
                &mut len,
                reasons.as_mut_ptr(),
            )
        };
        assert_ne!(status, KENPO_ERR_PANIC);
        if status != KENPO_OK {
            assert_eq!(len, usize::MAX);
            return (status, Vec::new());
        }
        assert!(len <= cap && reasons.iter().all(|reason| *reason > 0));
        credits.truncate(len);
        assert!(credits.iter().all(|credit| {
            (0..=MOST).contains(&credit.points)
                && (credit.points..=MOST).contains(&credit.earned)
                && credit.reserved == 0
        }));
        (status, credits)
    };
    let alone = accrue(&credited, most);
    members(u, programme, &delivery, &days, &credited, &alone)?;
    let (status, credits) = accrue(&credited, cap);
    if status == KENPO_OK {
        credited.extend(credits);
        let (again, more) = accrue(&credited, most);
        assert_eq!((again, more.len()), (KENPO_OK, 0));
    } else if days.is_empty() && credited.is_empty() {
        // Only the delivery can be at fault.
        assert!(status == KENPO_ERR_INVALID_REQUEST || status == kenpo_abi::KENPO_ERR_UNSUPPORTED);
    }
    Ok(())
}

/// Two members alike are each paid as one alone. Offsets are theirs, or any at times.
fn members(
    u: &mut Unstructured,
    programme: *const kenpo_programme,
    delivery: &kenpo_step_delivery,
    days: &[kenpo_step_day],
    credited: &[kenpo_credit],
    (alone, credits): &(i32, Vec<kenpo_credit>),
) -> Result<()> {
    let hostile = u.ratio(1, 8)?;
    let mut offsets = |len: usize| -> Result<[i64; 3]> {
        let len = len as i64;
        if hostile { Ok([u.int_in_range(-1..=2)?, u.int_in_range(-1..=len * 2 + 1)?, u.arbitrary()?]) } else { Ok([0, len, len * 2]) }
    };
    let (day_offsets, credited_offsets) = (offsets(days.len())?, offsets(credited.len())?);
    let (deliveries, days, credited) = ([*delivery; 2], [days, days].concat(), [credited, credited].concat());
    let mut each = 0;
    // SAFETY: the programme is live, and the output valid for a write.
    assert_eq!(unsafe { kenpo_credits_per_record(programme, &mut each) }, KENPO_OK);
    let most = days.len() * each;
    let none = kenpo_credit { walked_ymd: 0, synced_ymd: 0, rule: 0, reserved: 0, earned: 0, points: 0 };
    let (mut paid, mut ends, mut points, mut reasons) = (vec![none; most], [0; 3], [0; 2], vec![0; days.len()]);
    let mut fault = kenpo_member_fault { member: -2, delivery: -2, day: -2, credited: -2 };
    // SAFETY: every pointer is that of a live value or of a vector of the length that is said, and none overlap.
    let status = unsafe {
        kenpo_members_accrue(
            programme,
            2,
            deliveries.as_ptr(),
            2,
            ptr::null(),
            days.as_ptr(),
            days.len(),
            day_offsets.as_ptr(),
            credited.as_ptr(),
            credited.len(),
            credited_offsets.as_ptr(),
            paid.as_mut_ptr(),
            most,
            ends.as_mut_ptr(),
            points.as_mut_ptr(),
            reasons.as_mut_ptr(),
            &mut fault,
        )
    };
    assert_ne!(status, KENPO_ERR_PANIC);
    if hostile {
        return Ok(());
    }
    if status == KENPO_OK {
        assert_eq!(*alone, KENPO_OK);
        let len = credits.len() as i64;
        assert_eq!(ends, [0, len, len * 2]);
        let key = |credit: &kenpo_credit| {
            (credit.walked_ymd, credit.synced_ymd, credit.rule, credit.earned, credit.points)
        };
        let twice = [credits.as_slice(), credits].concat();
        assert!(paid[..twice.len()].iter().map(key).eq(twice.iter().map(key)));
        assert_eq!(points, [credits.iter().map(|credit| credit.points).sum::<i64>(); 2]);
    } else {
        // Days that lie too far apart are refused here alone.
        assert!(*alone != KENPO_OK || status == kenpo_abi::KENPO_ERR_UNSUPPORTED);
        assert_eq!(fault.member, 0);
    }
    Ok(())
}

/// Up to sixty-four rows.
fn rows<T>(u: &mut Unstructured, mut row: impl FnMut(&mut Unstructured) -> Result<T>) -> Result<Vec<T>> {
    (0..u.int_in_range(0..=64)?).map(|_| row(u)).collect()
}

/// Of what kind the numbers of a case are: so that most cases are judged, and not refused.
#[derive(Clone, Copy)]
struct Kind {
    /// The year in which the days lie.
    year: i32,
    /// Whether any number may stand for any other.
    hostile: bool,
}

impl Kind {
    fn of(u: &mut Unstructured) -> Result<Self> {
        Ok(Self { year: u.int_in_range(2021..=2025)?, hostile: u.ratio(1, 4)? })
    }

    /// A day of the year or its neighbours, of a lifetime before it, or any number.
    fn day(self, u: &mut Unstructured) -> Result<i32> {
        let (month, day) = (u.int_in_range(1..=12)?, u.int_in_range(1..=28)?);
        Ok(match u.int_in_range(0..=15)? {
            0 if self.hostile => u.arbitrary()?,
            1 if self.hostile => 0,
            2 if self.hostile => self.year * 10_000 + month * 100 + 31,
            3..5 => (self.year - 1) * 10_000 + month * 100 + day,
            5..7 => (self.year + 1) * 10_000 + month * 100 + day,
            _ => self.year * 10_000 + month * 100 + day,
        })
    }

    /// A day long ago, or none.
    fn born(self, u: &mut Unstructured) -> Result<i32> {
        let years = u.int_in_range(0..=100)?;
        Ok(if years == 0 { 0 } else { self.day(u)?.wrapping_sub(years * 10_000) })
    }

    /// Steps or points, of a day or any.
    fn count(self, u: &mut Unstructured) -> Result<i64> {
        Ok(match u.int_in_range(0..=15)? {
            0 if self.hostile => u.arbitrary()?,
            1 => MOST - u.int_in_range(0..=2)?,
            _ => u.int_in_range(0..=20_000)?,
        })
    }

    fn reserved<T: From<bool>>(self, u: &mut Unstructured) -> Result<T> {
        Ok((self.hostile && u.ratio(1, 20)?).into())
    }
}

fn amount(u: &mut Unstructured) -> Result<i32> {
    if u.arbitrary()? { u.int_in_range(0..=60_000) } else { u.arbitrary() }
}

fn person(u: &mut Unstructured, kind: Kind) -> Result<kenpo_person> {
    let at: i64 = u.arbitrary()?;
    Ok(kenpo_person {
        at: if u.ratio(1, 8)? { at } else { 1_717_200_000 + at % 100_000_000 },
        born_ymd: kind.born(u)?,
        insured_from_ymd: kind.day(u)?,
        lost_on_ymd: kind.day(u)?,
        used_on_ymd: kind.day(u)?,
        relation: u.int_in_range(0..=9)?,
        reserved: [0, 0, 0, 0, 0, 0, kind.reserved(u)?],
    })
}

fn slot(u: &mut Unstructured, kind: Kind) -> Result<kenpo_slot> {
    let small = u.arbitrary()?;
    let places = |u: &mut Unstructured| if small { u.int_in_range(0..=5) } else { u.arbitrary() };
    Ok(kenpo_slot {
        date_ymd: kind.day(u)?,
        capacity: places(u)?,
        taken: places(u)?,
        booked: u.int_in_range(0..=2)?,
        cancelled: u.int_in_range(0..=2)?,
        reserved: [0, kind.reserved(u)?],
    })
}
