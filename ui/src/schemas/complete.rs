//! What fits at the cursor of a schema's text, and what the word under the pointer means. Works on text that is being typed,
//! so it looks at the letters before the cursor and at the last understanding of the rest.

use super::named_types::SharedType;
use engine::avro::{LogicalType, Schema, Shape, SourceId};
use engine::syntax::{Kind, Span, quote};

/// One thing that fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What is shown.
    pub label: String,
    /// A few words more.
    pub detail: String,
    /// What is put there.
    pub apply: String,
}

/// What fits, and which bytes it replaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestions {
    /// The bytes that go.
    pub span: Span,
    /// What fits, best first.
    pub options: Vec<Suggestion>,
}

/// The attributes of Avro, what they mean, and a value to begin with.
const ATTRIBUTES: [(&str, &str, &str); 16] = [
    ("name", "the name that code and other types use", "\"\""),
    ("type", "what values look like", "\"\""),
    ("fields", "the fields of a record, in order", "[]"),
    ("symbols", "the symbols of an enum", "[]"),
    ("items", "the type of an array’s elements", "\"\""),
    ("values", "the type of a map’s values", "\"\""),
    ("default", "stands in for what was not written", "null"),
    ("doc", "what it means, for people", "\"\""),
    ("namespace", "goes before the name, for example com.shop.order", "\"\""),
    ("aliases", "older names that readers accept", "[]"),
    ("order", "how values are sorted", "\"ascending\""),
    ("logicalType", "what the bare type means", "\"\""),
    ("precision", "digits of a decimal in all", "10"),
    ("scale", "digits of a decimal after the point", "2"),
    ("size", "bytes of a fixed type", "16"),
    ("pii", "marks personal data", "true"),
];

/// The primitive types, and what they hold.
pub const PRIMITIVES: [(&str, &str); 8] = [
    ("string", "Unicode text"),
    ("int", "32 bits"),
    ("long", "64 bits"),
    ("boolean", "true or false"),
    ("double", "64 bits, floating"),
    ("float", "32 bits, floating"),
    ("bytes", "any bytes"),
    ("null", "no value"),
];

const COMPLEX: [(&str, &str); 5] = [
    ("record", "named fields"),
    ("enum", "one of several symbols"),
    ("array", "a sequence of one type"),
    ("map", "text keys to values of one type"),
    ("fixed", "so many bytes"),
];

/// A container around the cursor.
struct Open {
    is_object: bool,
    /// The key whose value comes next.
    key: Option<String>,
    /// The keys that stand before the cursor.
    keys: Vec<String>,
    /// The texts that stand as values of `type` before the cursor.
    type_word: Option<String>,
}

/// What the letters before the cursor say.
struct Before {
    open: Vec<Open>,
    /// Where the string begins in which the cursor stands, after its quote.
    in_string: Option<usize>,
}

/// Reads the text up to the cursor.
fn read(text: &str, cursor: usize) -> Before {
    let mut open: Vec<Open> = Vec::new();
    let mut letters = text.char_indices().take_while(|(at, _)| *at < cursor);
    while let Some((at, letter)) = letters.next() {
        match letter {
            '{' | '[' => {
                open.push(Open { is_object: letter == '{', key: None, keys: Vec::new(), type_word: None });
            }
            '}' | ']' => drop(open.pop()),
            ',' => {
                if let Some(top) = open.last_mut().filter(|it| it.is_object) {
                    top.key = None;
                }
            }
            '"' => {
                let mut word = String::new();
                let mut is_closed = false;
                while let Some((_, inner)) = letters.next() {
                    match inner {
                        '\\' => word.extend(letters.next().map(|(_, c)| c)),
                        '"' => {
                            is_closed = true;
                            break;
                        }
                        _ => word.push(inner),
                    }
                }
                if !is_closed {
                    return Before { open, in_string: Some(at + 1) };
                }
                if let Some(top) = open.last_mut().filter(|it| it.is_object) {
                    match &top.key {
                        None => {
                            top.keys.push(word.clone());
                            top.key = Some(word);
                        }
                        Some(key) if key == "type" => top.type_word = Some(word),
                        Some(_) => {}
                    }
                }
            }
            _ => {}
        }
    }
    Before { open, in_string: None }
}

