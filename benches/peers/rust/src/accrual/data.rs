//! Years of steps whose points are known from how they are made: kenpo is not asked.

use std::{fs, io, path::Path};

use kenpo_core::points::StepDay;

use crate::seeded::Seeded;

const MEMBERS: usize = 200;
/// Days that are delivered once more.
const AGAIN: usize = 18;
const PROGRAMME: &[u8] = include_bytes!("../../../../../programmes/kkr.json");
/// What a day's steps earn: from so many on, up to so many, in points.
const TIERS: [(i64, i64, i64); 5] =
    [(0, 2_999, 0), (3_000, 4_999, 5), (5_000, 7_999, 10), (8_000, 9_999, 20), (10_000, 40_000, 40)];
const MOST_A_MONTH: i64 = 500;
/// The months of fiscal 2022, as year, month and length.
const MONTHS: [(i32, i32, i32); 12] = [
    (2022, 4, 30),
    (2022, 5, 31),
    (2022, 6, 30),
    (2022, 7, 31),
    (2022, 8, 31),
    (2022, 9, 30),
    (2022, 10, 31),
    (2022, 11, 30),
    (2022, 12, 31),
    (2023, 1, 31),
    (2023, 2, 28),
    (2023, 3, 31),
];

/// The day on which all of a year is delivered.
pub(super) const DELIVERED: i32 = 20_230_401;

/// Writes `accrual.txt`, a delivery in each line (the member, the day walked as YYYYMMDD, the steps), `accrual.jsonl` with a request
/// for each member, `kkr.json`, and `accrual.expected` with the sum of all points.
pub(crate) fn write(folder: &Path) -> io::Result<()> {
    let mut random = Seeded(4);
    let (years, points): (Vec<Vec<StepDay>>, Vec<i64>) = (0..MEMBERS).map(|_| year(&mut random)).unzip();
    let items: usize = years.iter().map(Vec::len).sum();
    let mut lines = String::new();
    for (member, year) in years.iter().enumerate() {
        for StepDay { walked, steps, .. } in year {
            lines += &format!("{member}\t{walked}\t{steps}\n");
        }
    }
    let requests: String = years.iter().map(|year| request(year) + "\n").collect();
    fs::create_dir_all(folder)?;
    fs::write(folder.join("accrual.txt"), lines)?;
    fs::write(folder.join("accrual.jsonl"), requests)?;
    fs::write(folder.join("kkr.json"), PROGRAMME)?;
    fs::write(folder.join("accrual.expected"), format!("items\t{items}\npoints\t{}\n", points.iter().sum::<i64>()))
}

/// The deliveries of each member.
pub(super) fn read(folder: &Path) -> io::Result<Vec<Vec<StepDay>>> {
    let mut years = Vec::new();
    for line in fs::read_to_string(folder.join("accrual.txt"))?.lines() {
        let numbers: Vec<i64> = line.split('\t').map(|number| number.parse().expect("a number")).collect();
        let [member, walked, steps] = numbers[..] else { panic!("{line:?} is no delivery") };
        years.resize(member as usize + 1, Vec::new());
        years[member as usize].push(StepDay::new(walked as i32, steps));
    }
    Ok(years)
}

pub(super) fn requests(folder: &Path) -> io::Result<Vec<String>> {
    Ok(fs::read_to_string(folder.join("accrual.jsonl"))?.lines().map(str::to_owned).collect())
}

/// A member's year, and the points that it comes to: those of the highest tier of each day, at most so many a month. A day that
/// is delivered again has the same steps, or those of another tier; every other time the higher comes first.
fn year(random: &mut Seeded) -> (Vec<StepDay>, i64) {
    let mut days = Vec::new();
    let mut points = 0;
    for (year, month, length) in MONTHS {
        let mut of_month = 0;
        for day in 1..=length {
            let (steps, earned) = walk(random);
            days.push((StepDay::new(year * 10_000 + month * 100 + day, steps), earned));
            of_month += earned;
        }
        points += of_month.min(MOST_A_MONTH);
    }
    let mut again = Vec::new();
    for number in 0..AGAIN {
        // Any day, but none twice: the days of a stretch of twenty.
        let (day, earned) = &mut days[number * 20 + usize::from(random.below(20))];
        let mut other = *day;
        if random.below(3) > 0 {
            let lower = TIERS.iter().rev().find(|(_, _, points)| points < earned);
            let (least, most, _) = lower.copied().unwrap_or(TIERS[0]);
            other.steps = random.between(least, most).min(day.steps);
        }
        if random.below(2) == 0 {
            std::mem::swap(day, &mut other);
        }
        again.push(other);
    }
    (days.into_iter().map(|(day, _)| day).chain(again).collect(), points)
}

/// A day's steps and what they earn.
fn walk(random: &mut Seeded) -> (i64, i64) {
    let (least, most, points) = TIERS[usize::from(random.below(5))];
    (random.between(least, most), points)
}

fn request(year: &[StepDay]) -> String {
    let arrival = |StepDay { walked, steps, .. }: &StepDay| {
        let (year, month, day) = (walked / 10_000, walked / 100 % 100, walked % 100);
        format!(r#"{{"date":"{year}-{month:02}-{day:02}","steps":{steps},"source":"healthkit"}}"#)
    };
    let arrivals: Vec<String> = year.iter().map(arrival).collect();
    format!(r#"{{"now":"2023-04-01T09:00:00+09:00","arrivals":[{}]}}"#, arrivals.join(","))
}
