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
    assert!(
        sarif.out.contains("/samples/ecommerce/contexts/order/schemas/order-submitted/draft.avsc\""),
        "{}",
        sarif.out
    );
}

#[test]
fn exporting_writes_a_folder_for_each_target_and_replaces_nothing_unasked() {
    let out = tempfile::tempdir().unwrap();
    let (sample, to) = (sample(), out.path().to_str().unwrap());
    let arguments = ["export", sample.to_str().unwrap(), "--target", "strimzi,kafka-script,manifest,adr", "--out", to];
    let ran = check(&arguments, 0, &["Strimzi resources", "Kafka script", "Eventscape manifest", "Decision draft"]);
    assert!(ran.err.starts_with("note: The design has 4 open errors, all in what is exported; "), "{}", ran.err);
    let of_topics = [&arguments[..3], &["strimzi", "--out", to]].concat();
    check(&of_topics, 0, &["note: The design has 4 open errors, 2 of them in what is exported; eventscape validate "]);
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
    check(&["fmt", path], 1, &["contexts/order/topics/orders.toml:2:", "the file stays as it is"]);
    check(&["fmt", path, "--check"], 1, &["contexts/order/topics/orders.toml:2:"]);
    assert_eq!(fs::read_to_string(&topic).unwrap(), "name = \"orders\"\npartitions = \n", "what cannot be read stays");
}

#[test]
fn a_folder_of_a_newer_format_is_shown_and_never_written() {
    let folder = tempfile::tempdir().unwrap();
    shop(folder.path());
    let path = folder.path().to_str().unwrap();
    let settings = folder.path().join("eventscape.toml");
    fs::write(&settings, "format_version=99\nname = \"Shop\"\n").unwrap();
    check(&["validate", path], 0, &["Update Eventscape", "1 warning"]);
    check(&["show", path], 0, &["topic orders"]);
    check(&["fmt", path], 3, &["nothing is written", "update Eventscape"]);
    assert_eq!(fs::read_to_string(&settings).unwrap(), "format_version=99\nname = \"Shop\"\n");
}

#[cfg(unix)]
#[test]
fn what_was_cut_short_while_an_older_format_was_brought_up_to_date_is_completed() {
    use std::os::unix::fs::PermissionsExt;
    fn copy(from: &Path, to: &Path, files: &mut Vec<PathBuf>) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
            let to = to.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                copy(&entry.path(), &to, files);
            } else {
                fs::copy(entry.path(), &to).unwrap();
                files.push(to);
            }
        }
    }
    let formats = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/formats");
    for cut in ["services/order-api.toml", "services/ledger.toml", "topics/order-events.toml", "eventscape.toml"] {
        let folder = tempfile::tempdir().unwrap();
        let mut files = Vec::new();
        copy(&formats.join("v0"), folder.path(), &mut files);
        let held = files.iter().find(|file| file.ends_with(cut)).unwrap();
        let path = folder.path().to_str().unwrap();
        fs::set_permissions(held, fs::Permissions::from_mode(0o444)).unwrap();
        check(&["fmt", path], 3, &["it is marked as read-only"]);
        fs::set_permissions(held, fs::Permissions::from_mode(0o644)).unwrap();
        check(&["fmt", path], 0, &[]);
        let whole = tempfile::tempdir().unwrap();
        let mut expected = Vec::new();
        copy(&formats.join("v0-migrated"), whole.path(), &mut expected);
        check(&["fmt", whole.path().to_str().unwrap()], 0, &[]);
        for file in expected {
            let name = file.strip_prefix(whole.path()).unwrap();
            let found = fs::read_to_string(folder.path().join(name)).unwrap();
            assert_eq!(found, fs::read_to_string(&file).unwrap(), "{cut}: {}", name.display());
        }
    }
}

#[test]
fn what_a_design_lacks_is_never_left_out_in_silence() {
    let folder = tempfile::tempdir().unwrap();
    shop(folder.path());
    let path = folder.path().to_str().unwrap();
    let out = tempfile::tempdir().unwrap();
    let export = ["export", path, "--target", "kafka-script", "--overwrite", "--out", out.path().to_str().unwrap()];
    check(&export, 0, &[]);
    let flow = folder.path().join("contexts/order/flows/api-orders.toml");
    let sound = fs::read_to_string(&flow).unwrap();
    fs::write(&flow, "service = \n").unwrap();
    check(&export, 1, &["error: contexts/order/flows/api-orders.toml:1:", "Kafka script: 2 files"]);
    check(&["show", path], 0, &["contexts/order/flows/api-orders.toml:1:", "service api"]);
    fs::write(&flow, sound).unwrap();
    fs::write(
        folder.path().join("contexts/order/topics/bad.toml"),
        "name = \"a b\"\npartitions = 1\nreplication = 1\n",
    )
    .unwrap();
    check(&export, 1, &["error: contexts/order/topics/bad.toml:1:8: No broker takes the topic name `a b`"]);
}