/// What fits at a byte of a text. `shared` are the types of other subjects.
pub fn complete(text: &str, cursor: usize, schema: Option<&Schema>, shared: &[SharedType]) -> Option<Suggestions> {
    let before = read(text, cursor);
    let top = before.open.last()?;
    let span = match before.in_string {
        Some(start) => {
            let rest = text.get(cursor..).unwrap_or_default();
            let end = rest.find(['"', '\n']).map_or(text.len(), |at| cursor + at);
            Span::new(start, end)
        }
        None => {
            let typed = text.get(..cursor)?;
            let start =
                typed.rfind(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '.')).map_or(0, |at| at + 1);
            Span::new(if typed.is_char_boundary(start) { start } else { cursor }, cursor)
        }
    };
    let word = |text: &str| if before.in_string.is_some() { text.to_owned() } else { quote(text) };
    let plain =
        |label: &str, detail: &str| Suggestion { label: label.into(), detail: detail.into(), apply: word(label) };
    let union = !top.is_object && before.open.iter().rev().nth(1).is_some_and(|it| takes_type(it.key.as_deref()));
    let options: Vec<Suggestion> = match (&top.key, top.is_object) {
        (None, true) => attributes(top, before.in_string.is_some()),
        (Some(key), true) if takes_type(Some(key)) => types(schema, shared, true, &plain),
        (_, false) if union => types(schema, shared, false, &plain),
        (Some(key), true) => match key.as_str() {
            "logicalType" => logical(top.type_word.as_deref(), &plain),
            "order" => ["ascending", "descending", "ignore"].iter().map(|it| plain(it, "")).collect(),
            "pii" if before.in_string.is_none() => literal(&["true", "false"]),
            "default" if before.in_string.is_none() => literal(&["null", "\"\"", "[]", "{}", "0", "false", "true"]),
            _ => return None,
        },
        (_, false) => return None,
    };
    (!options.is_empty()).then_some(Suggestions { span, options })
}

fn takes_type(key: Option<&str>) -> bool {
    matches!(key, Some("type" | "items" | "values"))
}

fn literal(all: &[&str]) -> Vec<Suggestion> {
    let one = |it: &&str| Suggestion { label: (*it).to_owned(), detail: String::new(), apply: (*it).to_owned() };
    all.iter().map(one).collect()
}

/// The attributes that an object does not have yet, those first that its type needs.
fn attributes(top: &Open, in_string: bool) -> Vec<Suggestion> {
    let fits = |key: &str| match top.type_word.as_deref() {
        Some("record" | "error") => !matches!(
            key,
            "symbols"
                | "items"
                | "values"
                | "size"
                | "precision"
                | "scale"
                | "logicalType"
                | "order"
                | "pii"
                | "default"
        ),
        Some("enum") => !matches!(
            key,
            "fields" | "items" | "values" | "size" | "precision" | "scale" | "logicalType" | "order" | "pii"
        ),
        Some("array") => matches!(key, "items" | "type" | "doc" | "logicalType"),
        Some("map") => matches!(key, "values" | "type" | "doc" | "logicalType"),
        Some("fixed") => !matches!(key, "fields" | "symbols" | "items" | "values" | "order" | "pii" | "default"),
        Some(_) | None => true,
    };
    ATTRIBUTES
        .iter()
        .filter(|(key, ..)| fits(key) && !top.keys.iter().any(|it| it == key))
        .map(|(key, detail, value)| Suggestion {
            label: (*key).to_owned(),
            detail: (*detail).to_owned(),
            apply: if in_string { (*key).to_owned() } else { format!("{}: {value}", quote(key)) },
        })
        .collect()
}

fn types(
    schema: Option<&Schema>,
    shared: &[SharedType],
    complex: bool,
    plain: &dyn Fn(&str, &str) -> Suggestion,
) -> Vec<Suggestion> {
    let named = schema.into_iter().flat_map(|schema| {
        let own = schema.namespace().to_owned();
        schema.types().filter_map(move |(_, ty)| {
            let name = ty.shape.name()?;
            let word = if name.namespace() == own { name.simple() } else { name.full() };
            Some((word.to_owned(), ty.shape.word()))
        })
    });
    let named: Vec<Suggestion> = named.map(|(name, word)| plain(&name, word)).collect();
    let primitives = PRIMITIVES.iter().map(|(name, detail)| plain(name, detail));
    let rest = COMPLEX.iter().filter(|_| complex).map(|(name, detail)| plain(name, detail));
    let is_known = |it: &&SharedType| schema.is_some_and(|schema| schema.named(&it.full_name).is_some());
    let others = shared.iter().filter(|it| !is_known(it));
    let others = others.map(|it| plain(&it.full_name, &format!("{} of {}", it.kind, it.schema)));
    primitives.chain(named).chain(rest).chain(others).collect()
}

fn logical(base: Option<&str>, plain: &dyn Fn(&str, &str) -> Suggestion) -> Vec<Suggestion> {
    let fits = |bases: &str| base.is_none_or(|base| bases.split(' ').any(|it| it == base));
    LogicalType::NAMES.iter().filter(|(_, bases)| fits(bases)).map(|(name, bases)| plain(name, bases)).collect()
}

