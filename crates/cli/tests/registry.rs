//! `eventscape compat --against` a registry: the real one, whose verdicts ours must equal, and servers that are none.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what a test needs is there, or the test fails"
)]

use serde_json::{Value, json};
use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Runs until the standard input closes, which it does when the test ends in whatever way.
const RUN: &str = r#"
    "$@" </dev/null &
    server=$!
    trap 'kill -9 $server 2>/dev/null' EXIT
    cat >/dev/null
"#;

/// A registry on loopback, in memory, for the length of a test.
struct Registry {
    process: Child,
    address: String,
    folder: TempDir,
}

impl Registry {
    fn start() -> Self {
        let program = unpacked();
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let log = fs::File::create(folder.path().join("log")).unwrap();
        let process = Command::new("bash")
            .args(["-c", RUN, "registry", "java", "-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"])
            .arg("-Dquarkus.http.host=127.0.0.1")
            .arg(format!("-Dquarkus.http.port={port}"))
            .arg("-jar")
            .arg(program)
            .current_dir(folder.path())
            .stdin(Stdio::piped())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .expect("bash starts");
        let registry = Self { process, address: format!("http://127.0.0.1:{port}/apis/ccompat/v7"), folder };
        let begun = Instant::now();
        while ureq::get(format!("{}/subjects", registry.address)).call().is_err() {
            let log = fs::read_to_string(registry.folder.path().join("log")).unwrap_or_default();
            assert!(begun.elapsed() < Duration::from_secs(90), "the registry does not answer:\n{log}");
            thread::sleep(Duration::from_millis(100));
        }
        registry
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let answer = ureq::post(format!("{}{path}", self.address))
            .config()
            .http_status_as_error(false)
            .build()
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .send(body.to_string());
        let text = answer.and_then(|mut it| it.body_mut().read_to_string());
        serde_json::from_str(&text.unwrap_or_else(|error| panic!("{path}: {error}"))).unwrap()
    }

    /// Registers a version, with the subjects and versions that it refers to.
    fn register(&self, subject: &str, schema: &str, references: &Value) {
        self.post(&format!("/subjects/{subject}/versions"), &json!({ "schema": schema, "references": references }));
    }

    fn set_mode(&self, subject: &str, mode: &str) {
        let answer = ureq::put(format!("{}/config/{subject}", self.address))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .send(json!({ "compatibility": mode }).to_string());
        assert!(answer.is_ok(), "{answer:?}");
    }

    fn versions(&self, subject: &str) -> Value {
        let answer = ureq::get(format!("{}/subjects/{subject}/versions", self.address)).call();
        serde_json::from_str(&answer.unwrap().body_mut().read_to_string().unwrap()).unwrap()
    }

