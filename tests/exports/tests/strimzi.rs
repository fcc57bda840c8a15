//! The exported resources against the operator's own definitions, which its own generator makes from its own classes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests fail by panic"
)]

use export::{Options, OutFile};
use exports_test::design::{awkward, ecommerce, exported, exported_with};
use exports_test::installed::{class_path, output};
use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::process::Command;
use std::sync::LazyLock;

/// The words of the definitions that mean in JSON Schema what they mean in OpenAPI. Should a later version of the operator
/// use another, this test must learn it before it can be believed.
const KNOWN_WORDS: [&str; 9] =
    ["additionalProperties", "description", "enum", "items", "maximum", "minimum", "properties", "required", "type"];

/// A definition made strict: Kubernetes would drop an unknown field in silence, which is what a typing error looks like.
struct Definition {
    api_version: String,
    schema: Validator,
}

static DEFINITIONS: LazyLock<BTreeMap<String, Definition>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("out")).expect("a folder");
    let resources = [("topic.json", "topic.KafkaTopic"), ("user.json", "user.KafkaUser")];
    let mut generator = Command::new("java");
    generator
        .current_dir(folder.path())
        .args(["-XX:TieredStopAtLevel=1", "-cp", &class_path("strimzi-crds"), "io.strimzi.crdgenerator.CrdGenerator"])
        .args(["--target-kube", "1.27+", "--crd-api-version", "v1", "--api-versions", "v1"]);
    for (file, class) in resources {
        generator.arg(format!("io.strimzi.api.kafka.model.{class}=./out/{file}"));
    }
    output(&mut generator);
    let read = |(file, _)| {
        let text = std::fs::read_to_string(folder.path().join("out").join(file)).expect("a definition");
        definition(&serde_json::from_str(&text).expect("JSON"))
    };
    resources.map(read).into()
});

fn definition(resource: &Value) -> (String, Definition) {
    let spec = &resource["spec"];
    let version =
        spec["versions"].as_array().unwrap().iter().find(|version| version["name"] == "v1").expect("version v1");
    assert_eq!(version["served"], true);
    let mut schema = version["schema"]["openAPIV3Schema"].clone();
    make_strict(&mut schema);
    let definition = Definition {
        api_version: format!("{}/v1", spec["group"].as_str().unwrap()),
        schema: jsonschema::validator_for(&schema).expect("a schema"),
    };
    (spec["names"]["kind"].as_str().unwrap().to_owned(), definition)
}

fn make_strict(schema: &mut Value) {
    let Value::Object(words) = schema else { return };
    let preserves = words.remove("x-kubernetes-preserve-unknown-fields").is_some();
    words.retain(|word, _| !word.starts_with("x-kubernetes-validations"));
    for word in words.keys() {
        assert!(KNOWN_WORDS.contains(&word.as_str()), "the definition uses `{word}`, which this test does not know");
    }
    if let Some(Value::Object(properties)) = words.get_mut("properties") {
        properties.values_mut().for_each(make_strict);
        if !preserves {
            words.insert("additionalProperties".to_owned(), json!(false));
        }
    }
    for word in ["items", "additionalProperties"] {
        if let Some(inner) = words.get_mut(word) {
            make_strict(inner);
        }
    }
}

/// What is wrong with a resource, as a person who applies it would be told.
fn problems(text: &str) -> Vec<String> {
    let resource: Value = serde_saphyr::from_str(text).expect("YAML");
    let kind = resource["kind"].as_str().unwrap_or_default();
    let Some(definition) = DEFINITIONS.get(kind) else { return vec![format!("no kind `{kind}`")] };
    let mut found = Vec::new();
    if resource["apiVersion"] != definition.api_version.as_str() {
        found.push(format!("apiVersion {} is not served", resource["apiVersion"]));
    }
    let name = resource["metadata"]["name"].as_str().unwrap_or_default();
    if !is_subdomain(name) {
        found.push(format!("`{name}` is no name"));
    }
    let cluster = &resource["metadata"]["labels"]["strimzi.io/cluster"];
    if cluster.as_str().is_none_or(str::is_empty) {
        found.push("no cluster is named".to_owned());
    }
    found.extend(definition.schema.iter_errors(&resource).map(|error| format!("{}: {error}", error.instance_path())));
    found
}

