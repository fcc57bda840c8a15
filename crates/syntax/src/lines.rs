//! Byte offsets as lines and columns, and back, without walking the text each time.

use diagnostic::Position;

/// Where the lines of a text start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines {
    starts: Vec<usize>,
    /// Then columns are bytes, and a long line need not be walked for each.
    is_ascii: bool,
}

impl Lines {
    /// Finds the lines of a text.
    pub fn of(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n').map(|(at, _)| at + 1));
        Self { starts, is_ascii: text.is_ascii() }
    }

    /// How many lines there are; at least one.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The position of a byte offset. One beyond the text gives its end, one inside a character that character.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let line = self.starts.partition_point(|&start| start <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or_default();
        if self.is_ascii {
            // A position behind a line end is that of the line end.
            let end = self.starts.get(line + 1).map_or(text.len(), |next| next - 1);
            return Position { line: clamp(line + 1), column: clamp(offset.min(end).saturating_sub(start) + 1) };
        }
        let rest = text.get(start..).unwrap_or_default();
        let column =
            rest.char_indices().take_while(|(at, c)| start + at + c.len_utf8() <= offset && *c != '\n').count();
        Position { line: clamp(line + 1), column: clamp(column + 1) }
    }

    /// The byte offset of a position. A column beyond its line gives the line's end, a line beyond the text the text's end.
    pub fn offset(&self, text: &str, position: Position) -> usize {
        let line = (position.line as usize).saturating_sub(1);
        let Some(&start) = self.starts.get(line) else { return text.len() };
        let rest = text.get(start..).unwrap_or_default();
        let line_length = rest.find('\n').unwrap_or(rest.len());
        let column = (position.column as usize).saturating_sub(1);
        let within = rest.char_indices().nth(column).map_or(line_length, |(at, _)| at.min(line_length));
        start + within
    }
}

fn clamp(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::Lines;
    use diagnostic::Position;

    #[test]
    fn every_offset_of_a_character_is_found_again() {
        let text = "a\nñandú\r\n\nend";
        let lines = Lines::of(text);
        assert_eq!(lines.count(), 4);
        for (offset, _) in text.char_indices() {
            let position = lines.position(text, offset);
            assert_eq!(position, Position::of_offset(text, offset));
            assert_eq!(lines.offset(text, position), offset, "{position:?}");
        }
    }

    #[test]
    fn places_beyond_the_text_are_its_end() {
        let text = "one\ntwo";
        let lines = Lines::of(text);
        assert_eq!(lines.position(text, 99), Position { line: 2, column: 4 });
        assert_eq!(lines.offset(text, Position { line: 1, column: 99 }), 3);
        assert_eq!(lines.offset(text, Position { line: 9, column: 1 }), 7);
    }
}
