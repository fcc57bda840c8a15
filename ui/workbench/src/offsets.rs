//! Places in a text, counted as Rust counts them and as a browser does: bytes of UTF-8, and units of UTF-16.

/// A character that is not one byte and one unit alike.
struct Wide {
    /// Its first byte and the one after its last.
    bytes: (usize, usize),
    /// Its first unit and the one after its last.
    units: (usize, usize),
}

/// A text's places in both counts. Looking one up costs no walk through the text: where hundreds of findings are shown, each
/// with two places, that would be most of the work.
pub struct Offsets {
    wide: Vec<Wide>,
    /// How long the text is, in bytes and in units.
    length: (usize, usize),
}

impl Offsets {
    /// The places of a text.
    pub fn of(text: &str) -> Self {
        let mut wide = Vec::new();
        let (mut byte, mut unit) = (0, 0);
        let narrow = |bytes: &[u8]| bytes.iter().take_while(|it| it.is_ascii()).count();
        while let Some(rest) = text.get(byte..).filter(|rest| !rest.is_empty()) {
            let skipped = narrow(rest.as_bytes());
            (byte, unit) = (byte + skipped, unit + skipped);
            if let Some(c) = text.get(byte..).and_then(|rest| rest.chars().next()) {
                let end = (byte + c.len_utf8(), unit + c.len_utf16());
                wide.push(Wide { bytes: (byte, end.0), units: (unit, end.1) });
                (byte, unit) = end;
            }
        }
        Self { wide, length: (byte, unit) }
    }

    /// The units of UTF-16 before a byte. A byte inside a character counts as the character's first, one beyond the text as
    /// its end.
    pub fn units_of_byte(&self, byte: usize) -> usize {
        let before = self.wide.partition_point(|it| it.bytes.0 < byte);
        match before.checked_sub(1).and_then(|last| self.wide.get(last)) {
            None => byte.min(self.length.1),
            Some(it) if byte < it.bytes.1 => it.units.0,
            Some(it) => (it.units.1 + (byte - it.bytes.1)).min(self.length.1),
        }
    }

    /// The byte at which a unit of UTF-16 stands. A unit inside a character counts as the character's first, one beyond the
    /// text as its end.
    pub fn byte_of_units(&self, units: usize) -> usize {
        let before = self.wide.partition_point(|it| it.units.0 < units);
        match before.checked_sub(1).and_then(|last| self.wide.get(last)) {
            None => units.min(self.length.0),
            Some(it) if units < it.units.1 => it.bytes.0,
            Some(it) => (it.bytes.1 + (units - it.units.1)).min(self.length.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Offsets;

    #[test]
    fn bytes_and_units_are_the_same_places() {
        let text = Offsets::of("aé😀\n€");
        for (byte, units) in [(0, 0), (1, 1), (3, 2), (7, 4), (8, 5), (11, 6)] {
            assert_eq!((text.units_of_byte(byte), text.byte_of_units(units)), (units, byte), "{byte}");
        }
        assert_eq!([2, 5, 99].map(|byte| text.units_of_byte(byte)), [1, 2, 6]);
        assert_eq!([3, 99].map(|units| text.byte_of_units(units)), [3, 11]);
        let plain = Offsets::of("abc");
        assert_eq!(
            [0, 2, 3, 9].map(|at| (plain.units_of_byte(at), plain.byte_of_units(at))),
            [(0, 0), (2, 2), (3, 3), (3, 3)]
        );
    }
}
