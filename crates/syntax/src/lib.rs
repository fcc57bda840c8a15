//! JSON as people type it: any text gives a tree and findings, never a failure.
//!
//! A schema is edited as text and as a form at the same time, and neither side may lose a comma of the other. So the tree
//! keeps the text it came from and only points into it: printing an unchanged tree gives the text back to the byte, keys
//! that stand twice are both there, and every edit is a replacement of bytes.
//!
//! ```
//! let (tree, errors) = syntax::parse(r#"{"name": "Order", "fields": [{"name": "id"},]}"#);
//! let id = tree.locate("/fields/0/name").unwrap();
//! assert_eq!(tree.string(id).as_deref(), Some("id"));
//! assert_eq!(errors.len(), 1); // the comma before the bracket
//! ```
//!
//! Nesting has a limit, [`MAX_DEPTH`]: what lies deeper is one [`Kind::Invalid`] node and one error, so that no later walk
//! over the tree can exhaust the stack.

mod compose;
mod edit;
mod error;
mod lexer;
mod lines;
mod parser;
mod quote;
mod tree;

pub use edit::{EditError, TextEdit, apply_edits};
pub use error::{SyntaxError, SyntaxErrorKind};
pub use lines::Lines;
pub use parser::{MAX_DEPTH, parse};
pub use quote::{quote, unquote};
pub use tree::{Children, Kind, NodeId, Span, Tree};
