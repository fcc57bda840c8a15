//! Strings between their written form, with quotes and escapes, and the text they mean.

use std::borrow::Cow;

/// The text as a JSON string, with quotes. Only what must be escaped is.
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            control if control < ' ' => {
                out.push_str("\\u00");
                for shift in [4, 0] {
                    out.push(char::from_digit((control as u32 >> shift) & 0xf, 16).unwrap_or('0'));
                }
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

/// The value of the inside of a JSON string. Escapes that are none stand for themselves; half of a surrogate pair becomes the
/// replacement character.
pub fn unquote(inside: &str) -> Cow<'_, str> {
    if !inside.contains('\\') {
        return Cow::Borrowed(inside);
    }
    let mut out = String::with_capacity(inside.len());
    let mut rest = inside;
    while let Some(at) = rest.find('\\') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let mut characters = after.chars();
        characters.next();
        match characters.next() {
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some('b') => out.push('\u{8}'),
            Some('f') => out.push('\u{c}'),
            Some('u') => {
                let (character, length) = unicode_escape(characters.as_str());
                out.push(character);
                rest = characters.as_str().get(length..).unwrap_or_default();
                continue;
            }
            Some(other) => out.push(other),
            None => out.push('\\'),
        }
        rest = characters.as_str();
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Reads `XXXX` or `XXXX\uXXXX` after a `\u`: the character, and how many bytes it took.
fn unicode_escape(text: &str) -> (char, usize) {
    let Some(first) = four_digits(text) else { return (char::REPLACEMENT_CHARACTER, 0) };
    if (0xd800..0xdc00).contains(&first)
        && let Some(second) = text.get(4..).and_then(|rest| rest.strip_prefix("\\u")).and_then(four_digits)
        && (0xdc00..0xe000).contains(&second)
    {
        let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
        return (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 10);
    }
    (char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER), 4)
}

fn four_digits(text: &str) -> Option<u32> {
    let digits = text.get(..4)?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::{quote, unquote};

    #[test]
    fn escapes_mean_what_json_says() {
        let check = |inside: &str, expected: &str| assert_eq!(unquote(inside), expected);
        check(r#"a\"b\\c\/d"#, "a\"b\\c/d");
        check(r"\n\r\t\b\f", "\n\r\t\u{8}\u{c}");
        check(r"\u00e9\ud83d\ude00!", "é😀!");
        check(r"\ud83dx", "\u{fffd}x");
        check(r"\u12", "\u{fffd}12");
        check("\\", "\\");
    }

    #[test]
    fn quoting_is_undone_by_unquoting() {
        let text = "tab\t, quote\", back\\slash, bell\u{7}, é, 😀\n";
        let quoted = quote(text);
        assert_eq!(serde_json::from_str::<String>(&quoted).unwrap(), text);
        assert_eq!(unquote(quoted.trim_matches('"')), text);
    }
}
