//! The parsing canonical form: what is left of a schema when everything is taken away that does not change how data is read
//! by a reader with the same schema. Docs, aliases, defaults, order and logical types are gone, so equal forms say nothing
//! about compatibility with other versions.

use crate::schema::{Schema, Shape, TypeId};
use std::borrow::Cow;
use std::collections::HashSet;
use syntax::quote;

enum Piece<'a> {
    Type(TypeId),
    Text(Cow<'a, str>),
}

impl Schema {
    /// The parsing canonical form. A type of a referenced text stands in full where it is used first.
    pub fn canonical_form(&self) -> String {
        let mut out = String::new();
        // By name and not by type: Java takes a second definition that says the same, and refers to the first.
        let mut written: HashSet<&str> = HashSet::new();
        let mut open = vec![Piece::Type(self.root.ty)];
        while let Some(piece) = open.pop() {
            match piece {
                Piece::Text(text) => out.push_str(&text),
                Piece::Type(id) => {
                    let shape = self.shape(id);
                    if let Some(name) = shape.name()
                        && !written.insert(name.full())
                    {
                        out.push_str(&quote(name.full()));
                    } else {
                        let pieces = self.pieces(shape);
                        open.extend(pieces.into_iter().rev());
                    }
                }
            }
        }
        out
    }

    fn pieces<'a>(&self, shape: &'a Shape) -> Vec<Piece<'a>> {
        let text = |text: String| Piece::Text(Cow::Owned(text));
        let fixed_text = |text: &'static str| Piece::Text(Cow::Borrowed(text));
        let head =
            |word: &str| format!("{{\"name\":{},\"type\":\"{word}\"", quote(shape.name().map_or("", |n| n.full())));
        match shape {
            Shape::Array(element) => {
                vec![fixed_text("{\"type\":\"array\",\"items\":"), Piece::Type(element.ty), fixed_text("}")]
            }
            Shape::Map(element) => {
                vec![fixed_text("{\"type\":\"map\",\"values\":"), Piece::Type(element.ty), fixed_text("}")]
            }
            Shape::Union(union) => {
                let mut pieces = vec![fixed_text("[")];
                for (place, branch) in union.branches.iter().enumerate() {
                    if place > 0 {
                        pieces.push(fixed_text(","));
                    }
                    pieces.push(Piece::Type(branch.ty));
                }
                pieces.push(fixed_text("]"));
                pieces
            }
            Shape::Record(record) => {
                let mut pieces = vec![text(head("record") + ",\"fields\":[")];
                for (place, field) in record.fields.iter().enumerate() {
                    let comma = if place > 0 { "," } else { "" };
                    pieces.push(text(format!("{comma}{{\"name\":{},\"type\":", quote(&field.name))));
                    pieces.push(Piece::Type(field.ty.ty));
                    pieces.push(fixed_text("}"));
                }
                pieces.push(fixed_text("]}"));
                pieces
            }
            Shape::Enum(it) => {
                let symbols: Vec<String> = it.symbols.iter().map(|symbol| quote(symbol)).collect();
                vec![text(format!("{},\"symbols\":[{}]}}", head("enum"), symbols.join(",")))]
            }
            Shape::Fixed(fixed) => vec![text(format!("{},\"size\":{}}}", head("fixed"), fixed.size))],
            Shape::Null
            | Shape::Boolean
            | Shape::Int
            | Shape::Long
            | Shape::Float
            | Shape::Double
            | Shape::Bytes
            | Shape::String
            | Shape::Unknown => vec![text(quote(shape.word()))],
        }
    }
}
