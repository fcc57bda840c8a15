//! The tree over a text: nodes that point into it.
//!
//! Nodes lie in one array in the order of the text, so a document of many thousand nodes is one allocation and a walk over it
//! is a walk over memory.

use crate::quote::unquote;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::Arc;

/// A range of bytes in a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

impl Span {
    /// The bytes from `start` to `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The place before a byte.
    pub const fn at(offset: usize) -> Self {
        Self { start: offset, end: offset }
    }

    /// Whether a cursor before byte `offset` stands in or at the edge of the range.
    pub const fn touches(self, offset: usize) -> bool {
        self.start <= offset && offset <= self.end
    }

    /// Whether the range holds no byte.
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }
}

/// The kinds of node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `{ … }`
    Object,
    /// `[ … ]`
    Array,
    /// A string.
    String,
    /// A number, kept as it is written.
    Number,
    /// `true`
    True,
    /// `false`
    False,
    /// `null`
    Null,
    /// Something that is no JSON value, or the empty place where one is missing.
    Invalid,
}

/// A node of one tree. An id of another tree gives no panic, but a senseless answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(crate) u32);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    pub kind: Kind,
    pub span: Span,
    /// The key with its quotes, for a member of an object.
    pub key: Option<Span>,
    pub parent: Option<NodeId>,
    /// How many siblings stand before it.
    pub index: u32,
    pub first_child: Option<NodeId>,
    pub next: Option<NodeId>,
}

const NOWHERE: Node =
    Node { kind: Kind::Invalid, span: Span::at(0), key: None, parent: None, index: 0, first_child: None, next: None };

/// A text and its structure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    pub(crate) text: Arc<str>,
    pub(crate) nodes: Vec<Node>,
}

impl Tree {
    /// The outermost value of every tree.
    pub const ROOT: NodeId = NodeId(0);

    /// The text, to the byte.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text, shared.
    pub fn shared_text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// The outermost value.
    pub const fn root(&self) -> NodeId {
        Self::ROOT
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no node; never so for a parsed text, whose root exists even when it is [`Kind::Invalid`].
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    pub(crate) fn node(&self, id: NodeId) -> &Node {
        self.nodes.get(id.0 as usize).unwrap_or(const { &NOWHERE })
    }

    /// The kind of a node.
    pub fn kind(&self, id: NodeId) -> Kind {
        self.node(id).kind
    }

    /// Where a value stands.
    pub fn span(&self, id: NodeId) -> Span {
        self.node(id).span
    }

    /// Where a member's key stands, with its quotes.
    pub fn key_span(&self, id: NodeId) -> Option<Span> {
        self.node(id).key
    }

    /// Where a member stands, from its key to the end of its value; for other nodes the value alone.
    pub fn member_span(&self, id: NodeId) -> Span {
        let node = self.node(id);
        Span::new(node.key.map_or(node.span.start, |key| key.start), node.span.end)
    }

    /// The span between the brackets of an object or array, or to its end where it is not closed.
    pub fn inside(&self, container: NodeId) -> Span {
        let span = self.span(container);
        let closing = if self.kind(container) == Kind::Object { '}' } else { ']' };
        let last = self.children(container).last().map_or(span.start + 1, |last| self.span(last).end);
        // The bracket at the end can be that of the last child.
        let is_closed = last < span.end && self.slice(span).ends_with(closing);
        Span::new((span.start + 1).min(span.end), if is_closed { span.end - 1 } else { span.end })
    }

    /// The bytes of a span.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// A value as it is written.
    pub fn raw(&self, id: NodeId) -> &str {
        self.slice(self.node(id).span)
    }

    /// The text that a string means; nothing for other kinds.
    pub fn string(&self, id: NodeId) -> Option<Cow<'_, str>> {
        let node = self.node(id);
        (node.kind == Kind::String).then(|| unquote(inside(self.slice(node.span))))
    }

