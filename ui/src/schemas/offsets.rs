//! Places in a text, counted as Rust counts them and as a browser does: bytes of UTF-8, and units of UTF-16.

/// The units of UTF-16 before a byte. A byte inside a character counts as the character's first, one beyond the text as its
/// end.
pub fn units_of_byte(text: &str, byte: usize) -> usize {
    text.char_indices().take_while(|(at, c)| at + c.len_utf8() <= byte).map(|(_, c)| c.len_utf16()).sum()
}

/// The byte at which a unit of UTF-16 stands. A unit inside a character counts as the character's first, one beyond the text
/// as its end.
pub fn byte_of_units(text: &str, units: usize) -> usize {
    let mut before = 0;
    for (at, c) in text.char_indices() {
        before += c.len_utf16();
        if before > units {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{byte_of_units, units_of_byte};

    #[test]
    fn bytes_and_units_are_the_same_places() {
        let text = "aé😀\n€";
        for (byte, units) in [(0, 0), (1, 1), (3, 2), (7, 4), (8, 5), (11, 6)] {
            assert_eq!((units_of_byte(text, byte), byte_of_units(text, units)), (units, byte), "{byte}");
        }
        assert_eq!([2, 5, 99].map(|byte| units_of_byte(text, byte)), [1, 2, 6]);
        assert_eq!([3, 99].map(|units| byte_of_units(text, units)), [3, 11]);
    }
}
