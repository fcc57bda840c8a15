//! The meaning of a named type's definition, as a text: two texts that define one name agree when these are the same.

use crate::build::reference_name;
use crate::finding::Finding;
use crate::name::Name;
use crate::normal::value_text;
use crate::rule::Rule;
use crate::schema::{Schema, Shape, TypeId, Use};
use std::collections::BTreeSet;
use std::fmt::Write;
use syntax::{Span, quote};

/// One of the names that a text defines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// The meaning of the name, whatever the text looks like.
    pub meaning: String,
    /// Where the name stands.
    pub span: Span,
    /// The same as a JSON pointer into the text.
    pub pointer: String,
}

/// Puts together what has one meaning: a group for each meaning, in the order in which they are met.
pub fn by_meaning<T>(items: impl IntoIterator<Item = (T, String)>) -> Vec<Vec<T>> {
    let mut groups: Vec<(String, Vec<T>)> = Vec::new();
    for (item, meaning) in items {
        match groups.iter_mut().find(|(known, _)| *known == meaning) {
            Some((_, group)) => group.push(item),
            None => groups.push((meaning, vec![item])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// The pieces that are left to write, last first.
enum Piece {
    Use(Use),
    Text(String),
}

impl Schema {
    /// The meaning of a named type: fields, types, symbols, defaults and aliases, however the text is written and
    /// documented. Other named types stand by their names, since they have meanings of their own.
    pub fn meaning(&self, full_name: &str) -> Option<String> {
        let id = self.named(full_name)?;
        let mut out = String::new();
        let namespace = self.shape(id).name().map_or("", Name::namespace);
        let mut open: Vec<Piece> = self.told_as(id, namespace).into_iter().rev().collect();
        while let Some(piece) = open.pop() {
            match piece {
                Piece::Text(text) => out.push_str(&text),
                Piece::Use(at) => match self.shape(at.ty).name() {
                    Some(name) => out.push_str(&quote(name.full())),
                    None => open.extend(self.told_as(at.ty, namespace).into_iter().rev()),
                },
            }
        }
        Some(out)
    }

    /// The definition of a name, when the text has one.
    pub fn definition(&self, full_name: &str) -> Option<Definition> {
        let ty = self.ty(self.named(full_name)?);
        let tree = self.tree(ty.source);
        let node = tree.get(ty.node, "name").unwrap_or(ty.node);
        Some(Definition { meaning: self.meaning(full_name)?, span: tree.span(node), pointer: tree.pointer(node) })
    }

    /// The full names of the types that a named type is made of, itself among them.
    pub fn names_within(&self, full_name: &str) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut open: Vec<TypeId> = self.named(full_name).into_iter().collect();
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                names.extend(self.shape(id).name().map(Name::full));
                open.extend(self.shape(id).uses().map(|at| at.ty));
            }
        }
        names
    }

    /// The full name that a finding says is not defined.
    pub fn undefined_name(&self, finding: &Finding) -> Option<&str> {
        let found = Some(finding).filter(|it| it.rule == Rule::Undefined)?;
        let tree = self.tree(found.source);
        let written = tree.string(tree.locate(&found.pointer)?)?;
        let is_it = |name: &&str| *name == &*written || name.ends_with(&format!(".{written}"));
        self.undefined_names().find(is_it)
    }

    fn told_as(&self, id: TypeId, namespace: &str) -> Vec<Piece> {
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
            // A name whose definition is elsewhere is told in full, and a text that was not understood stands for itself.
            Shape::Unknown => {
                let name = tree.string(ty.node).map(|written| reference_name(&written, namespace));
                let text = name.map_or_else(|| tree.raw(ty.node).to_owned(), |name| quote(&name));
                pieces.push(Piece::Text(format!(" {text}")));
            }
        }
        pieces.push(Piece::Text(")".to_owned()));
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::by_meaning;
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
        // So does one that another text defines, in full or in short.
        check(&record(r#""type": "Far""#), &record(r#""type": {"type": "n.Far"}"#), true);
        check(&record(r#""type": "Far""#), &record(r#""type": "m.Far""#), false);
        let fixed = |size: u32| format!(r#"{{"type": "fixed", "name": "R", "namespace": "n", "size": {size}}}"#);
        check(&fixed(4), &fixed(8), false);
        check(&fixed(4), &record(r#""type": "int""#), false);
    }

    #[test]
    fn a_named_type_is_made_of_what_it_uses() {
        let text = r#"{"type": "record", "name": "n.A", "fields": [
            {"name": "b", "type": {"type": "array", "items": {"type": "record", "name": "B", "fields": [
                {"name": "a", "type": ["null", "A"]}, {"name": "far", "type": "Far"}]}}},
            {"name": "c", "type": {"type": "fixed", "name": "m.C", "size": 2}}]}"#;
        let (schema, findings) = Schema::parse(text, &[]);
        let schema = schema.unwrap();
        let within = |name: &str| schema.names_within(name).into_iter().collect::<Vec<_>>();
        assert_eq!(within("n.A"), ["m.C", "n.A", "n.B"]);
        assert_eq!(within("m.C"), ["m.C"]);
        assert_eq!(within("n.Far"), Vec::<&str>::new());
        let named: Vec<_> = findings.iter().map(|it| schema.undefined_name(it)).collect();
        assert_eq!(named, [Some("n.Far")], "{findings:?}");
    }

    #[test]
    fn what_has_one_meaning_is_put_together() {
        let items = [("a", "x"), ("b", "y"), ("c", "x")].map(|(item, meaning)| (item, meaning.to_owned()));
        assert_eq!(by_meaning(items), [vec!["a", "c"], vec!["b"]]);
    }
}