    /// Whether the registry takes a candidate as the next version, which it does not stay. Asked under its compatibility
    /// address, this registry does not look at references.
    fn takes(&self, subject: &str, schema: &str, references: &Value, before: &Value) -> bool {
        let path = format!("/subjects/{subject}/versions");
        let answer = self.post(&path, &json!({ "schema": schema, "references": references }));
        let taken = answer["id"].is_number();
        assert!(taken || answer["error_code"] == 409, "{schema}: {answer}");
        // What is there already stays one version.
        if taken && self.versions(subject) != *before {
            let gone = ureq::delete(format!("{}{path}/latest", self.address)).call();
            assert!(gone.is_ok(), "{gone:?}");
        }
        taken
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

/// The registry's program. `cargo xtask setup` fetched it as an archive, which is unpacked once.
fn unpacked() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    let tool =
        env::var_os("EVENTSCAPE_TOOLS").map_or_else(|| root.join("target/tools"), PathBuf::from).join("registry");
    let app = tool.join("app");
    if !app.is_dir() {
        let archives = fs::read_dir(tool.join("lib")).map(|entries| entries.map(|it| it.unwrap().path()));
        let archive = archives.ok().and_then(|mut it| it.find(|path| path.to_string_lossy().ends_with(".tar.gz")));
        let archive = archive.unwrap_or_else(|| panic!("{} is not there: run `cargo xtask setup`", tool.display()));
        let half = tempfile::tempdir_in(&tool).unwrap();
        let status = Command::new("tar").arg("-xzf").arg(archive).arg("-C").arg(half.path()).status().unwrap();
        assert!(status.success());
        // Another test may have been faster.
        assert!(fs::rename(half.path(), &app).is_ok() || app.is_dir());
    }
    let jar = fs::read_dir(&app).unwrap().map(|it| it.unwrap().path());
    jar.into_iter().find(|path| path.to_string_lossy().ends_with("-runner.jar")).expect("the runner")
}

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn run(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_eventscape"));
    for variable in ["SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env_remove(variable);
    }
    let output = command.arg("compat").args(arguments).current_dir(folder).output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

const MONEY: &str =
    r#"{"type": "record", "name": "Money", "namespace": "shop", "fields": [{"name": "amount", "type": "string"}]}"#;
/// Each of the two reads the other.
const MONEY_2: &str =
    r#"{"type": "record", "name": "Money", "namespace": "shop", "fields": [{"name": "amount", "type": "bytes"}]}"#;

fn order(fields: &[&str]) -> String {
    format!(r#"{{"type": "record", "name": "Order", "namespace": "shop", "fields": [{}]}}"#, fields.join(", "))
}

const ID: &str = r#"{"name": "id", "type": "string"}"#;
const TOTAL: &str = r#"{"name": "total", "type": "Money"}"#;
const NOTE: &str = r#"{"name": "note", "type": ["null", "string"], "default": null}"#;
const STATUS: &str = r#"{"name": "status", "type": {"type": "enum", "name": "Status", "symbols": ["NEW", "SENT"], "default": "NEW"}, "default": "NEW"}"#;

/// Candidates for the version after id and total; id, total and note; id, total, note and status.
fn candidates() -> Vec<(&'static str, String)> {
    vec![
        ("same", order(&[ID, TOTAL, NOTE, STATUS])),
        ("optional-more", order(&[ID, TOTAL, NOTE, STATUS, r#"{"name": "x", "type": "int", "default": 0}"#])),
        ("required-more", order(&[ID, TOTAL, NOTE, STATUS, r#"{"name": "x", "type": "int"}"#])),
        ("required-less", order(&[TOTAL, NOTE, STATUS])),
        ("optional-less", order(&[ID, TOTAL, STATUS])),
        ("total-less", order(&[ID, NOTE, STATUS])),
        ("as-first", order(&[ID, TOTAL])),
        ("promoted", order(&[r#"{"name": "id", "type": "bytes"}"#, TOTAL, NOTE, STATUS])),
        ("retyped", order(&[r#"{"name": "id", "type": "long"}"#, TOTAL, NOTE, STATUS])),
        ("symbol-more", order(&[ID, TOTAL, NOTE, &STATUS.replace(r#""SENT""#, r#""SENT", "LOST""#)])),
        ("symbol-less", order(&[ID, TOTAL, NOTE, &STATUS.replace(r#", "SENT""#, "")])),
        (
            "symbol-gone",
            order(&[ID, TOTAL, NOTE, &STATUS.replace(r#", "SENT""#, "").replace(r#", "default": "NEW"}, "#, "}, ")]),
        ),
        ("note-narrower", order(&[ID, TOTAL, r#"{"name": "note", "type": "string", "default": ""}"#, STATUS])),
        (
            "note-wider",
            order(&[ID, TOTAL, r#"{"name": "note", "type": ["null", "string", "int"], "default": null}"#, STATUS]),
        ),
        ("total-nullable", order(&[ID, r#"{"name": "total", "type": ["null", "Money"]}"#, NOTE, STATUS])),
        ("renamed", order(&[ID, TOTAL, NOTE, STATUS]).replace("\"Order\"", "\"Purchase\"")),
    ]
}

const MODES: [&str; 7] =
    ["NONE", "BACKWARD", "BACKWARD_TRANSITIVE", "FORWARD", "FORWARD_TRANSITIVE", "FULL", "FULL_TRANSITIVE"];

#[test]
fn every_verdict_is_the_real_registry_s() {
    let registry = Registry::start();
    let refers = |version: u32| json!([{ "name": "shop.Money", "subject": "money", "version": version }]);
    registry.register("money", MONEY, &json!([]));
    registry.register("money", MONEY_2, &json!([]));
    registry.register("order-value", &order(&[ID, TOTAL]), &refers(1));
    registry.register("order-value", &order(&[ID, TOTAL, NOTE]), &refers(1));
    registry.register("order-value", &order(&[ID, TOTAL, NOTE, STATUS]), &refers(2));

    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("money.avsc"), MONEY_2).unwrap();
    let mut files = Vec::new();
    for (name, text) in candidates() {
        files.push(format!("{name}.avsc"));
        fs::write(folder.path().join(format!("{name}.avsc")), text).unwrap();
    }
    let mut wrong = Vec::new();
    let mut verdicts = 0;
    for mode in MODES {
        registry.set_mode("order-value", mode);
        let mut arguments: Vec<&str> = files.iter().map(String::as_str).collect();
        arguments.extend(["--against", &registry.address, "--subject", "order-value", "--references", "money.avsc"]);
        arguments.extend(["--format", "json"]);
        let ran = run(folder.path(), &arguments);
        let document: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}{}", ran.out, ran.err));
        let before = registry.versions("order-value");
        for ((name, text), ours) in candidates().iter().zip(document["subjects"].as_array().unwrap()) {
            assert_eq!((&ours["mode"], &ours["mode_from"]), (&json!(mode), &json!("by the registry")));
            let theirs = registry.takes("order-value", text, &refers(2), &before);
            verdicts += 1;
            if ours["compatible"] != theirs {
                wrong.push(format!("{mode} {name}: the registry says {theirs}, we say {ours:#}"));
            }
        }
        assert_eq!(registry.versions("order-value"), before);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(verdicts, MODES.len() * candidates().len());

    sees_that_a_shared_type_changed(&registry, folder.path());
    finds_the_subject(&registry, folder.path());
    follows_references_for_a_candidate_that_comes_without(&registry);
    judges_a_design_under_the_subjects_of_its_topics(&registry);
}

/// This registry reads older versions with the types that the candidate refers to, and so takes a break for none.
fn sees_that_a_shared_type_changed(registry: &Registry, folder: &Path) {
    let changed = MONEY.replace("string", "int");
    registry.register("money", &changed, &json!([]));
    let candidate = order(&[ID, TOTAL, NOTE]);
    registry.set_mode("order-value", "BACKWARD");
    let refers = json!([{ "name": "shop.Money", "subject": "money", "version": 3 }]);
    let before = registry.versions("order-value");
    assert!(
        registry.takes("order-value", &candidate, &refers, &before),
        "the registry has learnt it: let the table have it too"
    );
    fs::write(folder.join("changed.avsc"), changed).unwrap();
    fs::write(folder.join("order.avsc"), candidate).unwrap();
    let arguments = ["order.avsc", "--against", &registry.address, "--references", "changed.avsc"];
    let ran = run(folder, &arguments);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains("TYPE_MISMATCH at /fields/1/type/fields/0/type, against version 3"), "{}", ran.out);
    assert!(ran.out.contains("--> changed.avsc:1:"), "{}", ran.out);
}

fn finds_the_subject(registry: &Registry, folder: &Path) {
    let check = |file: &str, text: &str, expected: &str| {
        fs::write(folder.join(file), text).unwrap();
        let ran =
            run(folder, &[file, "--against", &registry.address, "--references", "money.avsc", "--mode", "BACKWARD"]);
        assert!(ran.out.contains(expected), "{}{}", ran.out, ran.err);
    };
    registry.register("shop.Customer", "\"string\"", &json!([]));
    registry.register("a%2Fb%20c", "\"string\"", &json!([]));
    check("order.avsc", &order(&[ID, TOTAL, NOTE, STATUS]), "order-value: compatible with version 3");
    check("money.avsc", MONEY_2, "money: not compatible with version 3");
    let customer = r#"{"type": "record", "name": "Customer", "namespace": "shop", "fields": []}"#;
    check("c.avsc", customer, "shop.Customer: not compatible with version 1");
    check("new.avsc", "\"int\"", "holds no subject new or new-value, so it is new and nothing stands against it");
    let ran = run(folder, &["new.avsc", "--against", &registry.address, "--subject", "a/b c", "--mode", "FULL"]);
    assert!(ran.out.contains("a/b c: not compatible with version 1"), "{}{}", ran.out, ran.err);
    registry.set_mode("money", "NONE");
    let ran = run(folder, &["money.avsc", "--against", &registry.address]);
    assert!(ran.out.contains("the mode is NONE, so nothing is compared"), "{}{}", ran.out, ran.err);
}

fn follows_references_for_a_candidate_that_comes_without(registry: &Registry) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("order.avsc"), order(&[ID, TOTAL])).unwrap();
    let ran = run(folder.path(), &["order.avsc", "--against", &registry.address, "--mode", "BACKWARD_TRANSITIVE"]);
    assert!(ran.out.contains("order-value: compatible with 3 versions"), "{}{}", ran.out, ran.err);
}

fn judges_a_design_under_the_subjects_of_its_topics(registry: &Registry) {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join("design").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("eventscape.toml", "format_version = 1\nname = \"Shop\"\n");
    write("contexts/a/context.toml", "name = \"A\"\n");
    for (topic, strategy, mode) in [
        ("orders", "topic-name", "BACKWARD"),
        ("audit", "topic-record-name", "FULL_TRANSITIVE"),
        ("all", "record-name", "NONE"),
    ] {
        let text = format!(
            "name = \"{topic}\"\npartitions = 1\nreplication = 1\nsubject_strategy = \"{strategy}\"\ncompatibility = \"{mode}\"\n"
        );
        write(&format!("contexts/a/topics/{topic}.toml"), &text);
    }
    let message = "name = \"Placed\"\ntopics = [\"orders\", \"audit\", \"all\"]\nschema = \"placed\"\n";
    write("contexts/a/messages/placed.toml", message);
    write("contexts/a/schemas/placed/draft.avsc", &order(&[ID]));
    registry.register("orders-value", "\"string\"", &json!([]));
    registry.register("audit-shop.Order", "\"long\"", &json!([]));
    registry.register("audit-shop.Order", &order(&[ID]), &json!([]));
    let ran = run(folder.path(), &["design", "--against", &registry.address]);
    for expected in [
        "orders-value: not compatible with version 1 (FULL_TRANSITIVE by the design)",
        // The registry's own mode looks at the latest alone; the design's does not.
        "audit-shop.Order: not compatible with 2 versions, version 1 to version 2 (FULL_TRANSITIVE by the design)",
        "holds no subject shop.Order, so it is new",
    ] {
        assert!(ran.out.contains(expected), "{}{}", ran.out, ran.err);
    }
}

/// Answers every request with the same bytes, and gives what was asked.
fn server(answer: &'static str) -> (String, thread::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let serving = thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let mut lines = Vec::new();
        for line in BufReader::new(&stream).lines() {
            let line = line.unwrap();
            if line.is_empty() {
                break;
            }
            lines.push(line);
        }
        (&stream).write_all(answer.as_bytes()).unwrap();
        lines
    });
    (address, serving)
}

#[test]
fn what_is_no_registry_is_told_with_the_next_step_and_without_the_password() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.avsc"), "\"int\"").unwrap();
    let cases = [
        (
            "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n",
            "with 401: it does not let us in",
            "user and password",
        ),
        ("HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\nnot found", "is no schema registry", "/apis/ccompat/v7"),
        (
            "HTTP/1.1 404 Not Found\r\nContent-Length: 18\r\n\r\n{\"error_code\":404}",
            "is no schema registry",
            "API begins",
        ),
        ("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>", "is no schema registry", "API begins"),
        (
            "HTTP/1.1 500 Oops\r\nContent-Length: 34\r\n\r\n{\"error_code\":50001,\"message\":\"ow\"}",
            "answers with 500",
            "Ask those who run the registry",
        ),
        ("nonsense\r\n\r\n", "cannot be reached", "Check the address"),
        ("", "cannot be reached", "Check the address"),
    ];
    for (answer, reason, next) in cases {
        let (address, serving) = server(answer);
        let ran = run(folder.path(), &["a.avsc", "--against", &format!("http://me:s%65cret@{address}/base/")]);
        assert_eq!(ran.code, 3, "{answer:?}: {}{}", ran.out, ran.err);
        assert!(ran.err.contains(reason) && ran.err.contains(next), "{answer:?}: {}", ran.err);
        assert!(!ran.err.contains("cret"), "{}", ran.err);
        let asked = serving.join().unwrap();
        assert_eq!(asked[0], "GET /base/subjects/a/versions HTTP/1.1");
        // me:secret
        assert!(asked.iter().any(|line| line.eq_ignore_ascii_case("authorization: Basic bWU6c2VjcmV0")), "{asked:?}");
    }
}

#[test]
fn a_registry_that_is_not_there_is_told() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.avsc"), "\"int\"").unwrap();
    let free = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    for address in [format!("http://{free}"), format!("https://{free}")] {
        let ran = run(folder.path(), &["a.avsc", "--against", &address]);
        assert_eq!(ran.code, 3, "{}", ran.err);
        assert!(ran.err.contains("cannot be reached") && ran.err.contains(&address), "{}", ran.err);
    }
}
