//! Edits of the form: what they change, and that they change nothing else.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "tests may fail here")]

use avro::{FormEdit, Schema};

const ORDER: &str = r#"{
  "type": "record", "name": "Order", "namespace": "shop",
  // the key comes first
  "fields": [
    { "name": "id", "type": "string",   "doc": "The key" },
    { "name": "items",
      "type": { "type": "array", "items":
        { "type": "record", "name": "Item", "fields": [
          {"name": "price", "type": {"type": "record", "name": "Money", "namespace": "shared", "fields": []}}
        ] } } },
    { "name": "first", "type": ["null", "Item"], "default": null, "pii": true },
    { "name": "total", "type": "shared.Money", "tags": ["gdpr", "PII"] }
  ]
}
"#;

fn field(index: usize) -> String {
    format!("/fields/{index}")
}

/// Applies an edit and says what changed: the old lines with `-`, the new ones with `+`, or the refusal.
fn change(text: &str, edit: &FormEdit) -> String {
    let schema = Schema::parse(text, &[]).0.expect("a schema");
    match schema.edit_form(edit) {
        Err(refusal) => refusal.to_string(),
        Ok(after) => {
            let old: Vec<&str> = text.lines().collect();
            let new: Vec<&str> = after.lines().collect();
            let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
            let most = old.len().min(new.len()) - same;
            let back = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count().min(most);
            let gone = old[same..old.len() - back].iter().map(|line| format!("- {}", line.trim()));
            let come = new[same..new.len() - back].iter().map(|line| format!("+ {}", line.trim()));
            gone.chain(come).collect::<Vec<_>>().join("\n")
        }
    }
}

#[track_caller]
fn check(edit: FormEdit, expected: &str) {
    assert_eq!(change(ORDER, &edit), expected, "{edit:?}");
}

#[test]
fn an_edit_changes_its_own_words_alone() {
    check(
        FormEdit::Rename { field: field(0), name: "orderId".into() },
        "- { \"name\": \"id\", \"type\": \"string\",   \"doc\": \"The key\" },\n\
         + { \"name\": \"orderId\", \"type\": \"string\",   \"doc\": \"The key\" },",
    );
    check(
        FormEdit::SetType { field: field(0), text: "uuid?".into() },
        "- { \"name\": \"id\", \"type\": \"string\",   \"doc\": \"The key\" },\n\
         + { \"name\": \"id\", \"type\": [\"null\", { \"type\": \"string\", \"logicalType\": \"uuid\" }],   \"doc\": \"The key\" },",
    );
    check(
        FormEdit::SetDefault { field: field(0), json: Some("none".into()) },
        "- { \"name\": \"id\", \"type\": \"string\",   \"doc\": \"The key\" },\n\
         + { \"name\": \"id\", \"type\": \"string\", \"default\": \"none\",   \"doc\": \"The key\" },",
    );
    check(
        FormEdit::SetDefault { field: field(2), json: None },
        "- { \"name\": \"first\", \"type\": [\"null\", \"Item\"], \"default\": null, \"pii\": true },\n\
         + { \"name\": \"first\", \"type\": [\"null\", \"Item\"], \"pii\": true },",
    );
    check(
        FormEdit::SetDoc { field: field(0), doc: None },
        "- { \"name\": \"id\", \"type\": \"string\",   \"doc\": \"The key\" },\n\
         + { \"name\": \"id\", \"type\": \"string\" },",
    );
    check(
        FormEdit::SetTag { field: field(2), tag: "pii".into(), on: false },
        "- { \"name\": \"first\", \"type\": [\"null\", \"Item\"], \"default\": null, \"pii\": true },\n\
         + { \"name\": \"first\", \"type\": [\"null\", \"Item\"], \"default\": null },",
    );
    check(
        FormEdit::SetTag { field: field(3), tag: "pii".into(), on: false },
        "- { \"name\": \"total\", \"type\": \"shared.Money\", \"tags\": [\"gdpr\", \"PII\"] }\n\
         + { \"name\": \"total\", \"type\": \"shared.Money\", \"tags\": [\"gdpr\"] }",
    );
    check(
        FormEdit::Add { record: String::new(), name: "note".into(), text: "string?".into() },
        "- { \"name\": \"total\", \"type\": \"shared.Money\", \"tags\": [\"gdpr\", \"PII\"] }\n\
         + { \"name\": \"total\", \"type\": \"shared.Money\", \"tags\": [\"gdpr\", \"PII\"] },\n\
         + { \"name\": \"note\", \"type\": [\"null\", \"string\"] }",
    );
    check(
        FormEdit::Add { record: "/fields/1/type/items".into(), name: "sku".into(), text: "string".into() },
        "- {\"name\": \"price\", \"type\": {\"type\": \"record\", \"name\": \"Money\", \"namespace\": \"shared\", \"fields\": []}}\n\
         + {\"name\": \"price\", \"type\": {\"type\": \"record\", \"name\": \"Money\", \"namespace\": \"shared\", \"fields\": []}},\n\
         + {\"name\": \"sku\", \"type\": \"string\"}",
    );
}

#[test]
fn a_definition_stays_where_the_others_can_find_it() {
    let check = |edit: FormEdit, expected: &[&str]| {
        let schema = Schema::parse(ORDER, &[]).0.expect("a schema");
        let after = schema.edit_form(&edit).expect("an edit");
        let (schema, findings) = Schema::parse(&after, &[]);
        assert_eq!(findings.iter().filter(|it| it.message.contains("name")).count(), 0, "{after}");
        let rows: Vec<String> =
            schema.unwrap().form().iter().map(|it| format!("{} {}", it.name, it.type_text)).collect();
        assert_eq!(rows, expected, "{after}");
        assert!(after.contains("// the key comes first"));
    };
    let (id, items, first, total) = ("id string", "items array<Item>", "first Item?", "total shared.Money");
    check(FormEdit::Remove { field: field(1) }, &[id, first, total]);
    check(FormEdit::Remove { field: field(2) }, &[id, items, total]);
    check(FormEdit::Move { field: field(1), to: 3 }, &[id, first, total, items]);
    check(FormEdit::Move { field: field(3), to: 0 }, &[total, id, items, first]);
    check(FormEdit::Move { field: field(0), to: 1 }, &[items, id, first, total]);
    check(FormEdit::SetType { field: field(1), text: "map<Item>".into() }, &[id, "items map<Item>", first, total]);
    check(FormEdit::SetType { field: field(1), text: "int".into() }, &[id, "items int", first, total]);
}

#[test]
fn an_edit_that_makes_it_worse_is_refused_with_the_reason() {
    check(FormEdit::Remove { field: "/fields/9".into() }, "the text no longer has this field; look at the form again");
    check(FormEdit::SetType { field: field(0), text: "lnog".into() }, "No type has the name lnog; did you mean long?");
    check(
        FormEdit::SetDefault { field: field(1), json: Some("[1".into()) },
        "a default is JSON, for example \"EUR\", 0, true, null or []; [1 is none",
    );
    for name in ["total", "no space", ""] {
        let schema = Schema::parse(ORDER, &[]).0.expect("a schema");
        assert!(schema.edit_form(&FormEdit::Rename { field: field(0), name: name.into() }).is_err(), "{name}");
    }
}

#[test]
fn a_text_that_is_broken_elsewhere_can_still_be_edited() {
    let broken = ORDER.replace("\"shared.Money\"", "\"shared.Mony\"");
    let changed = change(&broken, &FormEdit::Rename { field: field(0), name: "orderId".into() });
    assert!(changed.contains("+ { \"name\": \"orderId\""), "{changed}");
}
