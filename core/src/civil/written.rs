//! Dates and times as text, without the machinery of formatting: they are most of what answers hold.

use core::fmt;

/// `N` bytes of ASCII on the stack, and the rest of 32: aligned and filled up, they are known to be text by their words.
#[repr(align(8))]
pub(crate) struct Written<const N: usize>([u8; 32]);

impl<const N: usize> Written<N> {
    fn new(text: [u8; N]) -> Self {
        let mut all = [0; 32];
        if let Some(start) = all.first_chunk_mut() {
            *start = text;
        }
        Self(all)
    }

    pub(crate) fn as_str(&self) -> &str {
        // Digits and punctuation; the fallback is never taken.
        core::str::from_utf8(&self.0).ok().and_then(|text| text.get(..N)).unwrap_or_default()
    }
}

impl<const N: usize> fmt::Display for Written<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The digits of a number below 100.
fn two(number: u32) -> [u8; 2] {
    let [number, ..] = number.to_le_bytes();
    let tens = number.wrapping_div(10);
    [tens, number.wrapping_sub(tens.wrapping_mul(10))].map(|digit| b'0'.wrapping_add(digit))
}

/// The date YYYYMMDD as `2024-02-18`.
pub(crate) fn date(ymd: i32) -> Written<10> {
    Written::new(date_bytes(ymd))
}

/// The time of day of so many minutes as `09:30`.
pub(super) fn time(minutes: u32) -> Written<5> {
    Written::new(time_bytes(minutes))
}

/// The date YYYYMMDD and so many seconds of its day as `2024-02-18T09:30:00+09:00`.
pub(super) fn instant(ymd: i32, seconds: u32) -> Written<25> {
    let [y1, y2, y3, y4, y5, m1, m2, m3, d1, d2] = date_bytes(ymd);
    let [h1, h2, h3, n1, n2] = time_bytes(seconds.wrapping_div(60));
    let [s1, s2] = two(seconds.wrapping_rem(60));
    Written::new([
        y1, y2, y3, y4, y5, m1, m2, m3, d1, d2, b'T', h1, h2, h3, n1, n2, b':', s1, s2, b'+', b'0', b'9', b':', b'0',
        b'0',
    ])
}

/// The two digits of a number below 100.
pub(crate) fn two_digits(number: u8) -> Written<2> {
    Written::new(two(number.into()))
}

fn date_bytes(ymd: i32) -> [u8; 10] {
    let ymd = ymd.cast_unsigned();
    let (year, month_day) = (ymd.wrapping_div(10_000), ymd.wrapping_rem(10_000));
    let ([y1, y2], [y3, y4]) = (two(year.wrapping_div(100)), two(year.wrapping_rem(100)));
    let ([m1, m2], [d1, d2]) = (two(month_day.wrapping_div(100)), two(month_day.wrapping_rem(100)));
    [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2]
}

fn time_bytes(minutes: u32) -> [u8; 5] {
    let ([h1, h2], [m1, m2]) = (two(minutes.wrapping_div(60)), two(minutes.wrapping_rem(60)));
    [h1, h2, b':', m1, m2]
}