    /// A member's key as it is meant.
    pub fn key(&self, id: NodeId) -> Option<Cow<'_, str>> {
        self.node(id).key.map(|span| unquote(inside(self.slice(span))))
    }

    /// The container around a node.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).parent
    }

    /// The place of a node among its siblings, from 0.
    pub fn index(&self, id: NodeId) -> usize {
        self.node(id).index as usize
    }

    /// The members or elements of a node, in the order of the text.
    pub fn children(&self, id: NodeId) -> Children<'_> {
        Children { tree: self, next: self.node(id).first_child }
    }

    /// The value of a key. When the key stands more than once the last one counts, as for every parser of schemas.
    pub fn get(&self, object: NodeId, key: &str) -> Option<NodeId> {
        self.children(object).filter(|&child| self.key(child).as_deref() == Some(key)).last()
    }

    /// The element of an array at a place, from 0.
    pub fn element(&self, array: NodeId, index: usize) -> Option<NodeId> {
        if self.kind(array) == Kind::Array { self.children(array).nth(index) } else { None }
    }

    /// A number as an integer, when it is written as one.
    pub fn integer(&self, id: NodeId) -> Option<i128> {
        if self.kind(id) == Kind::Number { self.raw(id).parse().ok() } else { None }
    }

    /// A number as floating point.
    pub fn float(&self, id: NodeId) -> Option<f64> {
        if self.kind(id) == Kind::Number { self.raw(id).parse().ok() } else { None }
    }

    /// Whether two values say the same, in whatever order members stand and however they are written, apart from members of
    /// objects whose keys are ignored.
    pub fn says_the_same(&self, node: NodeId, other: &Self, same: NodeId, ignored: impl Fn(&str) -> bool) -> bool {
        let counted = |tree: &Self, object: NodeId| {
            tree.children(object).filter(|&member| tree.key(member).is_some_and(|key| !ignored(&key))).count()
        };
        let mut open = vec![(node, same)];
        while let Some((a, b)) = open.pop() {
            let agrees = match (self.kind(a), other.kind(b)) {
                (Kind::Object, Kind::Object) => {
                    let mut agrees = counted(self, a) == counted(other, b);
                    for member in self.children(a) {
                        let Some(key) = self.key(member).filter(|key| !ignored(key)) else { continue };
                        // Of a key that stands twice the last counts.
                        match (self.get(a, &key), other.get(b, &key)) {
                            (Some(last), Some(counterpart)) if last == member => open.push((last, counterpart)),
                            (Some(_), Some(_)) => {}
                            (_, None) | (None, _) => agrees = false,
                        }
                    }
                    agrees
                }
                (Kind::Array, Kind::Array) => {
                    open.extend(self.children(a).zip(other.children(b)));
                    self.children(a).count() == other.children(b).count()
                }
                (Kind::String, Kind::String) => self.string(a) == other.string(b),
                (kind, counterpart) => kind == counterpart && self.raw(a) == other.raw(b),
            };
            if !agrees {
                return false;
            }
        }
        true
    }

    /// The node at a JSON pointer (RFC 6901); the empty pointer is the root.
    pub fn locate(&self, pointer: &str) -> Option<NodeId> {
        let mut at = self.root();
        let Some(tokens) = pointer.strip_prefix('/') else { return pointer.is_empty().then_some(at) };
        for token in tokens.split('/') {
            at = match self.kind(at) {
                Kind::Object => self.get(at, &token.replace("~1", "/").replace("~0", "~"))?,
                Kind::Array => self.element(at, token.parse().ok()?)?,
                Kind::String | Kind::Number | Kind::True | Kind::False | Kind::Null | Kind::Invalid => return None,
            };
        }
        Some(at)
    }

    /// The JSON pointer of a node.
    pub fn pointer(&self, id: NodeId) -> String {
        let mut tokens = Vec::new();
        let mut at = id;
        while let Some(parent) = self.parent(at) {
            tokens.push(match self.key(at) {
                Some(key) => key.replace('~', "~0").replace('/', "~1"),
                None => self.index(at).to_string(),
            });
            at = parent;
        }
        tokens.iter().rev().fold(String::new(), |pointer, token| pointer + "/" + token)
    }

    /// The innermost node at a cursor; a member's key belongs to its value.
    pub fn node_at(&self, offset: usize) -> NodeId {
        let mut at = self.root();
        while let Some(inner) = self.children(at).find(|&child| self.member_span(child).touches(offset)) {
            at = inner;
        }
        at
    }

    /// Whether any node is no JSON value.
    pub fn has_invalid(&self) -> bool {
        self.nodes.iter().any(|node| node.kind == Kind::Invalid)
    }
}

/// The text between the quotes, or all of it where there are none.
fn inside(written: &str) -> &str {
    let Some(quote) = written.chars().next().filter(|first| matches!(first, '"' | '\'')) else { return written };
    let rest = written.get(1..).unwrap_or_default();
    rest.strip_suffix(quote).filter(|text| !ends_in_escape(text)).unwrap_or(rest)
}

fn ends_in_escape(text: &str) -> bool {
    text.bytes().rev().take_while(|&byte| byte == b'\\').count() % 2 == 1
}

/// The children of a node, first to last.
#[derive(Debug, Clone)]
pub struct Children<'a> {
    tree: &'a Tree,
    next: Option<NodeId>,
}

impl Iterator for Children<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        let id = self.next?;
        self.next = self.tree.node(id).next;
        Some(id)
    }
}
