//! Rust source split into what is code and what is comment, so that a rule about code is not broken by a sentence about it.
//! A parser would know more; these rules need only this much, and must also read a file that does not parse.

/// One Rust file, seen twice; both views keep every line in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RustText {
    /// The code: comments, strings, characters and items under `#[cfg(test)]` are blank.
    pub code: String,
    /// The comments alone.
    pub comments: String,
}

impl RustText {
    /// Splits a file.
    pub fn read(text: &str) -> Self {
        let mut reader = Reader { chars: text.chars().collect(), at: 0, code: String::new(), comments: String::new() };
        reader.read();
        Self { code: blank_test_items(&reader.code), comments: reader.comments }
    }
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    code: String,
    comments: String,
}

/// To which view a character belongs.
#[derive(Clone, Copy)]
enum Kind {
    Code,
    Comment,
    Literal,
}

impl Reader {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn take(&mut self, kind: Kind) {
        let Some(next) = self.peek(0) else { return };
        self.at += 1;
        let blank = if next == '\n' { '\n' } else { ' ' };
        let (code, comment) = match kind {
            Kind::Code => (next, blank),
            Kind::Comment => (blank, next),
            Kind::Literal => (blank, blank),
        };
        self.code.push(code);
        self.comments.push(comment);
    }

    fn take_many(&mut self, count: usize, kind: Kind) {
        for _ in 0..count {
            self.take(kind);
        }
    }

    fn read(&mut self) {
        let mut previous = ' ';
        while let Some(next) = self.peek(0) {
            let in_word = previous.is_alphanumeric() || previous == '_';
            match (next, self.peek(1)) {
                ('/', Some('/')) => self.line_comment(),
                ('/', Some('*')) => self.block_comment(),
                ('"', _) => self.string(),
                ('r', Some('"' | '#')) if !in_word && self.raw_hashes(1).is_some() => self.raw_string(1),
                ('b' | 'c', Some('r')) if !in_word && self.raw_hashes(2).is_some() => self.raw_string(2),
                ('\'', Some('\\')) => self.escaped_character(),
                ('\'', Some(_)) if self.peek(2) == Some('\'') => self.take_many(3, Kind::Literal),
                _ => self.take(Kind::Code),
            }
            previous = next;
        }
    }

    fn line_comment(&mut self) {
        while self.peek(0).is_some_and(|next| next != '\n') {
            self.take(Kind::Comment);
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0_usize;
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => {
                    depth += 1;
                    self.take_many(2, Kind::Comment);
                }
                (Some('*'), Some('/')) => {
                    depth = depth.saturating_sub(1);
                    self.take_many(2, Kind::Comment);
                    if depth == 0 {
                        return;
                    }
                }
                (Some(_), _) => self.take(Kind::Comment),
                (None, _) => return,
            }
        }
    }

    fn string(&mut self) {
        self.take(Kind::Literal);
        while let Some(next) = self.peek(0) {
            match next {
                '\\' => self.take_many(2, Kind::Literal),
                '"' => return self.take(Kind::Literal),
                _ => self.take(Kind::Literal),
            }
        }
    }

    /// The number of hashes of a raw string that begins after `prefix` letters; `None` for a raw identifier.
    fn raw_hashes(&self, prefix: usize) -> Option<usize> {
        let hashes = self.chars.iter().skip(self.at + prefix).take_while(|next| **next == '#').count();
        (self.peek(prefix + hashes) == Some('"')).then_some(hashes)
    }

    fn raw_string(&mut self, prefix: usize) {
        let hashes = self.raw_hashes(prefix).unwrap_or(0);
        self.take_many(prefix + hashes + 1, Kind::Literal);
        while let Some(next) = self.peek(0) {
            let closes = next == '"' && (1..=hashes).all(|ahead| self.peek(ahead) == Some('#'));
            if closes {
                return self.take_many(1 + hashes, Kind::Literal);
            }
            self.take(Kind::Literal);
        }
    }

    fn escaped_character(&mut self) {
        self.take_many(3, Kind::Literal);
        while self.peek(0).is_some_and(|next| next != '\'' && next != '\n') {
            self.take(Kind::Literal);
        }
        self.take(Kind::Literal);
    }
}

/// Blanks each item that is compiled only for tests: from its `#[cfg(test)]` to its closing brace or semicolon.
fn blank_test_items(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut kept = String::with_capacity(code.len());
    let mut rest = code;
    while let Some((before, after)) = rest.split_once(MARK) {
        kept.push_str(before);
        kept.push_str(&" ".repeat(MARK.len()));
        let mut depth = 0_usize;
        let mut end = after.len();
        for (position, next) in after.char_indices() {
            match next {
                '{' | '[' | '(' => depth += 1,
                '}' | ']' | ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            // An attribute between the mark and the item closes a bracket too; it does not end the item.
            if depth == 0 && matches!(next, '}' | ';') {
                end = position + 1;
                break;
            }
        }
        let (item, behind) = after.split_at_checked(end).unwrap_or((after, ""));
        kept.extend(item.chars().map(|next| if next == '\n' { '\n' } else { ' ' }));
        rest = behind;
    }
    kept.push_str(rest);
    kept
}

/// The words of a line of code, each with whether it stands as a whole word: `Instant` but not `Instantly`.
pub fn has_word(line: &str, word: &str) -> bool {
    let is_part = |next: char| next.is_alphanumeric() || next == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let after = line.get(at + word.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_comments_are_told_apart() {
        let cases = [
            ("a // b\nc", "a     \nc", "  // b\n "),
            ("a /* b /* c */ d */ e", "a                   e", "  /* b /* c */ d */  "),
            (r#"x("std::fs // no")"#, "x(               )", "                  "),
            (r##"x(r#"a "b" // c"#)y"##, "x(               )y", ""),
            ("r#type = br\"x\";", "r#type =      ;", "               "),
            ("fn f<'a>(x: &'a str) -> char { 'x' }", "fn f<'a>(x: &'a str) -> char {     }", ""),
            ("let q = '\\''; // '", "let q =     ;     ", "              // '"),
            ("let u = '\\u{1F600}';", "let u =            ;", ""),
            ("\"a\\\"b\" c", "       c", ""),
        ];
        for (text, code, comments) in cases {
            let read = RustText::read(text);
            assert_eq!(read.code, code, "{text}");
            assert_eq!(read.comments.trim_end(), comments.trim_end(), "{text}");
        }
    }

    #[test]
    fn items_for_tests_are_blank_and_lines_keep_their_numbers() {
        let text = "fn a() {}\n#[cfg(test)]\n#[allow(x)]\nmod tests {\n  fn b() { c[0]; }\n}\n#[cfg(test)]\nmod d;\nfn e() {}\n";
        let code = RustText::read(text).code;
        assert_eq!(code.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>(), ["fn a() {}", "fn e() {}"]);
        assert_eq!(code.lines().count(), text.lines().count());
    }

    #[test]
    fn words_are_whole() {
        assert!(has_word("use std::time::Instant;", "Instant"));
        assert!(!has_word("InstantLoss, my_Instant", "Instant"));
    }
}
