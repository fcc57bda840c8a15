//! The documents that hold more than a schema in JSON: the types of a protocol, a registry's answer, Avro's own language.

use super::text::{Excerpt, Text};
use crate::Failure;
use engine::avro::Schema;
use engine::syntax::{self, Kind, NodeId, Tree, quote};
use std::path::Path;
use std::sync::Arc;

/// A schema in a file.
#[derive(Debug, Clone)]
pub struct Piece {
    /// The key that tells it from others in the same file; nothing where it is the only one.
    pub key: Option<String>,
    /// Its subject, where the file says it.
    pub subject: Option<String>,
    /// Its version, where the file says it.
    pub number: Option<u32>,
    pub text: Text,
}

/// Every schema in a file.
pub fn read(path: &Path) -> Result<Vec<Piece>, Failure> {
    let text = Text::read(path)?;
    let refused = |reason: String, next: &'static str| Failure::Io { path: text.shown.clone(), reason, next };
    if is_idl(&text) {
        let reason = "this is Avro IDL, a language that is not JSON".to_owned();
        return Err(refused(reason, IDL));
    }
    let types = types_of(&text);
    if !types.is_empty() {
        let piece = |text: Text| Piece { key: text.part().map(str::to_owned), subject: None, number: None, text };
        return Ok(types.into_iter().map(piece).collect());
    }
    let tree = syntax::parse(&text.text).0;
    let root = tree.root();
    if is_protocol(&tree) {
        let reason = "this is an Avro protocol without types".to_owned();
        return Err(refused(reason, "Name a schema, or a protocol whose \"types\" are to be judged"));
    }
    if let Some(error) = tree.get(root, "error_code") {
        let message = tree.get(root, "message").and_then(|it| tree.string(it)).unwrap_or_default();
        let reason = format!("this is a registry's answer that refuses: {message} ({})", tree.raw(error));
        return Err(refused(reason, "Ask the registry again, and keep an answer with a schema"));
    }
    let answers: Vec<NodeId> = if tree.kind(root) == Kind::Array { tree.children(root).collect() } else { vec![root] };
    if answers.is_empty() || !answers.iter().all(|at| answered(&tree, *at).is_some()) {
        return Ok(vec![Piece { key: None, subject: None, number: None, text }]);
    }
    let is_one = answers.len() == 1;
    let mut pieces = Vec::new();
    for at in answers {
        let field = |key: &str| tree.get(at, key).and_then(|it| tree.string(it)).map(String::from);
        let language = field("schemaType").unwrap_or_else(|| "AVRO".to_owned());
        if !language.eq_ignore_ascii_case("avro") {
            let reason = format!("this is a registry's answer with a schema of type {language}");
            return Err(refused(reason, "Only Avro schemas can be judged"));
        }
        let number = tree.get(at, "version").and_then(|it| tree.integer(it)).and_then(|it| u32::try_from(it).ok());
        let subject = field("subject");
        let part = match (&subject, number) {
            (Some(subject), Some(number)) => format!("{subject}/versions/{number}"),
            (Some(subject), None) => subject.clone(),
            (None, _) => "schema".to_owned(),
        };
        let Some(schema) = answered(&tree, at) else { continue };
        let key = subject.clone().filter(|_| !is_one);
        pieces.push(Piece { key, subject, number, text: quoted(&text, &tree, schema, &part) });
    }
    pieces.sort_by_key(|it| it.number);
    Ok(pieces)
}

/// The next step with Avro IDL.
pub const IDL: &str = "Turn it into schemas with `avro-tools idl2schemata FILE.avdl FOLDER`, and name that folder";

