//! What fits at the cursor of a schema's text, and what the word under the pointer means, in the form that the editor of the
//! page takes: one range for all that fits, without the quotes that stand there already.

use super::named_types::SharedType;
use super::offsets::Offsets;
use super::shim::{Completions, Meaning};
use engine::avro::{OtherType, Schema};
use engine::syntax::Span;

/// What fits at a unit of a text. `shared` are the types of other subjects.
pub fn complete(schema: &Schema, unit: usize, shared: &[&SharedType]) -> Option<Completions> {
    let text = schema.text();
    let places = Offsets::of(text);
    let cursor = places.byte_of_units(unit);
    let others: Vec<OtherType<'_>> =
        shared.iter().map(|it| OtherType { full_name: &it.full_name, kind: it.kind, of: it.schema.as_str() }).collect();
    let fitting = schema.complete(cursor, &others);
    let span = fitting.first().map(|it| Span::new(it.edit.start, it.edit.end))?;
    let replaced = text.get(span.start..span.end)?;
    // The editor compares what is typed with the labels, which have no quotes.
    let opening = usize::from(replaced.starts_with('"') && cursor > span.start);
    let end_in_quote = |text: &str| text.len() > 1 && text.ends_with('"');
    let is_closed = cursor < span.end && end_in_quote(replaced) && fitting.iter().all(|it| end_in_quote(&it.edit.text));
    let options = fitting.into_iter().filter(|it| (it.edit.start, it.edit.end) == (span.start, span.end)).map(|it| {
        let apply = it.edit.text.get(opening..).unwrap_or_default();
        let apply = if is_closed { apply.strip_suffix('"').unwrap_or(apply) } else { apply };
        (it.label, it.detail, apply.to_owned())
    });
    Some(Completions {
        from: places.units_of_byte(span.start + opening),
        to: places.units_of_byte(span.end - usize::from(is_closed)),
        options: options.collect(),
    })
}

/// What stands at a unit of a text, for people.
pub fn explain(schema: &Schema, unit: usize) -> Option<Meaning> {
    let places = Offsets::of(schema.text());
    let hover = schema.hover(places.byte_of_units(unit))?;
    let mut text = hover.title;
    for line in hover.lines {
        text.push('\n');
        text.push_str(&line);
    }
    Some(Meaning { from: places.units_of_byte(hover.span.start), to: places.units_of_byte(hover.span.end), text })
}

#[cfg(test)]
mod tests {
    use super::{SharedType, complete, explain};
    use engine::avro::Schema;

    const ORDER: &str = r#"{"type": "record", "name": "Order", "namespace": "shop", "doc": "é", "fields": [
        {"name": "channel", "type": {"type": "enum", "name": "Channel", "symbols": ["WEB"]}, "doc": "Where"},
        {"name": "again", "type": "@"}
    ]}"#;

    #[test]
    fn what_fits_replaces_what_is_typed_inside_its_quotes() {
        let shared = SharedType {
            full_name: "money.Money".to_owned(),
            kind: "record",
            schema: "money".parse().unwrap(),
            is_outermost: true,
            text: "".into(),
        };
        let check = |marked: &str, expected: &[&str]| {
            let units: Vec<u16> = marked.replace('|', "").encode_utf16().collect();
            let cursor = marked.split('|').next().unwrap().encode_utf16().count();
            let schema = Schema::parse(&marked.replace('|', ""), &[]).0.unwrap();
            let found: Vec<String> = complete(&schema, cursor, &[&shared]).map_or_else(Vec::new, |it| {
                assert!(it.from <= cursor && cursor <= it.to, "{marked}: {} to {}", it.from, it.to);
                let typed = String::from_utf16(&units[it.from..cursor]).unwrap();
                assert!(!typed.contains('"'), "{marked}: {typed}");
                let applied = |apply: &String| {
                    let new: Vec<u16> = apply.encode_utf16().collect();
                    String::from_utf16(&[&units[..it.from], &new, &units[it.to..]].concat()).unwrap()
                };
                it.options.iter().map(|(_, _, apply)| applied(apply)).collect()
            });
            for wanted in expected {
                assert!(found.iter().any(|it| it == wanted), "{marked}: {wanted} is not in {found:?}");
            }
            assert_eq!(found.is_empty(), expected.is_empty(), "{marked}: {found:?}");
        };
        check(r#"{"type": "st|"}"#, &[r#"{"type": "string"}"#, r#"{"type": "record"}"#]);
        check(r#"{"type": |}"#, &[r#"{"type": "string"}"#]);
        check(r#"{"type": "mon|"}"#, &[r#"{"type": "money.Money"}"#]);
        check(r#"{"type": "long", "logicalType": "|"}"#, &[r#"{"type": "long", "logicalType": "timestamp-millis"}"#]);
        check(r#"{"type": "enum", sy|}"#, &[r#"{"type": "enum", "symbols": []}"#]);
        check(r#"{"type": "enum", "sy|"}"#, &[r#"{"type": "enum", "symbols": []}"#]);
        check(r#"{"name": "|"}"#, &[]);
        let last = |typed: &str| {
            format!(
                "{{\"type\": \"record\", \"name\": \"A\", \"fields\": [\n  {{\"name\": \"k\", \"type\": \"long\", {typed}\n ]\n}}\n"
            )
        };
        check(&last("\"def|\"}"), &[&last("\"default\": 0}")]);
        check(&last("\"def|\""), &[&last("\"default\": 0")]);
        check(&last("\"def|"), &[&last("\"default\": 0")]);
        check(&last("\"def|\"\n}"), &[&last("\"default\": 0\n}")]);
        check(&last("\"doc\": \"é\", \"def|\"\n}"), &[&last("\"doc\": \"é\", \"default\": 0\n}")]);
        check(&last("\"doc\": \"é😀\", \"def|"), &[&last("\"doc\": \"é😀\", \"default\": 0")]);
        check(r#"{"doc": "any \" |"}"#, &[]);
        let inside = |typed: &str| ORDER.replace("\"@\"", typed);
        check(&inside(r#""|""#), &[&inside(r#""Channel""#), &inside(r#""long""#)]);
        check(&inside(r#"["null", "|"]"#), &[&inside(r#"["null", "Channel"]"#)]);
    }

    #[test]
    fn words_are_explained() {
        let text = ORDER.replace('@', "Channel");
        let schema = Schema::parse(&text, &[]).0.unwrap();
        let check = |word: &str, expected: Option<&str>| {
            let at = text.split(word).next().unwrap().encode_utf16().count() + 1;
            assert_eq!(explain(&schema, at).map(|it| it.text).as_deref(), expected, "{word}");
        };
        check("Channel\"}\n", Some("enum shop.Channel\nWEB"));
        check("doc\": \"W", Some("doc: what it means, for people"));
        check("channel", Some("channel: Channel\nWhere"));
        check("Where", None);
    }
}
