//! Texts of a schema in which everything is kept but the way it is written: one for comparing, one for reading.

use crate::logical::LogicalType;
use crate::schema::{Schema, Shape, TypeId, Use};
use std::borrow::Cow;
use syntax::{Kind, NodeId, Tree, quote};

/// The attributes that Avro knows, in the order in which the normal form writes them.
const ORDER: [&str; 15] = [
    "type",
    "name",
    "namespace",
    "doc",
    "aliases",
    "logicalType",
    "precision",
    "scale",
    "size",
    "symbols",
    "items",
    "values",
    "fields",
    "default",
    "order",
];

enum Piece<'a> {
    /// A type where it is used, or defined.
    Use(Use),
    /// A JSON value that is no type.
    Value(&'a Tree, NodeId),
    Text(Cow<'a, str>),
}

impl Schema {
    /// The normal form: attributes in a fixed order and free properties after them by name, no white space, names in full,
    /// plain types without braces, and without what says nothing: no aliases, ascending order, a scale of zero. Two texts
    /// have the same when they say the same, docs and defaults and all. Numbers stay as they are written.
    ///
    /// Types of referenced texts are referred to and not written out.
    pub fn normal_form(&self) -> String {
        let mut out = String::new();
        let mut open = vec![Piece::Use(self.root)];
        while let Some(piece) = open.pop() {
            match piece {
                Piece::Text(text) => out.push_str(&text),
                Piece::Use(at) => self.normal_use(at, &mut open, &mut out),
                Piece::Value(tree, node) => normal_value(tree, node, &mut open, &mut out),
            }
        }
        out
    }

    fn normal_use<'a>(&'a self, at: Use, open: &mut Vec<Piece<'a>>, out: &mut String) {
        let (ty, tree) = (self.ty(at.ty), self.tree(at.source));
        let is_definition = ty.source == at.source && ty.node == at.node;
        match (&ty.shape, tree.kind(at.node)) {
            (shape, _) if shape.name().is_some() && !is_definition => {
                out.push_str(&quote(shape.name().map_or("", |name| name.full())));
            }
            // A name that means nothing stands for itself.
            (Shape::Unknown, Kind::String) => open.push(Piece::Value(tree, at.node)),
            (_, Kind::Object) => self.normal_object(at.ty, tree, at.node, open),
            (Shape::Union(union), _) => {
                let branches = union.branches.iter().map(|branch| Piece::Use(*branch)).collect();
                open.extend(joined(branches, "[", "]").into_iter().rev());
            }
            (shape, Kind::String) => out.push_str(&quote(shape.word())),
            _ => open.push(Piece::Value(tree, at.node)),
        }
    }

    /// A definition, or a type with properties.
    fn normal_object<'a>(&'a self, id: TypeId, tree: &'a Tree, object: NodeId, open: &mut Vec<Piece<'a>>) {
        let shape = self.shape(id);
        let is_decimal = matches!(self.ty(id).logical, Some(LogicalType::Decimal { .. }));
        let mut members = ordered(tree, object);
        members.retain(|member| match &*tree.key(*member).unwrap_or_default() {
            "aliases" => shape.name().is_none() || !is_empty_list(tree, *member),
            "scale" => !is_decimal || tree.integer(*member) != Some(0),
            _ => true,
        });
        if let [only] = members.as_slice()
            && shape.name().is_none()
            && tree.key(*only).as_deref() == Some("type")
        {
            open.push(Piece::Text(Cow::Owned(quote(shape.word()))));
            return;
        }
        let mut pieces = Vec::new();
        for member in members {
            let key = tree.key(member).unwrap_or_default();
            let value = match (&*key, shape) {
                // The full name says what a namespace would.
                ("namespace", _) if shape.name().is_some() => continue,
                ("name", _) if shape.name().is_some() => {
                    vec![Piece::Text(Cow::Owned(quote(shape.name().map_or("", |name| name.full()))))]
                }
                ("aliases", _) if is_list_of_texts(tree, member) && !shape.aliases().is_empty() => {
                    let names =
                        shape.aliases().iter().map(|name| Piece::Text(Cow::Owned(quote(name.full())))).collect();
                    joined(names, "[", "]")
                }
                ("items", Shape::Array(element)) | ("values", Shape::Map(element)) => vec![Piece::Use(*element)],
                ("fields", Shape::Record(record)) => {
                    let fields = record.fields.iter().map(|field| self.normal_field(tree, field.node, field.ty));
                    let fields: Vec<Vec<Piece<'a>>> = fields.collect();
                    let last = fields.len().saturating_sub(1);
                    let mut all = vec![Piece::Text(Cow::Borrowed("["))];
                    for (at, field) in fields.into_iter().enumerate() {
                        all.extend(field);
                        if at < last {
                            all.push(Piece::Text(Cow::Borrowed(",")));
                        }
                    }
                    all.push(Piece::Text(Cow::Borrowed("]")));
                    all
                }
                _ => vec![Piece::Value(tree, member)],
            };
            pieces.push((quote(&key), value));
        }
        open.extend(object_of(pieces).into_iter().rev());
    }

    fn normal_field<'a>(&'a self, tree: &'a Tree, node: NodeId, ty: Use) -> Vec<Piece<'a>> {
        let says_something = |member: &NodeId| match &*tree.key(*member).unwrap_or_default() {
            "aliases" => !is_empty_list(tree, *member),
            "order" => tree.string(*member).as_deref() != Some("ascending"),
            _ => true,
        };
        let members = ordered(tree, node).into_iter().filter(says_something).map(|member| {
            let key = tree.key(member).unwrap_or_default();
            let value = if key == "type" { Piece::Use(ty) } else { Piece::Value(tree, member) };
            (quote(&key), vec![value])
        });
        object_of(members.collect())
    }

    /// The own text on many lines, with two spaces for each level. Nothing else of it changes; a text that is no JSON stays
    /// as it is, since what it means is a guess.
    pub fn pretty(&self) -> String {
        let (tree, errors) = syntax::parse(self.text());
        if errors.is_empty() { pretty(&tree) } else { self.text().to_owned() }
    }
}

