//! What foreign text may do to a terminal: nothing. Names, paths and texts of a design come from elsewhere, and so do events.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// What steers a terminal or the direction of writing: colours, a window's title, a line over the one before, C1, bidi.
const FOREIGN: &str = "A\u{1b}[31mB\u{1b}]0;own\u{7}\rC\nerror: forged\u{9b}1m\u{85}\u{7f}\u{202e}\u{2066}\u{2028}D";

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_eventscape")).current_dir(folder).args(arguments).output().unwrap()
}

/// Runs a command and holds what it prints against the promise.
fn check(folder: &Path, arguments: &[&str]) {
    let ran = run(folder, arguments);
    for printed in [ran.stdout, ran.stderr] {
        let printed = String::from_utf8(printed).unwrap();
        let steers = |it: &char| engine::diagnostic::is_steering(*it) && *it != '\n' && *it != '\t';
        let found: Vec<char> = printed.chars().filter(steers).collect();
        assert!(found.is_empty(), "{arguments:?} prints {found:?}:\n{printed:?}");
        let forged = printed.lines().find(|line| line.starts_with("error: forged"));
        assert_eq!(forged, None, "{arguments:?}:\n{printed}");
    }
}

/// A text as TOML and JSON spell it.
fn spelled(text: &str) -> String {
    Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

/// A design in which every text that may hold anything holds what steers a terminal.
fn write_design(folder: &Path) {
    let name = spelled(FOREIGN);
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("eventscape.toml", &format!("format_version = 1\nname = {name}\n{name} = 1\n"));
    write("policy.toml", &format!("[[waivers]]\nrule = {name}\nrecord = {name}\nreason = {name}\nexpires = {name}\n"));
    write("contexts/a/context.toml", &format!("name = {name}\nteam = {name}\ndescription = {name}\n"));
    write("contexts/a/services/s.toml", &format!("name = {name}\nprincipal = {name}\nkind = {name}\n"));
    write(
        "contexts/a/topics/t.toml",
        &format!(
            "name = {name}\npartitions = 3\nreplication = 2\nmin_insync_replicas = 3\n[config]\n{name} = {name}\n"
        ),
    );
    write("contexts/a/topics/u.toml", "name = \"u\"\npartitions = \"\u{9b}many\"\nreplication = 1 # \u{202e}\n");
    write("contexts/a/topics/\u{9b}.toml", "name = \"x\"\n");
    write("contexts/a/topics/broken.toml", "name = \"\u{1b}[31m\n");
    write("contexts/a/messages/m.toml", &format!("name = {name}\nschema = \"o\"\ntopics = [\"t\", {name}]\n"));
    write("contexts/a/flows/f.toml", "service = \"s\"\ntopic = \"t\"\n[direction.produce]\nmessages = [\"m\"]\n");
    let group = format!("service = {name}\ntopic = \"t\"\n[direction.consume]\ngroup = {name}\n");
    write("contexts/a/flows/g.toml", &group);
    write("contexts/a/schemas/o/v1.avsc", r#"{"type":"record","name":"com.x.Told","fields":[]}"#);
    write(
        "contexts/a/schemas/o/draft.avsc",
        &format!(r#"{{"type":"record","name":{name},"fields":[{{"name":{name},"type":{name}}}]}}"#),
    );
    write("contexts/a/schemas/p/draft.avsc", "{\"type\": \u{1b}[31m\u{9b}\u{202e}}");
    write(
        "environments/dev.toml",
        &format!("name = {name}\ncluster = {name}\nbrokers = 1\nschema_registry_url = {name}\n"),
    );
    let line = FOREIGN.replace('\n', " ");
    write(
        "decisions/0001-a.md",
        &format!("---\nstatus: accepted\ndate: 2026-01-01\n---\n# A {line}\n\u{1b}[31m\u{9b}\n"),
    );
}

#[test]
fn no_command_lets_a_design_steer_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    write_design(&folder.path().join("design"));
    for format in ["text", "json", "sarif"] {
        check(folder.path(), &["validate", "design", "--format", format]);
        check(folder.path(), &["compat", "design", "--format", format]);
        let export = ["export", "design", "--target", "all", "--out", "out", "--overwrite", "--format", format];
        check(folder.path(), &export);
    }
    for format in ["text", "json"] {
        check(folder.path(), &["show", "design", "--format", format]);
        let records = ["topic:u", "topic:t", "schema:o", "schema:p", "decision:0001-a", "environment:dev", FOREIGN];
        for record in records {
            check(folder.path(), &["show", "design", "--format", format, "--record", record]);
        }
    }
    check(folder.path(), &["fmt", "design", "--check"]);
    check(folder.path(), &["add", "design", "topic", FOREIGN, "--context", "a"]);
    check(folder.path(), &["add", "design", "topic", "x", "--context", FOREIGN]);
}

#[test]
fn neither_do_events_cases_and_arguments() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("event.json", &json!({ FOREIGN: FOREIGN, "a": { FOREIGN: null } }).to_string());
    write("broken.json", "{\"a\": \u{1b}[31m\u{9b}}");
    check(folder.path(), &["infer", "event.json"]);
    check(folder.path(), &["infer", "broken.json"]);
    check(folder.path(), &["infer", "event.json", "--namespace", FOREIGN]);
    let pair = |reader: Value| json!({ "id": FOREIGN, "reader": reader, "writer": "int" }).to_string();
    write("cases.jsonl", &format!("{}\n{}\n\u{9b}\n", pair(json!({ "type": FOREIGN })), pair(json!("string"))));
    for format in ["text", "json", "sarif"] {
        check(folder.path(), &["compat", "--cases", "cases.jsonl", "--format", format]);
        check(folder.path(), &["compat", FOREIGN, "--format", format]);
        check(folder.path(), &["validate", FOREIGN, "--format", format]);
        check(folder.path(), &["compat", "event.json", "--against", FOREIGN, "--format", format]);
    }
    for arguments in [["show", "a", FOREIGN], ["validate", "a", "--\u{1b}[31m"], ["export", "--set", FOREIGN]] {
        check(folder.path(), &arguments);
    }
}

#[test]
fn json_keeps_what_it_must_not_print() {
    let folder = tempfile::tempdir().unwrap();
    write_design(&folder.path().join("design"));
    let ran = run(folder.path(), &["show", "design", "--record", "topic:t", "--format", "json"]);
    let record: Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(record.pointer("/topic/name").and_then(Value::as_str), Some(FOREIGN), "{record}");
}

#[test]
fn a_failure_is_told_in_the_format_that_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let json = |arguments: &[&str]| -> Value { serde_json::from_slice(&run(folder.path(), arguments).stdout).unwrap() };
    let check = |arguments: &[&str], code: i32, message: &str| {
        let arguments = |format| [arguments, &["--format", format]].concat();
        let failure = json(&arguments("json"));
        assert_eq!(failure.pointer("/failure/exit_code"), Some(&json!(code)));
        assert_eq!(failure.pointer("/failure/message"), Some(&json!(message)), "{failure}");
        let ran = run(folder.path(), &arguments("json"));
        assert_eq!(ran.status.code(), Some(code));
        assert!(String::from_utf8(ran.stderr).unwrap().contains(message));
        assert!(run(folder.path(), &arguments("text")).stdout.is_empty());
    };
    check(&["validate", "nowhere"], 3, "there is no such folder");
    check(&["compat", "nowhere.avsc"], 3, "there is no such file or folder");
    check(&["show", "nowhere"], 3, "there is no such folder");
    check(&["export", "nowhere", "--target", "all", "--out", "out"], 3, "there is no such folder");
    let sarif = json(&["compat", "nowhere.avsc", "--format", "sarif"]);
    let at = |pointer: &str| sarif.pointer(pointer).cloned().unwrap_or_default();
    assert_eq!(at("/runs/0/invocations/0/executionSuccessful"), json!(false));
    assert_eq!(at("/runs/0/invocations/0/exitCode"), json!(3));
    assert_eq!(at("/runs/0/results"), json!([]));
    let told = at("/runs/0/invocations/0/toolExecutionNotifications/0/message/text");
    assert!(told.as_str().unwrap().starts_with("nowhere.avsc: there is no such file"), "{sarif}");
}
