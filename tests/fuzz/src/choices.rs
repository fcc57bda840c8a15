//! Decisions out of the fuzzer's bytes: those that build a schema from the front, those that change it from the back, so that
//! a byte more for the one leaves the other as it was.

/// Bytes, taken one for each decision. When they are used up, every decision is the plainest.
pub struct Choices<'a> {
    left: &'a [u8],
    from_the_back: bool,
}

impl<'a> Choices<'a> {
    /// Decisions from the first byte on.
    pub fn from_front(bytes: &'a [u8]) -> Self {
        Self { left: bytes, from_the_back: false }
    }

    /// Decisions from the last byte on, backwards.
    pub fn from_back(bytes: &'a [u8]) -> Self {
        Self { left: bytes, from_the_back: true }
    }

    /// A number below an end, or 0.
    pub fn below(&mut self, end: usize) -> usize {
        let split = if self.from_the_back { self.left.split_last() } else { self.left.split_first() };
        let Some((&byte, rest)) = split else { return 0 };
        self.left = rest;
        usize::from(byte) % end.max(1)
    }

    /// One of several; the first when there is no decision left.
    pub fn pick<'b, T>(&mut self, from: &'b [T]) -> Option<&'b T> {
        let at = self.below(from.len());
        from.get(at)
    }

    /// True in so many of a hundred cases.
    pub fn often(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }
}
