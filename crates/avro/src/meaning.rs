//! What the definition of a named type means, as a text: two texts that define one name agree when these are the same.

use crate::normal::value_text;
use crate::schema::{Schema, Shape, TypeId, Use};
use std::fmt::Write;
use syntax::quote;

/// What is left to write, last first.
enum Piece {
    Use(Use),
    Text(String),
}

impl Schema {
    /// What a named type means: fields, types, symbols, defaults and aliases, however the text is written and documented. Other
    /// named types stand by their names, since they have meanings of their own.
    pub fn meaning(&self, full_name: &str) -> Option<String> {
        let id = self.named(full_name)?;
        let mut out = String::new();
        let mut open: Vec<Piece> = self.definition(id).into_iter().rev().collect();
        while let Some(piece) = open.pop() {
            match piece {
                Piece::Text(text) => out.push_str(&text),
                Piece::Use(at) => match self.shape(at.ty).name() {
                    Some(name) => out.push_str(&quote(name.full())),
                    None => open.extend(self.definition(at.ty).into_iter().rev()),
                },
            }
        }
        Some(out)
    }

    fn definition(&self, id: TypeId) -> Vec<Piece> {
        let ty = self.ty(id);
        let tree = self.tree(ty.source);
        let mut head = ty.shape.word().to_owned();
        if let Some(logical) = ty.logical {
            let _ = write!(head, ":{logical}");
        }
        for alias in ty.shape.aliases() {
            let _ = write!(head, " alias {}", quote(alias.full()));
        }
        let mut pieces = vec![Piece::Text(format!("({head}"))];
        match &ty.shape {
            Shape::Array(inner) | Shape::Map(inner) => pieces.push(Piece::Use(*inner)),
            Shape::Union(union) => {
                for branch in &union.branches {
                    pieces.extend([Piece::Text("|".to_owned()), Piece::Use(*branch)]);
                }
            }
            Shape::Record(record) => {
                for field in &record.fields {
                    let aliases: String =
                        field.aliases.iter().map(|alias| format!(" alias {}", quote(alias))).collect();
                    let default = field.default.map_or_else(String::new, |at| format!(" = {}", value_text(tree, at)));
                    pieces.push(Piece::Text(format!(", {}{aliases}{default}: ", quote(&field.name))));
                    pieces.push(Piece::Use(field.ty));
                }
            }
            Shape::Enum(it) => {
                let symbols: Vec<String> = it.symbols.iter().map(|symbol| quote(symbol)).collect();
                let default = it.default.as_ref().map_or_else(String::new, |symbol| format!(" = {}", quote(symbol)));
                pieces.push(Piece::Text(format!(" {}{default}", symbols.join(","))));
            }
            Shape::Fixed(it) => pieces.push(Piece::Text(format!(" {}", it.size))),
            Shape::Null
            | Shape::Boolean
            | Shape::Int
            | Shape::Long
            | Shape::Float
            | Shape::Double
            | Shape::Bytes
            | Shape::String => {}
            // What was not understood is told by its text.
            Shape::Unknown => pieces.push(Piece::Text(format!(" {}", tree.raw(ty.node)))),
        }
        pieces.push(Piece::Text(")".to_owned()));
        pieces
    }
}

#[cfg(test)]
mod tests {
    use crate::Schema;

    #[test]
    fn definitions_of_one_name_mean_the_same_or_not() {
        let check = |one: &str, other: &str, same: bool| {
            let meaning = |text: &str| Schema::parse(text, &[]).0.and_then(|it| it.meaning("n.R"));
            assert!(meaning(one).is_some(), "{one}");
            assert_eq!(meaning(one) == meaning(other), same, "{one} {other}");
        };
        let record =
            |field: &str| format!(r#"{{"type": "record", "name": "n.R", "fields": [{{"name": "a", {field}}}]}}"#);
        check(&record(r#""type": "int""#), &record(r#""doc": "d", "x": 1, "type": {"type": "int"}"#), true);
        check(&record(r#""type": "int""#), &record(r#""type": "long""#), false);
        check(&record(r#""type": "int", "default": 1"#), &record(r#""type": "int""#), false);
        check(
            &record(r#""type": {"type": "map", "values": "int"}, "default": { "b":1 }"#),
            &record(r#""type": {"type": "map", "values": "int"}, "default": {"b": 1}"#),
            true,
        );
        check(&record(r#""type": "int", "aliases": ["b"]"#), &record(r#""type": "int""#), false);
        check(
            &record(r#""type": "long""#),
            &record(r#""type": {"type": "long", "logicalType": "time-micros"}"#),
            false,
        );
        // A type that is written out means what its name means.
        let inner = r#"{"type": "enum", "name": "E", "symbols": ["A"]}"#;
        check(
            &record(&format!(r#""type": {inner}"#)),
            &format!(r#"[{{"type": "enum", "name": "n.E", "symbols": ["A", "B"]}}, {}]"#, record(r#""type": "n.E""#)),
            true,
        );
        let fixed = |size: u32| format!(r#"{{"type": "fixed", "name": "R", "namespace": "n", "size": {size}}}"#);
        check(&fixed(4), &fixed(8), false);
        check(&fixed(4), &record(r#""type": "int""#), false);
    }
}
