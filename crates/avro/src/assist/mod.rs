//! Help while a schema is typed: what may stand at the cursor, and what that is which stands there.

mod complete;
mod hover;
mod words;

pub use complete::{Completion, CompletionKind, OtherType};
pub use hover::Hover;
pub use words::PRIMITIVES;

#[cfg(test)]
mod fixtures {
    use crate::{Reference, Schema};

    /// A text with `|` for the cursor.
    pub fn at(marked: &str) -> (Schema, usize) {
        let offset = marked.find('|').unwrap();
        let shared = Reference { name: "money", text: r#"{"type": "record", "name": "shop.Money", "fields": []}"# };
        (Schema::parse(&marked.replace('|', ""), &[shared]).0.unwrap(), offset)
    }

    /// A record with one field, as it is written.
    pub fn record(field: &str) -> String {
        format!(r#"{{"type": "record", "name": "Order", "namespace": "shop", "fields": [{field}]}}"#)
    }
}
