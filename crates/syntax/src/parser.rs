//! From text to tree. The parser keeps its own stack, so nesting costs memory and never the thread's stack, and it goes on
//! after every error with the guess that leaves most of the text in its place.

use crate::error::{SyntaxError, SyntaxErrorKind};
use crate::lexer::{Lexer, Token};
use crate::quote::quote;
use crate::tree::{Kind, Node, NodeId, Span, Tree};
use std::sync::Arc;

/// How deep objects and arrays may stand in each other. A recursive record takes four levels, so this is some 250 of them
/// written into each other.
pub const MAX_DEPTH: usize = 1_000;

/// Parses any text. The tree always has a root; errors are in the order of the text.
pub fn parse(text: &str) -> (Tree, Vec<SyntaxError>) {
    let mut parser = Parser {
        text,
        lexer: Lexer::new(text),
        pushed_back: None,
        nodes: Vec::with_capacity(text.len() / 12 + 1),
        open: Vec::new(),
        errors: Vec::new(),
        key: None,
    };
    parser.run();
    let Parser { nodes, mut errors, .. } = parser;
    errors.sort_by_key(|error| (error.span.start, error.span.end));
    (Tree { text: Arc::from(text), nodes }, errors)
}

/// The tokens that may come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expect {
    /// A value; in an array also its end, unless `after` tells of a comma before.
    Value {
        after: Option<Span>,
    },
    /// A key or the object's end; `after` is the comma before, if there was one.
    Key {
        after: Option<Span>,
    },
    Colon,
    /// A comma or the container's end.
    Comma,
    /// Nothing but the end of the text.
    End,
}

struct Parser<'a> {
    text: &'a str,
    lexer: Lexer<'a>,
    pushed_back: Option<(Token, Span)>,
    nodes: Vec<Node>,
    /// The containers that are open, each with its last child.
    open: Vec<(NodeId, Option<NodeId>)>,
    errors: Vec<SyntaxError>,
    /// The key whose value comes next.
    key: Option<Span>,
}

