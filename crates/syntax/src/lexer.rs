//! Tokens: the smallest pieces of a text, with every fault inside a piece reported once.

use crate::error::{SyntaxError, SyntaxErrorKind};
use crate::quote::quote;
use crate::tree::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token {
    OpenObject,
    CloseObject,
    OpenArray,
    CloseArray,
    Colon,
    Comma,
    String,
    Number,
    True,
    False,
    Null,
    /// A word without quotes.
    Word,
    /// A character that begins nothing.
    Unknown,
    End,
}

pub(crate) struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// The next token and where it stands.
    pub fn next(&mut self, errors: &mut Vec<SyntaxError>) -> (Token, Span) {
        self.skip_trivia(errors);
        let start = self.at;
        let Some(byte) = self.byte(start) else { return (Token::End, Span::at(start)) };
        let single = |lexer: &mut Self, token| {
            lexer.at += 1;
            token
        };
        let token = match byte {
            b'{' => single(self, Token::OpenObject),
            b'}' => single(self, Token::CloseObject),
            b'[' => single(self, Token::OpenArray),
            b']' => single(self, Token::CloseArray),
            b':' => single(self, Token::Colon),
            b',' => single(self, Token::Comma),
            b'"' => self.string(errors),
            b'\'' => self.single_quoted(errors),
            b'-' | b'+' | b'.' | b'0'..=b'9' => self.number(errors),
            _ => self.word(),
        };
        (token, Span::new(start, self.at))
    }

    fn skip_trivia(&mut self, errors: &mut Vec<SyntaxError>) {
        if self.at == 0 && self.text.starts_with('\u{feff}') {
            self.at = 3;
            let message = "The text starts with a byte order mark, which JSON does not allow; remove it";
            errors.push(SyntaxError::new(SyntaxErrorKind::ByteOrderMark, Span::new(0, 3), message).with_edit(0, 3, ""));
        }
        loop {
            match self.byte(self.at) {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                Some(b'/') if matches!(self.byte(self.at + 1), Some(b'/' | b'*')) => self.comment(errors),
                Some(_) | None => return,
            }
        }
    }

    fn comment(&mut self, errors: &mut Vec<SyntaxError>) {
        let start = self.at;
        let rest = self.slice(start, self.text.len());
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else {
            rest.get(2..).and_then(|body| body.find("*/")).map_or(rest.len(), |end| end + 4)
        };
        self.at = start + length;
        let span = Span::new(start, self.at);
        let message = "JSON has no comments; put this into a \"doc\" attribute";
        errors.push(SyntaxError::new(SyntaxErrorKind::Comment, span, message).with_edit(start, self.at, ""));
    }

    fn string(&mut self, errors: &mut Vec<SyntaxError>) -> Token {
        let start = self.at;
        self.at += 1;
        let mut control = None;
        loop {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
            let is_plain = |&byte: &u8| byte >= b' ' && byte != b'"' && byte != b'\\';
            self.at += rest.iter().position(|byte| !is_plain(byte)).unwrap_or(rest.len());
            match self.byte(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    break;
                }
                Some(b'\\') => self.escape(errors),
                None | Some(b'\n' | b'\r') => {
                    self.unclosed_string(start, errors);
                    break;
                }
                Some(_) => {
                    control.get_or_insert(self.at);
                    self.at += 1;
                }
            }
        }
        if let Some(at) = control {
            let escape = quote(self.slice(at, at + 1));
            let message = "A control character must be written as an escape in a string";
            errors.push(SyntaxError::new(SyntaxErrorKind::ControlCharacter, Span::new(at, at + 1), message).with_edit(
                at,
                at + 1,
                escape.trim_matches('"'),
            ));
        }
        Token::String
    }

    fn escape(&mut self, errors: &mut Vec<SyntaxError>) {
        let start = self.at;
        let digits = self.text.as_bytes().get(start + 2..start + 6);
        match self.byte(start + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 2,
            Some(b'u') if digits.is_some_and(|four| four.iter().all(u8::is_ascii_hexdigit)) => self.at += 6,
            Some(_) | None => {
                self.at += 1;
                let message = "This backslash begins no escape; write two of them for a backslash";
                let span = Span::new(start, start + 1);
                errors.push(SyntaxError::new(SyntaxErrorKind::BadEscape, span, message).with_edit(start, start, "\\"));
            }
        }
    }

    /// A string that meets the end of its line: what looks like the structure after it is given back.
    fn unclosed_string(&mut self, start: usize, errors: &mut Vec<SyntaxError>) {
        let line = self.slice(start, self.at);
        let trimmed = line.trim_end_matches([' ', '\t', ',', '}', ']']);
        let length = trimmed.len().max(1);
        self.at = start + length;
        let span = Span::new(start, self.at);
        let message = "This string is not closed; add a quote at its end";
        errors.push(SyntaxError::new(SyntaxErrorKind::UnclosedString, span, message).with_edit(self.at, self.at, "\""));
    }

    fn single_quoted(&mut self, errors: &mut Vec<SyntaxError>) -> Token {
        let start = self.at;
        let rest = self.slice(start + 1, self.text.len());
        let line = rest.lines().next().unwrap_or_default();
        let Some(length) = line.find('\'') else { return self.word() };
        self.at = start + length + 2;
        let message = "JSON strings stand in double quotes";
        let text = quote(self.slice(start + 1, self.at - 1));
        let span = Span::new(start, self.at);
        errors.push(SyntaxError::new(SyntaxErrorKind::SingleQuotes, span, message).with_edit(start, self.at, text));
        Token::String
    }

    fn number(&mut self, errors: &mut Vec<SyntaxError>) -> Token {
        let start = self.at;
        while self.byte(self.at).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.' | b'_')) {
            self.at += 1;
        }
        let written = self.slice(start, self.at);
        if !is_number(written) {
            let message = format!("{written} is no number in JSON");
            errors.push(SyntaxError::new(SyntaxErrorKind::BadNumber, Span::new(start, self.at), message));
            return Token::Unknown;
        }
        Token::Number
    }

    fn word(&mut self) -> Token {
        let start = self.at;
        let rest = self.slice(start, self.text.len());
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.' | '-');
        let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        if length == 0 {
            self.at += rest.chars().next().map_or(1, char::len_utf8);
            return Token::Unknown;
        }
        self.at += length;
        match self.slice(start, self.at) {
            "true" => Token::True,
            "false" => Token::False,
            "null" => Token::Null,
            _ => Token::Word,
        }
    }
}

/// Whether a word follows JSON's grammar of numbers.
fn is_number(written: &str) -> bool {
    let unsigned = written.strip_prefix('-').unwrap_or(written);
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (unsigned.get(..at).unwrap_or_default(), unsigned.get(at + 1..)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|text| digits(text.strip_prefix(['+', '-']).unwrap_or(text)))
}
