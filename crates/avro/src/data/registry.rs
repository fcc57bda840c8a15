//! The five bytes that serializers of a schema registry put before a value: a zero, and the number of the schema.

/// The prefix of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegistryHeader {
    /// The number under which the registry knows the writer's schema.
    pub schema_id: u32,
}

/// The bytes with the prefix before them.
pub fn with_header(header: RegistryHeader, bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + 5);
    out.push(0);
    out.extend_from_slice(&header.schema_id.to_be_bytes());
    out.extend_from_slice(bytes);
    out
}

/// Takes the prefix off. Nothing when there is none; a value can begin with the same bytes by chance, so whoever calls must
/// know whether there ought to be one.
pub fn split_header(bytes: &[u8]) -> Option<(RegistryHeader, &[u8])> {
    let (head, rest) = bytes.split_first_chunk::<5>()?;
    let [0, a, b, c, d] = *head else { return None };
    Some((RegistryHeader { schema_id: u32::from_be_bytes([a, b, c, d]) }, rest))
}

/// Bytes as hexadecimal digits, without spaces.
pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

/// Bytes from hexadecimal digits as people paste them: with `0x` or `\x`, spaces, commas, colons and line breaks. Nothing
/// when anything else stands there, or half a byte.
pub fn parse_hex(text: &str) -> Option<Vec<u8>> {
    let plain = text.to_lowercase().replace("0x", "").replace("\\x", "");
    let mut digits = Vec::new();
    for character in plain.chars() {
        match character.to_digit(16) {
            Some(digit) => digits.push(u8::try_from(digit).ok()?),
            None if character.is_whitespace() || matches!(character, ',' | ':' | '-') => {}
            None => return None,
        }
    }
    let (pairs, rest) = digits.as_chunks::<2>();
    rest.is_empty().then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

#[cfg(test)]
mod tests {
    use super::{RegistryHeader, hex, parse_hex, split_header, with_header};

    #[test]
    fn the_header_is_taken_off_as_it_was_put_on() {
        let framed = with_header(RegistryHeader { schema_id: 0x0102_0304 }, b"xy");
        assert_eq!(framed, [0, 1, 2, 3, 4, b'x', b'y']);
        assert_eq!(split_header(&framed), Some((RegistryHeader { schema_id: 0x0102_0304 }, &b"xy"[..])));
        assert_eq!(split_header(&[0, 0, 0, 1]), None);
        assert_eq!(split_header(&[1, 0, 0, 0, 1, 9]), None);
    }

    #[test]
    fn hex_is_read_as_people_paste_it() {
        let check = |text: &str, expected: Option<&[u8]>| assert_eq!(parse_hex(text).as_deref(), expected, "{text}");
        check("00 0a:FF", Some(&[0, 10, 255]));
        check("0x00, 0x1f\n", Some(&[0, 31]));
        check("0X00 \\X1F", Some(&[0, 31]));
        check("abc", None);
        check("zz", None);
        assert_eq!(hex(&[0, 10, 255]), "000aff");
    }
}