/// RFC 1123, as Kubernetes asks of these resources' names.
fn is_subdomain(name: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    name.len() <= 253
        && name.split('.').all(|part| {
            !part.is_empty() && !part.starts_with('-') && !part.ends_with('-') && part.bytes().all(is_inner)
        })
}

fn resources(files: &[OutFile]) -> impl Iterator<Item = &OutFile> {
    files.iter().filter(|file| file.path != "kustomization.yaml")
}

#[test]
fn every_resource_passes_the_operator_s_definitions() {
    let (ecommerce, awkward) = (ecommerce(), awkward());
    let mut passwords = Options::default();
    passwords.set("strimzi.authentication=scram-sha-512").unwrap();
    let plain = Options::default();
    let cases = [
        (&ecommerce, Some("prod"), &plain),
        (&ecommerce, Some("dev"), &plain),
        (&ecommerce, None, &passwords),
        (&awkward, None, &plain),
    ];
    for (design, environment, options) in cases {
        let export = exported_with(design, environment, "strimzi", options);
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        for file in resources(&export.files) {
            assert_eq!(problems(&file.text), Vec::<String>::new(), "{environment:?} {}\n{}", file.path, file.text);
            let resource: Value = serde_saphyr::from_str(&file.text).unwrap();
            *kinds.entry(resource["kind"].as_str().unwrap().to_owned()).or_default() += 1;
        }
        assert_eq!(kinds["KafkaTopic"], design.topics().len());
        assert!(kinds["KafkaUser"] > 1);
    }
}

#[test]
fn the_kustomization_lists_every_resource() {
    let export = exported(&ecommerce(), None, "strimzi");
    let listing = export.files.iter().find(|file| file.path == "kustomization.yaml").expect("a kustomization");
    let listing: Value = serde_saphyr::from_str(&listing.text).expect("YAML");
    let paths: Vec<_> = resources(&export.files).map(|file| file.path.as_str()).collect();
    assert_eq!(listing["resources"], json!(paths));
}

#[test]
fn names_that_kubernetes_cannot_bear_keep_their_names_in_kafka() {
    let export = exported(&awkward(), None, "strimzi");
    let mut names = BTreeMap::new();
    for file in resources(&export.files) {
        let resource: Value = serde_saphyr::from_str(&file.text).unwrap();
        if resource["kind"] == "KafkaTopic" {
            let name = resource["metadata"]["name"].as_str().unwrap().to_owned();
            names.insert(name, resource["spec"]["topicName"].as_str().map(str::to_owned));
        }
    }
    assert_eq!(names.len(), 4, "{names:?}");
    assert_eq!(names["orders-v1"], None);
    let renamed: Vec<_> = names.values().flatten().cloned().collect();
    assert!(renamed.contains(&"Orders_V1".to_owned()) && renamed.contains(&"orders.v1_all".to_owned()), "{names:?}");
}

#[test]
fn planted_errors_are_found() {
    let export = exported(&awkward(), None, "strimzi");
    let with = |mark: &str| {
        let text = &resources(&export.files).find(|file| file.text.contains(mark)).unwrap().text;
        assert_eq!(problems(text), Vec::<String>::new());
        text.clone()
    };
    let (topic, user) = (with("\n  config:\n"), with("\nkind: KafkaUser\n"));
    let check = |text: &str, from: &str, to: &str| {
        assert!(text.contains(from), "{from} is not in\n{text}");
        let broken = text.replacen(from, to, 1);
        assert!(!problems(&broken).is_empty(), "{to} passes");
    };
    let partitions = topic.lines().find(|line| line.contains("partitions:")).unwrap();
    let replicas = topic.lines().find(|line| line.contains("replicas:")).unwrap();
    check(&topic, partitions, "  partitions: 0");
    check(&topic, partitions, "  partitions: \"two\"");
    check(&topic, replicas, "  replicas: 40000");
    check(&topic, "  config:", "  configs:");
    check(&topic, "kafka.strimzi.io/v1\n", "kafka.strimzi.io/v1beta2\n");
    check(&topic, "strimzi.io/cluster", "strimzi.io/clustre");
    check(&topic, "kind: KafkaTopic", "kind: KafkaTopics");
    check(&topic, "  name: ", "  name: Upper_");
    check(&user, "patternType: literal", "patternType: prefixed");
    check(&user, "operations:", "operation:");
    check(&user, "- Describe", "- Look");
    check(&user, "type: simple", "type: complicated");
    check(&user, "type: tls", "type: password");
}