impl Parser<'_> {
    fn run(&mut self) {
        let mut expect = Expect::Value { after: None };
        loop {
            let (token, span) = match self.pushed_back.take() {
                Some(again) => again,
                None => self.lexer.next(&mut self.errors),
            };
            if token == Token::End {
                return self.finish(expect, span);
            }
            expect = match expect {
                Expect::Value { after } => self.value(token, span, after),
                Expect::Key { after } => self.key(token, span, after),
                Expect::Colon => self.colon(token, span),
                Expect::Comma => self.comma(token, span),
                Expect::End => {
                    let rest = Span::new(span.start, trimmed_end(self.text).max(span.end));
                    self.error(SyntaxErrorKind::ExtraData, rest, "More text follows after the end; remove it", "");
                    return;
                }
            };
        }
    }

    fn error(&mut self, kind: SyntaxErrorKind, span: Span, message: impl Into<String>, replacement: &str) {
        self.errors.push(SyntaxError::new(kind, span, message).with_edit(span.start, span.end, replacement));
    }

    fn again(&mut self, token: Token, span: Span, expect: Expect) -> Expect {
        self.pushed_back = Some((token, span));
        expect
    }

    fn in_object(&self) -> bool {
        self.open.last().is_some_and(|&(id, _)| self.kind(id) == Some(Kind::Object))
    }

    fn kind(&self, id: NodeId) -> Option<Kind> {
        self.nodes.get(id.0 as usize).map(|node| node.kind)
    }

    fn add(&mut self, kind: Kind, span: Span) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        let parent = self.open.last().map(|&(parent, _)| parent);
        let before = self.open.last().and_then(|&(_, last)| last).and_then(|last| self.nodes.get(last.0 as usize));
        let index = before.map_or(0, |before| before.index + 1);
        self.nodes.push(Node { kind, span, key: self.key.take(), parent, index, first_child: None, next: None });
        if let Some((parent, last)) = self.open.last_mut() {
            let before = last.replace(id);
            match before {
                Some(before) => {
                    if let Some(node) = self.nodes.get_mut(before.0 as usize) {
                        node.next = Some(id);
                    }
                }
                None => {
                    if let Some(node) = self.nodes.get_mut(parent.0 as usize) {
                        node.first_child = Some(id);
                    }
                }
            }
        }
        id
    }

    fn after_value(&self) -> Expect {
        if self.open.is_empty() { Expect::End } else { Expect::Comma }
    }

    fn close(&mut self, end: usize) -> Expect {
        if let Some((id, _)) = self.open.pop()
            && let Some(node) = self.nodes.get_mut(id.0 as usize)
        {
            node.span.end = end;
        }
        self.after_value()
    }

    fn value(&mut self, token: Token, span: Span, after: Option<Span>) -> Expect {
        let in_array = !self.open.is_empty() && !self.in_object();
        let kind = match token {
            Token::OpenObject | Token::OpenArray => return self.container(token, span),
            Token::String => Kind::String,
            Token::Number => Kind::Number,
            Token::True => Kind::True,
            Token::False => Kind::False,
            Token::Null => Kind::Null,
            Token::Word => {
                let word = self.text.get(span.start..span.end).unwrap_or_default();
                let message = format!("{word} needs quotes, or is no word of JSON");
                let quoted = quote(word);
                self.error(SyntaxErrorKind::Unquoted, span, message, &quoted);
                Kind::Invalid
            }
            // A number that is none has been reported by the lexer.
            Token::Unknown if self.text.get(span.start..).is_some_and(starts_like_a_number) => Kind::Invalid,
            Token::Unknown | Token::Colon => {
                self.error(SyntaxErrorKind::Unexpected, span, "This character belongs to nothing; remove it", "");
                return Expect::Value { after };
            }
            Token::CloseArray if in_array => {
                if let Some(comma) = after {
                    self.error(SyntaxErrorKind::ExtraComma, comma, "Remove the comma before the closing bracket", "");
                }
                return self.close(span.end);
            }
            Token::Comma if in_array => {
                self.error(SyntaxErrorKind::ExtraComma, span, "A value is missing before this comma; remove it", "");
                return Expect::Value { after };
            }
            Token::Comma | Token::CloseArray | Token::CloseObject | Token::End => {
                if self.open.is_empty() {
                    self.error(SyntaxErrorKind::Unexpected, span, "A value must stand here; remove this character", "");
                    return Expect::Value { after };
                }
                if self.in_object() {
                    self.missing_value(span.start);
                }
                return self.again(token, span, Expect::Comma);
            }
        };
        self.add(kind, span);
        self.after_value()
    }

    fn missing_value(&mut self, at: usize) {
        let place = trimmed_end(self.text.get(..at).unwrap_or_default());
        let message = "A value is missing here";
        self.errors.push(SyntaxError::new(SyntaxErrorKind::MissingValue, Span::at(place), message));
        self.add(Kind::Invalid, Span::at(place));
    }

    fn container(&mut self, token: Token, span: Span) -> Expect {
        if self.open.len() >= MAX_DEPTH {
            return self.too_deep(span);
        }
        let kind = if token == Token::OpenObject { Kind::Object } else { Kind::Array };
        let id = self.add(kind, span);
        self.open.push((id, None));
        if kind == Kind::Object { Expect::Key { after: None } } else { Expect::Value { after: None } }
    }

    /// Skips to the bracket that closes what is too deep, without building anything of it.
    fn too_deep(&mut self, open: Span) -> Expect {
        let mut depth = 1usize;
        let mut end = open.end;
        let mut ignored = Vec::new();
        while depth > 0 {
            let (token, span) = self.lexer.next(&mut ignored);
            match token {
                Token::OpenObject | Token::OpenArray => depth += 1,
                Token::CloseObject | Token::CloseArray => depth -= 1,
                Token::End => depth = 0,
                Token::Colon
                | Token::Comma
                | Token::String
                | Token::Number
                | Token::True
                | Token::False
                | Token::Null
                | Token::Word
                | Token::Unknown => {}
            }
            end = span.end;
        }
        let span = Span::new(open.start, end);
        if !self.errors.iter().any(|error| error.kind == SyntaxErrorKind::TooDeep) {
            let message = format!("This is nested deeper than {MAX_DEPTH} levels; name a type and refer to it");
            self.errors.push(SyntaxError::new(SyntaxErrorKind::TooDeep, span, message));
        }
        self.add(Kind::Invalid, span);
        self.after_value()
    }

    fn key(&mut self, token: Token, span: Span, after: Option<Span>) -> Expect {
        match token {
            Token::String => {
                self.key = Some(span);
                Expect::Colon
            }
            Token::Word | Token::Number | Token::True | Token::False | Token::Null => {
                let quoted = quote(self.text.get(span.start..span.end).unwrap_or_default());
                self.error(SyntaxErrorKind::Unquoted, span, "A key needs double quotes", &quoted);
                self.key = Some(span);
                Expect::Colon
            }
            Token::CloseObject => {
                if let Some(comma) = after {
                    self.error(SyntaxErrorKind::ExtraComma, comma, "Remove the comma before the closing brace", "");
                }
                self.close(span.end)
            }
            Token::Comma => {
                self.error(SyntaxErrorKind::ExtraComma, span, "A member is missing before this comma; remove it", "");
                Expect::Key { after }
            }
            Token::CloseArray | Token::End => self.wrong_close(token, span, Expect::Key { after }),
            Token::Colon | Token::OpenObject | Token::OpenArray => {
                let message = "A key in double quotes must stand before this";
                self.errors.push(SyntaxError::new(SyntaxErrorKind::MissingKey, Span::at(span.start), message));
                self.key = Some(Span::at(span.start));
                if token == Token::Colon {
                    Expect::Value { after: None }
                } else {
                    self.again(token, span, Expect::Value { after: None })
                }
            }
            Token::Unknown => {
                self.error(SyntaxErrorKind::Unexpected, span, "This belongs to nothing; remove it", "");
                Expect::Key { after }
            }
        }
    }

    fn colon(&mut self, token: Token, span: Span) -> Expect {
        match token {
            Token::Colon => return Expect::Value { after: None },
            Token::Comma | Token::CloseObject | Token::CloseArray | Token::End => {
                self.missing_value(span.start);
                return self.again(token, span, Expect::Comma);
            }
            Token::OpenObject
            | Token::OpenArray
            | Token::String
            | Token::Number
            | Token::True
            | Token::False
            | Token::Null
            | Token::Word
            | Token::Unknown => {}
        }
        let place = self.key.map_or(span.start, |key| key.end);
        self.error(SyntaxErrorKind::MissingColon, Span::at(place), "A colon is missing after the key", ":");
        self.again(token, span, Expect::Value { after: None })
    }

    fn comma(&mut self, token: Token, span: Span) -> Expect {
        let in_object = self.in_object();
        let next = |after| if in_object { Expect::Key { after } } else { Expect::Value { after } };
        match token {
            Token::Comma => next(Some(span)),
            Token::CloseObject if in_object => self.close(span.end),
            Token::CloseArray if !in_object => self.close(span.end),
            Token::CloseObject | Token::CloseArray | Token::End => self.wrong_close(token, span, Expect::Comma),
            Token::Colon | Token::Unknown => {
                self.error(SyntaxErrorKind::Unexpected, span, "This belongs to nothing; remove it", "");
                Expect::Comma
            }
            Token::OpenObject
            | Token::OpenArray
            | Token::String
            | Token::Number
            | Token::True
            | Token::False
            | Token::Null
            | Token::Word => {
                let place = trimmed_end(self.text.get(..span.start).unwrap_or_default());
                self.error(SyntaxErrorKind::MissingComma, Span::at(place), "A comma is missing here", ",");
                self.again(token, span, next(None))
            }
        }
    }

    /// A bracket of the other kind: it closes an outer container when there is one, and is superfluous otherwise.
    fn wrong_close(&mut self, token: Token, span: Span, expect: Expect) -> Expect {
        let closes = if token == Token::CloseObject { Kind::Object } else { Kind::Array };
        if self.open.iter().any(|&(id, _)| self.kind(id) == Some(closes)) {
            let (bracket, name) = if closes == Kind::Object { ("]", "array") } else { ("}", "object") };
            let message = format!("The {name} before this is not closed; add {bracket}");
            self.error(SyntaxErrorKind::Unclosed, Span::at(span.start), message, bracket);
            self.close(span.start);
            return self.again(token, span, Expect::Comma);
        }
        self.error(SyntaxErrorKind::Unexpected, span, "This bracket closes nothing; remove it", "");
        expect
    }

    fn finish(&mut self, expect: Expect, end: Span) {
        let value_is_due = match expect {
            Expect::Value { .. } => self.open.is_empty() || self.in_object(),
            Expect::Colon => true,
            Expect::Key { .. } | Expect::Comma | Expect::End => false,
        };
        if value_is_due {
            self.missing_value(end.start);
        }
        let mut brackets = String::new();
        for &(id, _) in self.open.iter().rev() {
            brackets.push(if self.kind(id) == Some(Kind::Object) { '}' } else { ']' });
        }
        let place = trimmed_end(self.text);
        if !brackets.is_empty() {
            let message = format!("The text ends before it is closed; add {brackets}");
            self.error(SyntaxErrorKind::Unclosed, Span::at(place), message, &brackets);
        }
        while !self.open.is_empty() {
            self.close(place);
        }
    }
}

/// Where a text ends without its white space. Only JSON's own counts: what else looks white can be the end of a string that
/// is not closed.
fn trimmed_end(text: &str) -> usize {
    text.trim_end_matches([' ', '\t', '\n', '\r']).len()
}

fn starts_like_a_number(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'))
}