#[test]
fn files_of_an_earlier_export_are_named() {
    let folder = tempfile::tempdir().unwrap();
    shop(folder.path());
    let out = tempfile::tempdir().unwrap();
    let to = out.path().to_str().unwrap();
    let export = ["export", folder.path().to_str().unwrap(), "--target", "all,strimzi", "--overwrite", "--out", to];
    check(&export, 0, &["Strimzi resources: 4 files", "Decision draft"]);
    fs::write(out.path().join("strimzi/topics/ours.yaml"), "kind: KafkaTopic\n").unwrap();
    let topic = folder.path().join("contexts/order/topics/orders.toml");
    fs::write(&topic, "name = \"sales\"\npartitions = 3\nreplication = 3\n").unwrap();
    let ran = check(&export, 0, &["strimzi/topics/orders.yaml is of an earlier export and no part of this one"]);
    assert!(!ran.out.contains("ours.yaml"), "{}", ran.out);
}

#[cfg(unix)]
#[test]
fn what_is_no_plain_file_is_told_and_other_folders_are_not_entered() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    shop(folder.path());
    let path = folder.path().to_str().unwrap();
    let at = |path: &str| folder.path().join(path);
    fs::create_dir(at("node_modules")).unwrap();
    symlink(folder.path(), at("node_modules/loop")).unwrap();
    symlink("nowhere", at("notes")).unwrap();
    check(&["validate", path], 0, &["No problems found"]);
    symlink("orders.toml", at("contexts/order/topics/linked.toml")).unwrap();
    symlink("order", at("contexts/billing")).unwrap();
    check(
        &["validate", path],
        1,
        &[
            "contexts/billing is a symbolic link, and files are not written or read through one",
            "--> contexts/order/topics/linked.toml",
            "2 errors",
        ],
    );
    fs::remove_file(at("contexts/billing")).unwrap();
    fs::remove_file(at("contexts/order/topics/linked.toml")).unwrap();
    let esc = at("contexts/order/topics/\u{1b}[31mred\n.toml");
    fs::write(&esc, "").unwrap();
    let ran = check(&["validate", path], 1, &["␛[31mred␊.toml"]);
    assert!(!ran.out.contains('\u{1b}'), "{}", ran.out);
    fs::remove_file(esc).unwrap();
    let topic = at("contexts/order/topics/orders.toml");
    fs::write(&topic, "name=\"orders\"\npartitions = 3\nreplication = 3\n").unwrap();
    fs::set_permissions(&topic, fs::Permissions::from_mode(0o444)).unwrap();
    check(&["fmt", path], 3, &["orders.toml: it is marked as read-only", "Make the file writable"]);
    assert!(fs::read_to_string(&topic).unwrap().starts_with("name=\"orders\""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_reader_that_leaves_is_no_failure_and_a_full_disk_is() {
    let sample = sample();
    let run = |to: &str| {
        let command = format!("\"$0\" show \"$1\" {to}");
        let mut shell = Command::new("bash");
        shell.args(["-c", &command, env!("CARGO_BIN_EXE_eventscape"), sample.to_str().unwrap()]);
        let output = shell.output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(run("| head -1; exit ${PIPESTATUS[0]}"), (Some(0), String::new()));
    let (code, said) = run("> /dev/full");
    assert_eq!(code, Some(3));
    assert!(said.contains("the output could not be written"), "{said}");
}

#[test]
fn a_record_of_several_files_is_shown_whole() {
    let sample = sample();
    let sample = sample.to_str().unwrap();
    check(
        &["show", sample, "--record", "schema:order-cancelled"],
        0,
        &["# contexts/order/schemas/order-cancelled/schema.toml", "order-cancelled/v1.avsc", "order-cancelled/v2.avsc"],
    );
    check(&["show", sample, "--record", "schema:reserve-stock"], 0, &["\"namespace\""]);
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
        &["'terraform'", "possible values: strimzi, kafka-script, manifest, adr, all"],
    );
    check(&["export", sample, "--target", "all,strimzy", "--out", "x"], 2, &["'strimzy'", "similar", "'strimzi'"]);
    check(&["export", sample, "--target", "", "--out", "x"], 2, &["value is required"]);
    check(
        &["export", sample, "--target", "strimzi", "--out", "x", "--environment", "moon"],
        2,
        &["no environment `moon`", "prod"],
    );
    check(&["show", sample, "--record", "order-events"], 2, &["does not name a record"]);
    check(&["show", sample, "--record", "topic:order"], 2, &["there is no topic “order”", "topic:order-events"]);
    let file = format!("{sample}/eventscape.toml");
    check(&["validate", &file], 3, &["this is a file, not a folder", "Name the folder that holds eventscape.toml"]);
    check(&["validate", "no-such-folder"], 3, &["there is no such folder", "eventscape.toml"]);
    check(&["validate", empty.path().to_str().unwrap()], 3, &["this is not a design"]);
    for verb in ["validate", "export", "fmt", "show"] {
        check(&[verb, "--help"], 0, &["Exit codes: 0 fine"]);
    }
    check(&["--help"], 0, &["Exit codes: 0 fine, 1 findings, 2 wrong usage, 3 could not read or write"]);
}

#[test]
fn the_fields_of_a_kind_are_listed_with_what_they_take() {
    let of_topics = [
        "partitions — Partitions\n  How many partitions it has\n  a whole number from 1; required\n",
        "retention_ms — Retention\n  How long records are kept; -1 for ever\n  a whole number from -1, in milliseconds\n",
        "    compact         All but the latest record of each key go\n",
    ];
    check(&["show", "--fields", "topic"], 0, &of_topics);
    check(&["show", "--fields", "process"], 0, &["steps.*.compensation — Undone by"]);
    check(&["show", "--fields", "topic", "--format", "json"], 0, &["\"title\": \"Min in-sync\"", "\"x-unit\": \"ms\""]);
    check(&["show", "--fields", "topics"], 2, &["'topics'", "similar", "'topic'"]);
    check(&["show", "--fields", "topic", "design"], 2, &["cannot be used with"]);
    check(&["show"], 2, &["<FOLDER>"]);
}

#[test]
fn the_targets_are_listed_with_the_options_that_they_take() {
    check(
        &["export", "--list"],
        0,
        &[
            "kafka-script — Kafka script",
            "--set strimzi.authentication=…   tls or scram-sha-512; tls by default",
            "scram-sha-512  By a password",
            "--set adr.records=…   records such as topic:order-events, one each time",
        ],
    );
    let listed = check(&["export", "--list", "--format", "json"], 0, &[]);
    let listed: serde_json::Value = serde_json::from_str(&listed.out).unwrap();
    assert_eq!(listed[0]["word"], "strimzi");
    assert_eq!(listed[0]["options"]["properties"]["authentication"]["default"], "tls");
    check(&["export", "--list", "--format", "sarif"], 2, &["--list has no SARIF"]);
    check(&["export", "--list", "somewhere"], 2, &["cannot be used with"]);
    check(&["export", "--format", "json"], 2, &["<FOLDER>", "--target", "--out"]);
}

#[test]
fn options_are_chosen_by_name_and_checked_before_anything_is_written() {
    let (folder, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    shop(folder.path());
    let (path, to) = (folder.path().to_str().unwrap(), out.path().to_str().unwrap());
    let export = |assignments: &[&str], code: i32, expected: &[&str]| {
        let mut arguments = vec!["export", path, "--target", "adr,strimzi", "--out", to, "--overwrite"];
        arguments.extend(assignments.iter().flat_map(|it| ["--set", it]));
        check(&arguments, code, expected);
    };
    export(&["strimzi"], 2, &["`strimzi` sets nothing; write TARGET.NAME=VALUE"]);
    export(&["strimzy.authentication=tls"], 2, &["`strimzy` is no export target; did you mean `strimzi`?"]);
    export(
        &["strimzi.autentication=tls"],
        2,
        &["strimzi has no option `autentication`; did you mean `authentication`? it has authentication"],
    );
    export(&["manifest.a=1"], 2, &["manifest has no option `a`; it takes none"]);
    export(
        &["strimzi.authentication=scram"],
        2,
        &["strimzi.authentication cannot be `scram`; did you mean `scram-sha-512`? it takes tls or scram-sha-512"],
    );
    export(&["adr.title=A", "adr.title=B"], 2, &["adr.title is set twice"]);
    export(&["adr.records=moon"], 2, &["adr.records cannot be `moon`; it takes records such as topic:order-events"]);
    export(&["adr.supersedes=Not an id"], 2, &["the options of adr cannot be used: ", "Not an id"]);
    export(&["adr.records=topic:moon"], 2, &["the design has no record `topic:moon`"]);
    assert_eq!(fs::read_dir(out.path()).unwrap().count(), 0);
    export(
        &["adr.title=Keep = signs", "adr.alternatives=One", "adr.alternatives=Two, or more", "adr.decision-makers=Ada"],
        0,
        &["Decision draft: 1 file"],
    );
    let draft = fs::read_to_string(out.path().join("adr/0001-keep-signs.md")).unwrap();
    for line in ["# Keep = signs", "* One", "* Two, or more", "  - Ada"] {
        assert!(draft.lines().any(|found| found == line), "{line} is not in\n{draft}");
    }
}