/// What stands at a byte of a text, for people.
pub fn explain(schema: &Schema, cursor: usize) -> Option<(Span, String)> {
    let tree = schema.tree(SourceId::OWN);
    let node = tree.node_at(cursor);
    if let Some(key) = tree.key_span(node).filter(|it| it.touches(cursor)) {
        let word = tree.key(node)?;
        let (_, detail, _) = ATTRIBUTES.iter().find(|(name, ..)| *name == word)?;
        return Some((key, format!("{word} – {detail}")));
    }
    if tree.kind(node) != Kind::String {
        return None;
    }
    let span = tree.span(node);
    if let Some(at) = schema.uses().find(|it| it.source.is_own() && it.node == node) {
        let ty = schema.ty(at.ty);
        let doc = schema.doc(ty.source, ty.node).map_or_else(String::new, |doc| format!("\n{doc}"));
        let what = match &ty.shape {
            Shape::Record(record) => {
                let fields: Vec<&str> = record.fields.iter().map(|it| &*it.name).collect();
                format!("record {} with {}", record.name.full(), fields.join(", "))
            }
            Shape::Enum(it) => format!("enum {}: {}", it.name.full(), it.symbols.join(", ")),
            Shape::Fixed(it) => format!("fixed {} of {} bytes", it.name.full(), it.size),
            Shape::Null
            | Shape::Boolean
            | Shape::Int
            | Shape::Long
            | Shape::Float
            | Shape::Double
            | Shape::Bytes
            | Shape::String => {
                let known = PRIMITIVES.iter().find(|(name, _)| *name == ty.shape.word());
                known.map_or_else(String::new, |(name, detail)| format!("{name} – {detail}"))
            }
            Shape::Array(_) | Shape::Map(_) | Shape::Union(_) | Shape::Unknown => String::new(),
        };
        return (!what.is_empty()).then(|| (span, format!("{what}{doc}")));
    }
    match tree.key(node).as_deref()? {
        "logicalType" => {
            let word = tree.string(node)?;
            let (name, bases) = LogicalType::NAMES.iter().find(|(name, _)| *name == word)?;
            Some((span, format!("{name} – stands on {bases}")))
        }
        "name" => {
            let object = tree.parent(node)?;
            let record = schema
                .types()
                .filter_map(|(id, _)| schema.record(id))
                .find_map(|record| record.fields.iter().find(|it| it.node == object).map(|it| (it, record)));
            let (field, record) = record?;
            let doc = schema.doc(SourceId::OWN, object).map_or_else(String::new, |doc| format!("\n{doc}"));
            Some((span, format!("{}.{}: {}{doc}", record.name.simple(), field.name, schema.type_text(field.ty))))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{SharedType, complete, explain};
    use engine::avro::Schema;

    const ORDER: &str = r#"{"type": "record", "name": "Order", "namespace": "shop", "fields": [
        {"name": "channel", "type": {"type": "enum", "name": "Channel", "symbols": ["WEB"]}, "doc": "Where"},
        {"name": "again", "type": "Channel"}
    ]}"#;

    #[test]
    fn what_fits_depends_on_where_the_cursor_stands() {
        let schema = Schema::parse(ORDER, &[]).0;
        let shared = [SharedType {
            full_name: "money.Money".to_owned(),
            kind: "record",
            schema: "money".parse().unwrap(),
            is_outermost: true,
            text: "".into(),
        }];
        let check = |text: &str, expected: &[&str]| {
            let cursor = text.find('|').unwrap();
            let text = text.replace('|', "");
            let found = complete(&text, cursor, schema.as_ref(), &shared).map_or_else(Vec::new, |it| {
                it.options
                    .iter()
                    .map(|option| {
                        let mut applied = text.clone();
                        applied.replace_range(it.span.start..it.span.end, &option.apply);
                        applied
                    })
                    .collect()
            });
            for wanted in expected {
                assert!(found.iter().any(|it| it == wanted), "{text}: {wanted} is not in {found:?}");
            }
            assert_eq!(found.is_empty(), expected.is_empty(), "{text}: {found:?}");
        };
        check(r#"{"type": "st|"}"#, &[r#"{"type": "string"}"#, r#"{"type": "Channel"}"#, r#"{"type": "record"}"#]);
        check(r#"{"type": |}"#, &[r#"{"type": "string"}"#]);
        check(r#"{"type": "mon|"}"#, &[r#"{"type": "money.Money"}"#]);
        check(r#"{"type": ["null", "|"]}"#, &[r#"{"type": ["null", "Channel"]}"#]);
        check(r#"{"type": "long", "logicalType": "|"}"#, &[r#"{"type": "long", "logicalType": "timestamp-millis"}"#]);
        check(r#"{"type": "enum", sy|}"#, &[r#"{"type": "enum", "symbols": []}"#]);
        check(r#"{"type": "enum", "sy|"}"#, &[r#"{"type": "enum", "symbols"}"#]);
        check(r#"{"name": "x", "default": |}"#, &[r#"{"name": "x", "default": null}"#]);
        check(r#"{"name": "|"}"#, &[]);
        check(r#"{"doc": "any \" |"}"#, &[]);
    }

    #[test]
    fn words_are_explained() {
        let schema = Schema::parse(ORDER, &[]).0.unwrap();
        let check = |word: &str, expected: Option<&str>| {
            let at = ORDER.rfind(word).unwrap() + 1;
            assert_eq!(explain(&schema, at).map(|(_, text)| text).as_deref(), expected, "{word}");
        };
        check("Channel\"}\n", Some("enum shop.Channel: WEB"));
        check("doc", Some("doc – what it means, for people"));
        check("channel", Some("Order.channel: Channel\nWhere"));
        check("Where", None);
    }
}
