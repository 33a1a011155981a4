//! A column of insurer numbers whose counts are known from how it is made: kenpo is not asked.

use std::{fs, io, path::Path};

use crate::seeded::Seeded;

const COUNT: usize = 10_000;

/// Every scheme in use today.
const SCHEMES: [u8; 16] = [1, 2, 3, 4, 6, 7, 31, 32, 33, 34, 39, 63, 72, 73, 74, 75];
/// Public expense, closed, and unknown ones.
const OTHER_SCHEMES: [u8; 9] = [10, 21, 51, 54, 80, 67, 5, 36, 77];
const OTHER_PREFECTURES: [u8; 4] = [0, 48, 60, 99];

/// One number as text, at most eight bytes of ASCII.
struct Line {
    text: String,
    well_formed: bool,
    /// All digits, and the last one fits.
    check_digit_fits: bool,
}

/// Writes `insurer-numbers.txt`, a number in each line, and `insurer-numbers.expected`.
pub(crate) fn write(folder: &Path) -> io::Result<()> {
    let mut random = Seeded(1);
    let lines: Vec<Line> = (0..COUNT).map(|_| line(&mut random)).collect();
    let text: String = lines.iter().map(|line| format!("{}\n", line.text)).collect();
    let count = |of: fn(&Line) -> bool| lines.iter().filter(|line| of(line)).count();
    let expected = format!(
        "items\t{COUNT}\nwell_formed\t{}\ncheck_digit\t{}\n",
        count(|line| line.well_formed),
        count(|line| line.check_digit_fits)
    );
    fs::create_dir_all(folder)?;
    fs::write(folder.join("insurer-numbers.txt"), text)?;
    fs::write(folder.join("insurer-numbers.expected"), expected)
}

/// The numbers as a portal has them.
pub(crate) fn read(folder: &Path) -> io::Result<Vec<String>> {
    Ok(fs::read_to_string(folder.join("insurer-numbers.txt"))?.lines().map(str::to_owned).collect())
}

fn line(random: &mut Seeded) -> Line {
    if random.below(5) > 0 {
        let six = random.below(10) < 3;
        return Line { text: sound(random, six), well_formed: true, check_digit_fits: true };
    }
    let (scheme, other_scheme) = (random.one_of(&SCHEMES), random.one_of(&OTHER_SCHEMES));
    let (prefecture, other_prefecture) = (1 + random.below(47), random.one_of(&OTHER_PREFECTURES));
    let (text, check_digit_fits) = match random.below(8) {
        0 => (number(random, Some(other_scheme), prefecture), true),
        1 => (number(random, Some(scheme), other_prefecture), true),
        2 => (format!("00{}", sound(random, true)), true),
        // Spreadsheets drop a leading zero, which adds nothing to the sum of a check digit.
        3 => (number(random, Some(6), prefecture)[1..].to_owned(), true),
        4 | 5 => (one_digit_wrong(random), false),
        6 => (one_letter(random), false),
        _ => (String::new(), false),
    };
    Line { text, well_formed: false, check_digit_fits }
}

fn sound(random: &mut Seeded, six: bool) -> String {
    let scheme = if six { None } else { Some(random.one_of(&SCHEMES)) };
    let prefecture = 1 + random.below(47);
    number(random, scheme, prefecture)
}

/// A number whose check digit fits.
fn number(random: &mut Seeded, scheme: Option<u8>, prefecture: u8) -> String {
    let serial: String = (0..3).map(|_| char::from(b'0' + random.below(10))).collect();
    let scheme = scheme.map_or(String::new(), |scheme| format!("{scheme:02}"));
    let body = format!("{scheme}{prefecture:02}{serial}");
    let check = check_digit(&body);
    format!("{body}{check}")
}

/// A single wrong digit never fits: that is what the check digit is for.
fn one_digit_wrong(random: &mut Seeded) -> String {
    let six = random.below(2) == 0;
    let mut bytes = sound(random, six).into_bytes();
    let at = usize::from(random.below(bytes.len() as u8));
    let other = (bytes[at] - b'0' + 1 + random.below(9)) % 10;
    bytes[at] = b'0' + other;
    String::from_utf8(bytes).expect("digits")
}

fn one_letter(random: &mut Seeded) -> String {
    let mut bytes = sound(random, false).into_bytes();
    let at = usize::from(random.below(bytes.len() as u8));
    bytes[at] = random.one_of(b"OlIBx");
    String::from_utf8(bytes).expect("ASCII")
}

/// By the words of the rule: from the right of the body, weights 2 and 1 in turn, digits of products added.
fn check_digit(body: &str) -> u32 {
    let weighted = |(place, digit): (usize, u32)| {
        let product = if place % 2 == 0 { digit * 2 } else { digit };
        product / 10 + product % 10
    };
    let sum: u32 = body.chars().rev().filter_map(|digit| digit.to_digit(10)).enumerate().map(weighted).sum();
    (10 - sum % 10) % 10
}