fn is_empty_list(tree: &Tree, node: NodeId) -> bool {
    tree.kind(node) == Kind::Array && tree.children(node).next().is_none()
}

fn is_list_of_texts(tree: &Tree, node: NodeId) -> bool {
    tree.kind(node) == Kind::Array && tree.children(node).all(|item| tree.kind(item) == Kind::String)
}

/// The members of an object, each key once with its last value, in the order of the normal form.
fn ordered(tree: &Tree, object: NodeId) -> Vec<NodeId> {
    let mut members: Vec<NodeId> = Vec::new();
    for member in tree.children(object) {
        let key = tree.key(member);
        members.retain(|other| tree.key(*other) != key);
        members.push(member);
    }
    members.sort_by_cached_key(|member| {
        let key = tree.key(*member).unwrap_or_default().into_owned();
        (ORDER.iter().position(|known| *known == key).unwrap_or(ORDER.len()), key)
    });
    members
}

fn object_of<'a>(members: Vec<(String, Vec<Piece<'a>>)>) -> Vec<Piece<'a>> {
    let mut pieces = vec![Piece::Text(Cow::Borrowed("{"))];
    for (at, (key, value)) in members.into_iter().enumerate() {
        let comma = if at > 0 { "," } else { "" };
        pieces.push(Piece::Text(Cow::Owned(format!("{comma}{key}:"))));
        pieces.extend(value);
    }
    pieces.push(Piece::Text(Cow::Borrowed("}")));
    pieces
}

fn joined<'a>(items: Vec<Piece<'a>>, start: &'static str, end: &'static str) -> Vec<Piece<'a>> {
    let mut pieces = vec![Piece::Text(Cow::Borrowed(start))];
    for (at, item) in items.into_iter().enumerate() {
        if at > 0 {
            pieces.push(Piece::Text(Cow::Borrowed(",")));
        }
        pieces.push(item);
    }
    pieces.push(Piece::Text(Cow::Borrowed(end)));
    pieces
}

/// A value that is no type: members by name, no white space, strings with the fewest escapes.
fn normal_value<'a>(tree: &'a Tree, node: NodeId, open: &mut Vec<Piece<'a>>, out: &mut String) {
    match tree.kind(node) {
        Kind::Object => {
            let mut members = ordered(tree, node);
            members.sort_by_cached_key(|member| tree.key(*member).map(Cow::into_owned));
            let members = members
                .into_iter()
                .map(|member| (quote(&tree.key(member).unwrap_or_default()), vec![Piece::Value(tree, member)]));
            open.extend(object_of(members.collect()).into_iter().rev());
        }
        Kind::Array => {
            let items = tree.children(node).map(|item| Piece::Value(tree, item)).collect();
            open.extend(joined(items, "[", "]").into_iter().rev());
        }
        Kind::String => out.push_str(&quote(&tree.string(node).unwrap_or_default())),
        Kind::Number | Kind::True | Kind::False | Kind::Null | Kind::Invalid => out.push_str(tree.raw(node)),
    }
}

/// A JSON value that is no type, so that values that say the same have one text.
pub(crate) fn value_text(tree: &Tree, node: NodeId) -> String {
    let (mut out, mut open) = (String::new(), vec![Piece::Value(tree, node)]);
    while let Some(piece) = open.pop() {
        match piece {
            Piece::Text(text) => out.push_str(&text),
            Piece::Value(tree, node) => normal_value(tree, node, &mut open, &mut out),
            // Values lead to no types.
            Piece::Use(_) => {}
        }
    }
    out
}

