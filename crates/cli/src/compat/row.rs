//! A row of a file of cases: a JSON object of any depth, whose values are taken as they are written.

use engine::syntax::{self, Kind, NodeId, Tree};
use serde_json::Value;

pub struct Row {
    tree: Tree,
    error: Option<String>,
}

impl Row {
    pub fn parse(line: &str) -> Self {
        let (tree, errors) = syntax::parse(line);
        let column = |at: usize| line.get(..at).map_or(0, |before| before.chars().count()) + 1;
        let error = errors
            .first()
            .map(|it| format!("the line is not JSON: {}, at column {}", it.message, column(it.span.start)));
        Self { tree, error }
    }

    /// The row's name, as far as it has one: a short value of any kind.
    pub fn id(&self) -> Value {
        let Some(node) = self.node("id") else { return Value::Null };
        match self.tree.kind(node) {
            Kind::String => Value::String(self.tree.string(node).unwrap_or_default().into_owned()),
            Kind::Number | Kind::True | Kind::False | Kind::Null | Kind::Object | Kind::Array => {
                serde_json::from_str(self.tree.raw(node)).unwrap_or(Value::Null)
            }
            Kind::Invalid => Value::Null,
        }
    }

    /// Why the line is no JSON object.
    pub fn syntax_error(&self) -> Option<String> {
        let error = self.error.clone();
        error.or_else(|| {
            let is_object = self.tree.kind(self.tree.root()) == Kind::Object;
            (!is_object).then(|| "the line is no JSON object".to_owned())
        })
    }

    pub fn has(&self, key: &str) -> bool {
        self.node(key).is_some()
    }

    /// A text.
    pub fn string(&self, key: &str) -> Result<String, String> {
        let node = self.required(key)?;
        self.tree.string(node).map(Into::into).ok_or_else(|| format!("{key} is no text"))
    }

    /// The schema that a key holds as text, or as JSON in its place.
    pub fn text(&self, key: &str) -> Result<String, String> {
        let node = self.required(key)?;
        Ok(self.tree.string(node).map_or_else(|| self.tree.raw(node).to_owned(), Into::into))
    }

    /// The schema that a key holds as JSON in its place, or as text.
    pub fn embedded(&self, key: &str) -> Result<String, String> {
        self.required(key).map(|node| self.schema(node))
    }

    /// The schemas of a list.
    pub fn embedded_list(&self, key: &str) -> Result<Vec<String>, String> {
        let node = self.required(key)?;
        if self.tree.kind(node) != Kind::Array {
            return Err(format!("{key} is no list"));
        }
        Ok(self.tree.children(node).map(|node| self.schema(node)).collect())
    }

    /// A string in the place of a schema is the name of a type, unless what it says is itself JSON: names begin otherwise.
    fn schema(&self, node: NodeId) -> String {
        let is_json = |text: &str| {
            // Our own parser passes over what may stand before JSON: white space, a byte order mark, comments.
            let tree = syntax::parse(text).0;
            tree.raw(tree.root()).starts_with(['{', '[', '"'])
        };
        match self.tree.string(node) {
            Some(text) if is_json(&text) => text.into_owned(),
            Some(_) | None => self.tree.raw(node).to_owned(),
        }
    }

    fn node(&self, key: &str) -> Option<NodeId> {
        self.tree.get(self.tree.root(), key)
    }

    fn required(&self, key: &str) -> Result<NodeId, String> {
        self.node(key).ok_or_else(|| format!("the row has no {key}"))
    }
}

#[cfg(test)]
mod tests {
    use super::Row;
    use engine::syntax::MAX_DEPTH;
    use serde_json::json;

    #[test]
    fn schemas_are_taken_as_they_stand() {
        let check = |row: &str, expected: &str| assert_eq!(Row::parse(row).embedded("s").unwrap(), expected);
        check(r#"{"s": "int"}"#, r#""int""#);
        check(r#"{"s": "\"int\""}"#, r#""int""#);
        check(r#"{"s": {"type" : "int"}}"#, r#"{"type" : "int"}"#);
        check(r#"{"s": "{\"type\": \"int\"}"}"#, r#"{"type": "int"}"#);
        check(r#"{"s": ["null","int"]}"#, r#"["null","int"]"#);
        check(r#"{"s": " [\"null\"]"}"#, r#" ["null"]"#);
        check(r#"{"s": "/* of the fleet */ {\"type\": \"int\"}"}"#, r#"/* of the fleet */ {"type": "int"}"#);
        check(r#"{"s": "// one\n/* two */\n[\"null\"]"}"#, "// one\n/* two */\n[\"null\"]");
        check(r#"{"s": "// a name\n\"int\""}"#, "// a name\n\"int\"");
        check(r#"{"s": "\ufeff{}"}"#, "\u{feff}{}");
        check(r#"{"s": "/* no end {"}"#, r#""/* no end {""#);
        check(r#"{"s": "shop.Order"}"#, r#""shop.Order""#);
        check(r#"{"s": 5}"#, "5");
        check(r#"{"s": ""}"#, r#""""#);
    }

    #[test]
    fn a_row_has_its_name_even_when_it_is_broken() {
        let check = |row: &str, id, is_broken| {
            let row = Row::parse(row);
            assert_eq!((row.id(), row.syntax_error().is_some()), (id, is_broken));
        };
        check(r#"{"id": "a"}"#, json!("a"), false);
        check(r#"{"id": 7}"#, json!(7), false);
        check(r#"{"id": "a", "reader": }"#, json!("a"), true);
        check(r#"{"reader": 1}"#, json!(null), false);
        check("[]", json!(null), true);
        check("nonsense", json!(null), true);
        let deep = |levels: usize| format!(r#"{{"id": "a", "s": {}{}}}"#, "[".repeat(levels), "]".repeat(levels));
        check(&deep(MAX_DEPTH - 1), json!("a"), false);
        check(&deep(MAX_DEPTH), json!("a"), true);
    }
}
