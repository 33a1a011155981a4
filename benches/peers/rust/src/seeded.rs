/// SplitMix64: the same draws in every run.
pub(crate) struct Seeded(pub(crate) u64);

impl Seeded {
    /// A number below `end`.
    pub(crate) fn below(&mut self, end: u8) -> u8 {
        (self.draw() % u64::from(end)) as u8
    }

    /// One of several.
    pub(crate) fn one_of(&mut self, values: &[u8]) -> u8 {
        values[usize::from(self.below(values.len() as u8))]
    }

    /// A number from `first` to `last`; in a quarter of the draws, one of these two.
    pub(crate) fn between(&mut self, first: i64, last: i64) -> i64 {
        match self.below(8) {
            0 => first,
            1 => last,
            _ => first + (self.draw() % (last - first + 1) as u64) as i64,
        }
    }

    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}