/// Whether a text is in Avro's own language.
pub fn is_idl(text: &Text) -> bool {
    let mut written = text.text.trim_start_matches(|it: char| it.is_whitespace() || it == '\u{feff}');
    loop {
        let line = written.strip_prefix("//").map(|rest| rest.split_once('\n').map_or("", |(_, rest)| rest));
        let block = || written.strip_prefix("/*").map(|rest| rest.split_once("*/").map_or("", |(_, rest)| rest));
        match line.or_else(block) {
            Some(rest) => written = rest.trim_start(),
            None => break,
        }
    }
    let words = ["protocol", "namespace", "schema", "import", "record", "enum", "fixed", "error"];
    let begins = |word: &str| written.strip_prefix(word).is_some_and(|rest| rest.starts_with(char::is_whitespace));
    text.shown.ends_with(".avdl") || written.starts_with('@') || words.into_iter().any(begins)
}

/// The types of a protocol as schemas of their own, in its namespace; none for what is no protocol.
pub fn types_of(text: &Text) -> Vec<Text> {
    let tree = syntax::parse(&text.text).0;
    if !is_protocol(&tree) {
        return Vec::new();
    }
    let string = |key: &str| tree.get(tree.root(), key).and_then(|it| tree.string(it)).map(String::from);
    // As in a type, a name with dots says its namespace itself.
    let in_name = string("protocol").and_then(|name| name.rsplit_once('.').map(|(space, _)| space.to_owned()));
    let namespace = in_name.or_else(|| string("namespace")).unwrap_or_default();
    let types = tree.get(tree.root(), "types").into_iter().flat_map(|list| tree.children(list));
    types.filter(|at| tree.kind(*at) == Kind::Object).filter_map(|at| type_of(text, &tree, at, &namespace)).collect()
}

fn is_protocol(tree: &Tree) -> bool {
    let has = |key: &str| tree.get(tree.root(), key).is_some();
    has("protocol") && !has("type") && (has("types") || has("messages"))
}

fn type_of(file: &Text, tree: &Tree, at: NodeId, namespace: &str) -> Option<Text> {
    let span = tree.span(at);
    let inherits = !namespace.is_empty() && tree.get(at, "namespace").is_none();
    let added = if inherits { format!("\"namespace\": {}, ", quote(namespace)) } else { String::new() };
    let rest = tree.raw(at).strip_prefix('{')?;
    let text = format!("{{{added}{rest}");
    let origins: Vec<usize> = (0..=text.len())
        .map(|byte| span.start + if byte == 0 { 0 } else { byte.saturating_sub(added.len()).max(1) })
        .collect();
    let part = Schema::parse(&text, &[]).0?.fullname()?.to_owned();
    Some(excerpt(file, &part, text, origins, false))
}

/// The schema that an answer, or a file with nothing but a string, has in quotes.
fn answered(tree: &Tree, at: NodeId) -> Option<NodeId> {
    let is_schema = |node: &NodeId| {
        tree.string(*node).is_some_and(|text| {
            let inner = syntax::parse(&text).0;
            inner.raw(inner.root()).starts_with(['{', '[', '"'])
        })
    };
    if tree.kind(at) == Kind::String {
        return Some(at).filter(is_schema);
    }
    let is_answer = tree.kind(at) == Kind::Object && tree.get(at, "type").is_none();
    let schema = ["schema", "SchemaDefinition"].iter().find_map(|key| tree.get(at, key));
    // A registry answers with a schema of another language, too.
    let says_language = tree.get(at, "schemaType").is_some();
    schema.filter(|node| is_answer && tree.kind(*node) == Kind::String && (says_language || is_schema(node)))
}

fn quoted(file: &Text, tree: &Tree, at: NodeId, part: &str) -> Text {
    let text = tree.string(at).unwrap_or_default();
    let start = tree.span(at).start + 1;
    let raw = tree.raw(at).get(1..).unwrap_or_default();
    // One escape after the other, each of which stands for one character or for half of one.
    let mut origins = Vec::with_capacity(text.len() + 1);
    let mut from = 0;
    for letter in text.chars() {
        origins.extend(std::iter::repeat_n(start + from, letter.len_utf8()));
        from += escape_length(raw.get(from..).unwrap_or_default(), letter);
    }
    origins.push(start + from);
    excerpt(file, part, text.into_owned(), origins, true)
}

