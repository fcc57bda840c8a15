//! YAML files: a comment above and a document below.

use crate::ExportError;
use derive::wording::one_line;
use serde::Serialize;

/// A value as a YAML document without a line end. `path` names the file for the error.
pub fn document(value: &impl Serialize, path: &str) -> Result<String, ExportError> {
    let options = serde_saphyr::ser_options! { prefer_block_scalars: false, compact_list_indent: false };
    let text = serde_saphyr::to_string_with_options(value, options)
        .map_err(|error| ExportError::Unwritable { path: path.to_owned(), reason: error.to_string() })?;
    let text = text.trim_end_matches('\n');
    match text.chars().find(|it| !can_hold(*it)) {
        Some(it) => {
            let reason = format!("YAML cannot hold the character {}", it.escape_unicode());
            Err(ExportError::Unwritable { path: path.to_owned(), reason })
        }
        None => Ok(text.to_owned()),
    }
}

/// A text as one line of a comment, without what YAML cannot hold.
pub fn comment(text: &str) -> String {
    format!("# {}\n", one_line(text).replace(|it| !can_hold(it), ""))
}

/// Whether a character may stand in a YAML file as it is. The byte order mark may do so at the beginning alone.
fn can_hold(character: char) -> bool {
    matches!(character, '\n' | '\t' | ' '..='~' | '\u{a0}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_one_line_of_what_yaml_can_hold() {
        let check = |text: &str, expected: &str| assert_eq!(comment(text), expected);
        check("Owned by größer 👩, team #1", "# Owned by größer 👩, team #1\n");
        check("a\u{ffff}b\u{fffe}c\u{feff}d", "# abcd\n");
        check("a\nkind: Evil\u{85}b\u{2028}c\u{2029}d\re", "# a kind: Evil b c d e\n");
        check("a\u{1b}[31m\u{9b}\u{202e}b\u{7f}", "# a [31m b\n");
    }

    #[test]
    fn every_text_is_read_back_as_it_was_or_refused() {
        for code in (0..=0xffff).chain(0x1_fff0..=0x2_0010).chain(0x10_fff0..=0x10_ffff) {
            let Some(character) = char::from_u32(code) else { continue };
            for text in
                [character.to_string(), format!("a{character}b"), format!("{character}: x"), format!("x #{character}")]
            {
                let Ok(document) = document(&[&text], "a.yaml") else { continue };
                let back: Vec<String> = serde_saphyr::from_str(&document).unwrap_or_default();
                assert_eq!(back, [text], "{code:x}: {document}");
            }
        }
    }
}
