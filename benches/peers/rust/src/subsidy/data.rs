//! Costs of dock check-ups whose subsidies are known from how they are made: kenpo is not asked.

use std::{fs, io, path::Path};

use crate::{json, seeded::Seeded};

const COUNT: usize = 10_000;

/// Writes `subsidy.txt`, a cost in yen in each line, the same as requests in JSON, and `subsidy.expected` with the sum of all subsidies.
pub(crate) fn write(folder: &Path) -> io::Result<()> {
    let mut random = Seeded(3);
    let (costs, subsidies): (Vec<i32>, Vec<i64>) = (0..COUNT).map(|_| cost(&mut random)).unzip();
    let yen: i64 = subsidies.iter().sum();
    let requests: Vec<String> = costs.iter().map(|cost| request(*cost)).collect();
    fs::create_dir_all(folder)?;
    fs::write(folder.join("subsidy.txt"), costs.iter().map(|cost| format!("{cost}\n")).collect::<String>())?;
    fs::write(folder.join("subsidy.expected"), format!("items\t{COUNT}\nyen\t{yen}\n"))?;
    json::write(folder, "subsidy", &requests)
}

pub(crate) fn read(folder: &Path) -> io::Result<Vec<i32>> {
    let text = fs::read_to_string(folder.join("subsidy.txt"))?;
    Ok(text.lines().map(|cost| cost.parse().expect("a cost")).collect())
}

/// A claim of someone who is entitled.
pub(crate) fn request(cost: i32) -> String {
    format!(
        r#"{{"service":"dock","on":"2024-06-14","cost_yen":{cost},"insured_treatment":false,"person":{{"id":"1","born":"1970-05-05","relation":"insured","insured_from":"2010-04-01"}}}}"#
    )
}

/// A cost and its subsidy.
fn cost(random: &mut Seeded) -> (i32, i64) {
    let (cost, subsidy) = match random.below(16) {
        0 => (0, 0),
        1..=3 => {
            let cost = random.between(1, 13_000);
            (cost, cost)
        }
        4..=6 => (random.between(13_001, 18_572), 13_000),
        7..=11 => {
            let cost = random.between(18_573, 42_858);
            // Seven yen of each ten; of the last few, what seven tenths of them come to without a fraction.
            (cost, cost / 10 * 7 + [0, 0, 1, 2, 2, 3, 4, 4, 5, 6][(cost % 10) as usize])
        }
        _ => (random.between(42_859, 150_000), 30_000),
    };
    (cost as i32, subsidy)
}
