//! The command line as a script sees it: what it prints, and with which code it ends.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/ecommerce").canonicalize().unwrap()
}

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn run(arguments: &[&str]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_eventscape")).args(arguments).output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn check(arguments: &[&str], code: i32, expected: &[&str]) -> Ran {
    let ran = run(arguments);
    assert_eq!(ran.code, code, "{arguments:?}\n{}{}", ran.out, ran.err);
    for text in expected {
        assert!(
            ran.out.contains(text) || ran.err.contains(text),
            "{arguments:?} does not say {text}\n{}{}",
            ran.out,
            ran.err
        );
    }
    ran
}

/// A small sound design.
fn shop(folder: &Path) {
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("eventscape.toml", "format_version = 1\nname = \"Shop\"\n");
    write("contexts/order/context.toml", "name = \"Order\"\nteam = \"checkout\"\n");
    write("contexts/order/services/api.toml", "name = \"api\"\n");
    write("contexts/order/services/mailer.toml", "name = \"mailer\"\n");
    write("contexts/order/topics/orders.toml", "name = \"orders\"\npartitions = 3\nreplication = 3\n");
    write(
        "contexts/order/flows/api-orders.toml",
        "service = \"api\"\ntopic = \"orders\"\n\n[direction.produce]\nrate_per_second = 10\nsize_bytes = 100\nidempotent = true\n",
    );
    write(
        "contexts/order/flows/mailer-orders.toml",
        "service = \"mailer\"\ntopic = \"orders\"\n\n[direction.consume]\ngroup = \"mailer\"\n",
    );
}

#[test]
fn a_sound_design_is_fine() {
    let folder = tempfile::tempdir().unwrap();
    shop(folder.path());
    let path = folder.path().to_str().unwrap();
    check(&["validate", path], 0, &["No problems found"]);
    check(&["validate", path, "--format", "json"], 0, &["\"errors\": 0"]);
    check(&["fmt", path, "--check"], 0, &[]);
    check(&["show", path], 0, &["Shop", "service api", "→ orders", "topic orders (3 partitions, replication 3)"]);
    check(&["show", path, "--record", "topic:orders"], 0, &["partitions = 3"]);
}

#[test]
fn the_sample_says_who_breaks() {
    let sample = sample();
    let sample = sample.to_str().unwrap();
    check(
        &["validate", sample],
        1,
        &[
            "inventory-service cannot read the draft of OrderSubmitted",
            "contexts/order/schemas/order-submitted/draft.avsc:",
            "4 errors, 3 warnings",
        ],
    );
    let sarif = check(&["validate", sample, "--format", "sarif"], 1, &["\"version\": \"2.1.0\""]);
    assert!(sarif.out.contains("\"uri\": \"contexts/order/schemas/order-submitted/draft.avsc\""));
}

#[test]
fn exporting_writes_a_folder_for_each_target_and_replaces_nothing_unasked() {
    let out = tempfile::tempdir().unwrap();
    let (sample, to) = (sample(), out.path().to_str().unwrap());
    let arguments = ["export", sample.to_str().unwrap(), "--target", "strimzi,kafka-script,manifest,adr", "--out", to];
    check(&arguments, 0, &["Strimzi resources", "Kafka script", "Eventscape manifest", "Decision draft"]);
    for file in
        ["strimzi/kustomization.yaml", "kafka-script/apply.sh", "kafka-script/rollback.sh", "manifest/manifest.json"]
    {
        assert!(out.path().join(file).is_file(), "{file}");
    }
    check(&arguments, 0, &[]);
    fs::write(out.path().join("manifest/manifest.json"), "mine").unwrap();
    check(&arguments, 3, &["these files are there and differ: manifest/manifest.json", "--overwrite"]);
    assert_eq!(fs::read_to_string(out.path().join("manifest/manifest.json")).unwrap(), "mine");
    check(&[&arguments[..], &["--overwrite"]].concat(), 0, &[]);
    assert_ne!(fs::read_to_string(out.path().join("manifest/manifest.json")).unwrap(), "mine");
}

#[test]
fn formatting_changes_the_form_only() {
    let folder = tempfile::tempdir().unwrap();
    shop(folder.path());
    let path = folder.path().to_str().unwrap();
    let topic = folder.path().join("contexts/order/topics/orders.toml");
    fs::write(&topic, "replication=3\n# how many\npartitions=3\nname=\"orders\"\n").unwrap();
    check(&["fmt", path, "--check"], 1, &["contexts/order/topics/orders.toml", "not in standard form"]);
    check(&["fmt", path], 0, &["1 brought into standard form"]);
    assert_eq!(fs::read_to_string(&topic).unwrap(), "name = \"orders\"\n# how many\npartitions = 3\nreplication = 3\n");
    check(&["fmt", path, "--check"], 0, &[]);
    fs::write(&topic, "name = \"orders\"\npartitions = \n").unwrap();
    check(&["fmt", path], 0, &[]);
    assert_eq!(fs::read_to_string(&topic).unwrap(), "name = \"orders\"\npartitions = \n", "what cannot be read stays");
}

#[test]
fn wrong_usage_ends_with_2_and_unreadable_input_with_3() {
    let sample = sample();
    let sample = sample.to_str().unwrap();
    let empty = tempfile::tempdir().unwrap();
    check(&[], 2, &["Usage"]);
    check(&["validate"], 2, &["<FOLDER>"]);
    check(
        &["export", sample, "--target", "terraform", "--out", "x"],
        2,
        &["`terraform` is no export target", "strimzi"],
    );
    check(
        &["export", sample, "--target", "strimzi", "--out", "x", "--environment", "moon"],
        2,
        &["no environment `moon`", "prod"],
    );
    check(&["show", sample, "--record", "order-events"], 2, &["does not name a record"]);
    check(&["show", sample, "--record", "topic:order"], 2, &["there is no topic “order”", "topic:order-events"]);
    check(&["validate", "no-such-folder"], 3, &["there is no such folder", "eventscape.toml"]);
    check(&["validate", empty.path().to_str().unwrap()], 3, &["this is not a design"]);
    check(&["--help"], 0, &["Exit codes: 0 fine, 1 findings, 2 wrong usage, 3 could not read or write"]);
}
