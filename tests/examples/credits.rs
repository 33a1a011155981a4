//! Pays rows in its own process and prints what all credits come to: the digest that `benches/scale/scale.py` states.
//!
//!     credits PROGRAMME.json ROWS
//!
//! A row is three integers of 32 bits, the least byte first: the member, the day walked as YYYYMMDD, and the steps. Those of a member stand together.

use std::{
    env,
    error::Error,
    fs::{self, File},
    io::{self, BufRead, BufReader},
};

use kenpo_core::{
    Reason,
    points::{
        MembersPaid, StepCredit, StepDay, StepDelivery, StepMembers, accrue_members, credits_per_record, most_room,
    },
    programme::Programme,
};
use sha2::{Digest, Sha256};

const SYNCED: i32 = 20_230_401;

/// Rows that are paid in a call, as long as no member has more.
const ROWS: usize = 8_192;

/// What all credits come to.
#[derive(Default)]
struct Found {
    sha: Sha256,
    credits: usize,
    points: i64,
}

/// Members of one delivery each.
struct Members {
    ids: Vec<i64>,
    days: Vec<StepDay>,
    offsets: Vec<i64>,
}

impl Members {
    fn add(&mut self, member: i64, day: StepDay) -> Result<(), Box<dyn Error>> {
        if self.ids.last() != Some(&member) {
            self.ids.push(member);
            self.offsets.push(i64::try_from(self.days.len())?);
        }
        self.days.push(day);
        Ok(())
    }

    /// Pays them in one call, and begins anew.
    fn pay(&mut self, programme: &Programme, room: &mut [i64], found: &mut Found) -> Result<(), Box<dyn Error>> {
        self.offsets.push(i64::try_from(self.days.len())?);
        let members = StepMembers {
            deliveries: &vec![StepDelivery::on(SYNCED); self.ids.len()],
            delivery_offsets: &[],
            days: &self.days,
            day_offsets: &self.offsets,
            credited: &[],
            credited_offsets: &[],
        };
        let mut credits = vec![StepCredit::default(); self.days.len() * credits_per_record(programme)];
        let mut ends = vec![0; self.ids.len() + 1];
        let (mut points, mut reasons) = (vec![0; self.ids.len()], vec![Reason::Empty; self.days.len()]);
        let into = MembersPaid {
            credits: &mut credits,
            credit_offsets: &mut ends,
            points: &mut points,
            reasons: &mut reasons,
        };
        let paid = accrue_members(programme, &members, room, into).map_err(|refused| format!("{refused:?}"))?;
        found.credits += paid;
        found.points += points.iter().sum::<i64>();
        for (member, range) in self.ids.iter().zip(ends.windows(2)) {
            for credit in &credits[usize::try_from(range[0])?..usize::try_from(range[1])?] {
                let (walked, synced) = (credit.walked.into(), credit.synced.into());
                for field in [*member, walked, synced, credit.rule.into(), credit.earned, credit.points] {
                    found.sha.update(i64::to_le_bytes(field));
                }
            }
        }
        self.ids.clear();
        self.days.clear();
        self.offsets.clear();
        Ok(())
    }
}

/// The next row; `None` at the end.
fn row(rows: &mut impl BufRead) -> io::Result<Option<[i32; 3]>> {
    if rows.fill_buf()?.is_empty() {
        return Ok(None);
    }
    let mut fields = [0; 3];
    for field in &mut fields {
        let mut bytes = [0; 4];
        rows.read_exact(&mut bytes)?;
        *field = i32::from_le_bytes(bytes);
    }
    Ok(Some(fields))
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [programme, rows] = arguments.as_slice() else { return Err("credits PROGRAMME.json ROWS".into()) };
    let programme = kenpo_wire::parse_programme(&fs::read(programme)?).map_err(|_| "the programme cannot be used")?;
    let mut rows = BufReader::with_capacity(1 << 20, File::open(rows)?);
    let mut room = vec![0; most_room(&programme)];
    let mut members = Members { ids: Vec::new(), days: Vec::new(), offsets: Vec::new() };
    let mut found = Found::default();
    while let Some([member, walked, steps]) = row(&mut rows)? {
        let member = i64::from(member);
        if members.days.len() >= ROWS && members.ids.last() != Some(&member) {
            members.pay(&programme, &mut room, &mut found)?;
        }
        members.add(member, StepDay::new(walked, steps.into()))?;
    }
    members.pay(&programme, &mut room, &mut found)?;
    let Found { sha, credits, points } = found;
    let digest = base16ct::lower::encode_string(&sha.finalize());
    println!(r#"{{"points":{points},"credits":{credits},"digest":"{digest}"}}"#);
    Ok(())
}