/// JSON on many lines; empty containers and lists of plain values stay on one.
fn pretty(tree: &Tree) -> String {
    enum Step {
        Value(NodeId, usize),
        Text(String),
    }
    let mut out = String::new();
    let mut open = vec![Step::Value(tree.root(), 0)];
    while let Some(step) = open.pop() {
        let (node, depth) = match step {
            Step::Text(text) => {
                out.push_str(&text);
                continue;
            }
            Step::Value(node, depth) => (node, depth),
        };
        let is_plain = |id: NodeId| !matches!(tree.kind(id), Kind::Object | Kind::Array);
        let is_object = tree.kind(node) == Kind::Object;
        if is_plain(node) || tree.children(node).next().is_none() {
            out.push_str(match tree.kind(node) {
                Kind::Object => "{}",
                Kind::Array => "[]",
                Kind::String | Kind::Number | Kind::True | Kind::False | Kind::Null | Kind::Invalid => tree.raw(node),
            });
            continue;
        }
        let on_one_line = !is_object && tree.children(node).all(is_plain);
        let line = |depth: usize| if on_one_line { String::new() } else { format!("\n{}", "  ".repeat(depth)) };
        let mut steps = vec![Step::Text(if is_object { "{" } else { "[" }.to_owned())];
        for (at, child) in tree.children(node).enumerate() {
            let comma = match (at, on_one_line) {
                (0, _) => "",
                (_, true) => ", ",
                (_, false) => ",",
            };
            let key = tree.key_span(child).map_or_else(String::new, |key| format!("{}: ", tree.slice(key)));
            steps.push(Step::Text(format!("{comma}{}{key}", line(depth + 1))));
            steps.push(Step::Value(child, depth + 1));
        }
        steps.push(Step::Text(format!("{}{}", line(depth), if is_object { "}" } else { "]" })));
        open.extend(steps.into_iter().rev());
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::Schema;

    fn parse(text: &str) -> Schema {
        Schema::parse(text, &[]).0.unwrap_or_else(|| unreachable!())
    }

    #[test]
    fn texts_that_say_the_same_have_one_normal_form() {
        let a = r#"{"fields": [{"type": {"type": "int"}, "name": "x", "b": 1, "a": {"d": 1, "c": 2}},
                     {"name": "y", "type": ["null", "S"], "default": null},
                     {"name": "z", "type": {"type": "int", "logicalType": "date"}}],
                    "name": "R", "namespace": "n", "type": "record", "doc": "d"}"#;
        let b = r#"{"type":"record","doc":"d","name":"n.R","fields":[{"name":"x","type":"int","a":{"c":2,"d":1},"b":1},
                    {"name":"y","type":["null","S"],"default":null},
                    {"logicalType":"date","name":"z","type":{"logicalType":"date","type":"int"}}]}"#;
        let expected = concat!(
            r#"{"type":"record","name":"n.R","doc":"d","fields":[{"type":"int","name":"x","a":{"c":2,"d":1},"b":1},"#,
            r#"{"type":["null","S"],"name":"y","default":null},"#,
            r#"{"type":{"type":"int","logicalType":"date"},"name":"z"}]}"#
        );
        assert_eq!(parse(a).normal_form(), expected);
        assert_ne!(parse(b).normal_form(), expected, "a property more is another schema");
        assert_eq!(parse(expected).normal_form(), expected);
    }

    #[test]
    fn what_says_nothing_is_left_out() {
        let check = |one: &str, other: &str, same: bool| {
            assert_eq!(parse(one).normal_form() == parse(other).normal_form(), same, "{one} {other}");
        };
        let record = |attributes: &str, field: &str| {
            format!(
                r#"{{"type": "record", "name": "n.R", {attributes} "fields": [{{"name": "a", "type": "int"{field}}}]}}"#
            )
        };
        check(&record(r#""aliases": ["Old"],"#, ""), &record(r#""aliases": ["n.Old"],"#, ""), true);
        check(&record(r#""aliases": ["Old"],"#, ""), &record(r#""aliases": ["m.Old"],"#, ""), false);
        check(&record(r#""aliases": [],"#, ""), &record("", r#", "aliases": []"#), true);
        check(&record("", r#", "order": "ascending""#), &record("", ""), true);
        check(&record("", r#", "order": "ignore""#), &record("", ""), false);
        let bytes = |attributes: &str| format!(r#"{{"type": "bytes"{attributes}}}"#);
        let decimal = r#", "logicalType": "decimal", "precision": 4"#;
        check(&bytes(&format!(r#"{decimal}, "scale": 0"#)), &bytes(decimal), true);
        check(&bytes(&format!(r#"{decimal}, "scale": 1"#)), &bytes(decimal), false);
        check(&bytes(r#", "scale": 0"#), &bytes(""), false);
    }

    #[test]
    fn a_pretty_text_says_the_same() {
        let text =
            r#"{"type":"record","name":"R","fields":[{"name":"x","type":["null","int"],"default":null}],"e":{}}"#;
        let expected = "{\n  \"type\": \"record\",\n  \"name\": \"R\",\n  \"fields\": [\n    {\n      \"name\": \"x\",\n      \
                        \"type\": [\"null\", \"int\"],\n      \"default\": null\n    }\n  ],\n  \"e\": {}\n}";
        assert_eq!(parse(text).pretty(), expected);
        assert_eq!(parse(expected).pretty(), expected);
        assert_eq!(parse(expected).normal_form(), parse(text).normal_form());
    }
}