/// How many bytes stand for a character at the beginning of what is inside quotes.
fn escape_length(raw: &str, letter: char) -> usize {
    match raw.strip_prefix('\\').map(|rest| rest.starts_with('u')) {
        None => letter.len_utf8(),
        Some(false) => 2,
        Some(true) if letter > '\u{ffff}' => 12,
        Some(true) => 6,
    }
}

fn excerpt(file: &Text, part: &str, text: String, origins: Vec<usize>, is_quoted: bool) -> Text {
    let whole = Arc::clone(&file.text);
    let excerpt = Excerpt { file: file.shown.clone(), part: part.to_owned(), whole, origins, is_quoted };
    Text {
        shown: format!("{}#{part}", file.shown),
        is_file: file.is_file,
        text: Arc::from(text),
        excerpt: Some(Arc::new(excerpt)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Text, answered, is_idl, quoted, types_of};
    use engine::syntax::{self, Span};

    #[test]
    fn the_types_of_a_protocol_stand_in_its_namespace_and_know_their_place() {
        let text = "{\"protocol\": \"Fleet\", \"namespace\": \"city\", \"types\": [\n  {\"type\": \"record\", \"name\": \
                    \"Bus\", \"fields\": []},\n  {\"name\": \"far.Gate\", \"type\": \"enum\", \"symbols\": [\"A\"]}]}";
        let types = types_of(&Text::of_file("fleet.avpr", text));
        let shown: Vec<&str> = types.iter().map(|it| it.shown.as_str()).collect();
        assert_eq!(shown, ["fleet.avpr#city.Bus", "fleet.avpr#far.Gate"]);
        let bus = types.first().unwrap();
        let at = bus.text.find("Bus").unwrap();
        assert_eq!(bus.place(Span { start: at, end: at + 3 }).to_string(), "fleet.avpr:2:31");
        assert_eq!(
            types_of(&Text::of_file("a.avsc", r#"{"type": "record", "name": "protocol", "fields": []}"#)).len(),
            0
        );
    }

    #[test]
    fn a_schema_in_quotes_knows_where_its_characters_stand() {
        let raw =
            r#"{"id": 1, "schema": "{\"type\": \"enum\", \"doc\": \"\u00e9 \ud83d\ude8c\", \"name\": \"Stop\"}"}"#;
        let (file, tree) = (Text::of_file("answer.json", raw), syntax::parse(raw).0);
        let text = quoted(&file, &tree, answered(&tree, tree.root()).unwrap(), "schema");
        let at = text.text.find("Stop").unwrap();
        let column = raw.find("Stop").unwrap() + 1;
        assert_eq!(text.place(Span { start: at, end: at + 4 }).to_string(), format!("answer.json:1:{column}"));
    }

    #[test]
    fn answers_and_other_languages_are_told_apart_from_schemas() {
        let check = |text: &str, is_answer: bool, is_other: bool| {
            let tree = syntax::parse(text).0;
            assert_eq!(answered(&tree, tree.root()).is_some(), is_answer, "{text}");
            assert_eq!(is_idl(&Text::of_file("a", text)), is_other, "{text}");
        };
        check(r#"{"schema": "{\"type\": \"int\"}"}"#, true, false);
        check(r#"{"schema": "\"int\"", "id": 3, "references": []}"#, true, false);
        check(r#"{"SchemaVersionId": "x", "SchemaDefinition": "{\"type\": \"int\"}"}"#, true, false);
        check(r#""{\"type\": \"int\"}""#, true, false);
        check(r#"{"schemaType": "PROTOBUF", "schema": "syntax = \"proto3\";"}"#, true, false);
        check(r#"{"type": "record", "name": "schema", "schema": "{}", "fields": []}"#, false, false);
        check(r#""string""#, false, false);
        check("// of the fleet\nprotocol Fleet {}", false, true);
        check("/** doc */ @namespace(\"city\") protocol Fleet {}", false, true);
        check("namespace city; schema Bus;", false, true);
        check("", false, false);
    }
}
