//! The published JSON Schemas are those of the records, and every file that we write is valid under them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test that cannot go on fails")]

mod disk;

use disk::Disk;
use format::{json_schemas, load, schema_text};
use model::{RecordKey, arbitrary};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn published() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/schemas")
}

/// `UPDATE_EXPECTED=1` publishes them anew. That of the policy is published with the rules, which this crate does not know.
#[test]
fn what_is_published_is_up_to_date() {
    let mut schemas = json_schemas();
    schemas.remove("policy.schema.json");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::create_dir_all(published()).unwrap();
        for (name, schema) in &schemas {
            fs::write(published().join(name), schema_text(schema)).unwrap();
        }
    }
    for (name, schema) in &schemas {
        assert_eq!(fs::read_to_string(published().join(name)).unwrap(), schema_text(schema), "{name}");
    }
}

/// The files of the page's examples: each block of TOML, with the schema that it is an example of.
#[test]
fn the_examples_of_the_page_are_valid_and_name_every_key() {
    fn keys<'a>(schema: &'a Value, out: &mut BTreeSet<&'a str>) {
        match schema {
            Value::Object(object) => {
                out.extend(
                    object
                        .get("properties")
                        .and_then(Value::as_object)
                        .into_iter()
                        .flatten()
                        .map(|(key, _)| key.as_str()),
                );
                object.values().for_each(|value| keys(value, out));
            }
            Value::Array(items) => items.iter().for_each(|value| keys(value, out)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let page = fs::read_to_string(published().join("../format.md")).unwrap();
    let schemas = json_schemas();
    let sections = [
        ("## eventscape.toml", "eventscape"),
        ("## Contexts", "context"),
        ("## Relations", "relation"),
        ("## Services", "service"),
        ("## Topics", "topic"),
        ("## Messages", "message"),
        ("An optional `schema.toml`", "schema"),
        ("A service writes:", "flow"),
        ("Or it reads:", "flow"),
        ("## Processes", "process"),
        ("## Environments", "environment"),
        ("## Policy", "policy"),
        ("## Views", "view"),
    ];
    let mut shown: BTreeMap<&str, String> = BTreeMap::new();
    for (section, kind) in sections {
        let (_, rest) = page.split_once(section).unwrap();
        let (_, rest) = rest.split_once("```toml\n").unwrap();
        let example = rest.split_once("```").unwrap().0;
        let validator = jsonschema::validator_for(&schemas[format!("{kind}.schema.json").as_str()]).unwrap();
        let errors: Vec<String> = validator.iter_errors(&json_of(example)).map(|it| it.to_string()).collect();
        assert!(errors.is_empty(), "{section}: {errors:?}");
        shown.entry(kind).or_default().push_str(example);
    }
    shown.insert("decision", page.split_once("## Decisions").unwrap().1.to_owned());
    for (kind, example) in shown {
        let mut known = BTreeSet::new();
        keys(&schemas[format!("{kind}.schema.json").as_str()], &mut known);
        for key in known {
            let is_named = example.lines().any(|line| {
                line.contains(&format!("{key} ="))
                    || line.contains(&format!("{key}:"))
                    || line.contains(&format!("{key}]"))
                    || line.contains(&format!("[{key}"))
                    || line.contains(&format!(".{key}"))
            });
            assert!(is_named, "the page does not show `{key}` of a {kind}");
        }
    }
}

/// What editors read: a rule for each kind of file, with the schema of that kind.
#[test]
fn the_sample_has_a_rule_for_each_kind_of_file() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/ecommerce");
    let rules: toml_edit::DocumentMut = fs::read_to_string(sample.join(".taplo.toml")).unwrap().parse().unwrap();
    let mut named = BTreeSet::new();
    for rule in rules["rule"].as_array_of_tables().unwrap() {
        let schema = rule["schema"]["path"].as_str().unwrap();
        assert!(sample.join(schema).is_file(), "{schema}");
        let kind = schema.rsplit('/').next().unwrap();
        let pattern = rule["include"][0].as_str().unwrap();
        let mut at = vec![sample.clone()];
        for part in pattern.split('/') {
            let entries = |folder: &PathBuf| fs::read_dir(folder).into_iter().flatten().map(|it| it.unwrap().path());
            at = match part.strip_prefix('*') {
                Some(ending) => {
                    at.iter().flat_map(entries).filter(|it| it.to_str().unwrap().ends_with(ending)).collect()
                }
                None => at.iter().map(|it| it.join(part)).filter(|it| it.exists()).collect(),
            };
        }
        assert!(!at.is_empty(), "{pattern} finds nothing");
        named.insert(kind.to_owned());
    }
    let kinds = json_schemas().into_keys().filter(|name| *name != "decision.schema.json");
    assert_eq!(named, kinds.collect());
}

#[test]
fn schemas_are_schemas_and_name_themselves() {
    for (name, schema) in json_schemas() {
        assert!(jsonschema::meta::is_valid(&schema), "{name}");
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert_eq!(schema["$id"], format!("https://eventscape.dev/schemas/1/{name}"));
        assert_ne!(schema["additionalProperties"], json!(false), "{name} allows keys that we do not know");
    }
}

fn validators() -> BTreeMap<String, jsonschema::Validator> {
    json_schemas().into_iter().map(|(name, schema)| (name, jsonschema::validator_for(&schema).unwrap())).collect()
}

fn json_of(toml: &str) -> Value {
    fn of(item: &toml_edit::Item) -> Value {
        if let Some(table) = item.as_table_like() {
            return Value::Object(table.iter().map(|(key, item)| (key.to_owned(), of(item))).collect());
        }
        if let Some(tables) = item.as_array_of_tables() {
            return tables.iter().map(|table| of(&toml_edit::Item::Table(table.clone()))).collect();
        }
        match item.as_value().unwrap() {
            toml_edit::Value::String(it) => json!(it.value()),
            toml_edit::Value::Integer(it) => json!(it.value()),
            toml_edit::Value::Float(it) => json!(it.value()),
            toml_edit::Value::Boolean(it) => json!(it.value()),
            toml_edit::Value::Datetime(it) => json!(it.value().to_string()),
            toml_edit::Value::Array(items) => items.iter().map(|it| of(&toml_edit::Item::Value(it.clone()))).collect(),
            toml_edit::Value::InlineTable(_) => unreachable!(),
        }
    }
    of(toml.parse::<toml_edit::DocumentMut>().unwrap().as_item())
}

fn schema_of(key: &RecordKey) -> String {
    match key.kind().as_str() {
        "settings" => "eventscape.schema.json".to_owned(),
        "placement" => "view.schema.json".to_owned(),
        kind => format!("{kind}.schema.json"),
    }
}

proptest! {
    #![proptest_config(laws::cases(100))]

    #[test]
    fn every_file_that_we_write_is_valid(design in arbitrary::design()) {
        let validators = validators();
        let disk = Disk::of(&design);
        let folder = load(disk.files()).folder;
        for key in design.keys() {
            let Some(path) = folder.path_of(&key) else { continue };
            if path.ends_with(".toml") {
                let file = json_of(&disk.0[path]);
                let errors: Vec<String> = validators[schema_of(&key).as_str()].iter_errors(&file).map(|it| it.to_string()).collect();
                prop_assert!(errors.is_empty(), "{}: {:?}\n{}", path, errors, disk.0[path]);
            }
        }
    }
}

#[test]
fn slips_are_found_by_the_schemas_too() {
    let validators = validators();
    let check = |name: &str, toml: &str, valid: bool| {
        assert_eq!(validators[name].is_valid(&json_of(toml)), valid, "{toml}");
    };
    let topic = "name = \"a\"\npartitions = 1\nreplication = 1\n";
    check("topic.schema.json", topic, true);
    check("topic.schema.json", &format!("{topic}unknown = 1\n"), true);
    check("topic.schema.json", &format!("{topic}kind = \"evnt\"\n"), false);
    check("topic.schema.json", &format!("{topic}source = \"Order Events\"\n"), false);
    check("topic.schema.json", "name = \"a\"\npartitions = 4294967296\nreplication = 1\n", false);
    check("topic.schema.json", "name = \"a\"\npartitions = 1\n", false);
    check("flow.schema.json", "service = \"a\"\ntopic = \"b\"\n[direction.consume]\n", true);
    check("flow.schema.json", "service = \"a\"\ntopic = \"b\"\n[direction.publish]\n", false);
    check("view.schema.json", "name = \"V\"\n[nodes]\n\"topic:a\" = { x = 1, y = 2 }\n", true);
    check("view.schema.json", "name = \"V\"\n[nodes]\n\"topic:a\" = { x = 1.5, y = 2 }\n", false);
    check("schema.schema.json", "compatibility = \"FULL\"\n", true);
    check("schema.schema.json", "compatibility = \"full\"\n", false);
}
