//! Registries that answer oddly: what they say is one short line, and what cannot be is not believed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// Answers requests by their path; each answer is a status line, headers and a body.
struct Server {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// A server with a status, further headers and a body for each path. `{host}` in headers is its own address.
    fn start(answers: &[(&str, u16, &str, &str)], delay: Duration) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let answers: BTreeMap<String, String> = answers
            .iter()
            .map(|(path, status, headers, body)| {
                let headers = headers.replace("{host}", &address);
                let length = body.len();
                let text = format!(
                    "HTTP/1.1 {status} x\r\nContent-Length: {length}\r\nConnection: close\r\n{headers}\r\n{body}"
                );
                ((*path).to_owned(), text)
            })
            .collect();
        let seen = Arc::clone(&asked);
        // The thread ends with the test's process.
        thread::spawn(move || {
            for stream in listener.incoming() {
                thread::sleep(delay);
                let _ = stream.and_then(|stream| answer(&stream, &answers, &seen));
            }
        });
        Self { address, asked }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn answer(
    mut stream: &TcpStream,
    answers: &BTreeMap<String, String>,
    asked: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut lines = Vec::new();
    for line in BufReader::new(stream).lines() {
        match line? {
            line if line.is_empty() => break,
            line => lines.push(line),
        }
    }
    let path = lines.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default().to_owned();
    let secret = lines.iter().find(|line| line.to_ascii_lowercase().starts_with("authorization:"));
    asked.lock().unwrap().push(format!("{path}{}", secret.map_or("", |_| " with password")));
    let missing = "HTTP/1.1 404 x\r\nContent-Length: 21\r\nConnection: close\r\n\r\n{\"error_code\": 40401}";
    stream.write_all(answers.get(&path).map_or(missing, String::as_str).as_bytes())
}

struct Ran {
    code: i32,
    printed: String,
}

fn run(folder: &Path, arguments: &[&str]) -> Ran {
    let ran = Command::new(env!("CARGO_BIN_EXE_eventscape")).current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: ran.status.code().unwrap(), printed: text(ran.stdout) + &text(ran.stderr) }
}

const VERSIONS: &str = "/subjects/o/versions";
const CONFIG: &str = "/config/o";
const INT: &str = r#"{"version": 1, "schema": "\"int\""}"#;

/// Compares `"int"` with a registry that has these answers.
fn check(answers: &[(&str, u16, &str)], code: i32, expected: &str) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("o.avsc"), "\"int\"").unwrap();
    let answers: Vec<_> = answers.iter().map(|(path, status, body)| (*path, *status, "", *body)).collect();
    let server = Server::start(&answers, Duration::ZERO);
    let address = format!("http://me:p4ss@{}", server.address);
    let ran = run(folder.path(), &["compat", "o.avsc", "--against", &address]);
    assert_eq!(ran.code, code, "{answers:?}: {}", ran.printed);
    assert!(ran.printed.contains(expected), "{answers:?}: {}", ran.printed);
    let steers = |it: char| engine::diagnostic::is_steering(it) && it != '\n';
    assert!(!ran.printed.contains(steers), "{:?}", ran.printed);
    assert!(ran.printed.len() < 2_000 && !ran.printed.contains("\nerror: forged"), "{}", ran.printed);
    assert!(!ran.printed.contains("p4ss"), "{}", ran.printed);
}

#[test]
fn an_answer_that_cannot_be_is_not_believed() {
    let mode = |word: &'static str| (CONFIG, 200, word);
    let (transitive, first) =
        (mode(r#"{"compatibilityLevel": "FULL_TRANSITIVE"}"#), ("/subjects/o/versions/1", 200, INT));
    check(
        &[(VERSIONS, 200, "[1]"), transitive, first],
        0,
        "compatible with version 1 (FULL_TRANSITIVE by the registry)",
    );
    check(&[(VERSIONS, 200, "[1, 1, 1]"), transitive, first], 0, "compatible with version 1 (");
    check(&[(VERSIONS, 200, "[0, 1]"), transitive, first], 3, "versions count from 1");
    for odd in ["[-1]", "[1.5]", "[\"1\"]", "{}", "[4294967296]", "7", "null", "[1"] {
        check(&[(VERSIONS, 200, odd), transitive, first], 3, "is no schema registry");
    }
    for odd in ["SIDEWAYS", "BACKWARDS", "", "FULL TRANSITIVE"] {
        let level = format!(r#"{{"compatibilityLevel": "{odd}"}}"#);
        check(&[(VERSIONS, 200, "[1]"), (CONFIG, 200, &level), first], 3, "there is no such mode");
    }
    check(
        &[(VERSIONS, 200, "[1]"), ("/config", 200, r#"{"compatibilityLevel": "NO"}"#), first],
        3,
        "there is no such mode",
    );
    let other = r#"{"version": 999, "schema": "\"int\""}"#;
    check(&[(VERSIONS, 200, "[1]"), transitive, ("/subjects/o/versions/1", 200, other)], 3, "it gives version 999");
    check(&[(VERSIONS, 200, "[1, 7]"), transitive, first], 3, "version 7 of subject o is not there");
    let refers = r#"{"version": 1, "schema": "\"int\"", "references": [{"subject": "\u001b[31m", "version": 1}]}"#;
    check(&[(VERSIONS, 200, "[1]"), transitive, ("/subjects/o/versions/1", 200, refers)], 3, "cannot be printed");
    let no_schema = r#"{"version": 1, "schema": "\u001b[31m{"}"#;
    check(&[(VERSIONS, 200, "[1]"), transitive, ("/subjects/o/versions/1", 200, no_schema)], 1, "cannot be judged");
}

#[test]
fn a_registry_s_words_are_one_short_line() {
    let long = "x".repeat(1_000_000);
    let message = |text: &str| serde_json::json!({ "error_code": 50001, "message": text }).to_string();
    let check = |text: &str, expected: &str| check(&[(VERSIONS, 500, &message(text))], 3, expected);
    check("\u{1b}[31mRED\u{1b}]0;own\u{7}\nerror: forged", "500: ␛[31mRED␛]0;own␇␊error: forged");
    check("\u{9b}31mRED\u{202e}\u{2028}", "500: \u{fffd}31mRED");
    check(&long, "xxx…");
    check(&format!("no me:p4ss here, nor bWU6cDRzcw==, nor p4ss{long}"), "no … here, nor …, nor …xxx");
    check("upstream http://you:p4ss@other is down", "upstream http://…@other is down");
    let kind =
        serde_json::json!({ "version": 1, "schemaType": format!("\u{1b}[31m\n{long}"), "schema": "" }).to_string();
    self::check(&[(VERSIONS, 200, "[1]"), ("/subjects/o/versions/1", 200, &kind)], 3, "is no Avro, but ␛[31m␊xxx");
    let level = serde_json::json!({ "compatibilityLevel": format!("\u{1b}\n{long}") }).to_string();
    self::check(&[(VERSIONS, 200, "[1]"), (CONFIG, 200, &level)], 3, "it says ␛␊xxx");
}

#[test]
fn a_redirect_on_the_same_server_keeps_the_password_and_one_to_another_does_not() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("o.avsc"), "\"int\"").unwrap();
    let ask = |server: &Server| {
        let address = format!("http://me:p4ss@{}", server.address);
        run(folder.path(), &["compat", "o.avsc", "--against", &address])
    };
    for location in ["http://{host}/new/versions", "/new/versions", "//x:y@{host}/new/versions", "../../new/versions"] {
        let headers = format!("Location: {location}\r\n");
        let server = Server::start(
            &[
                (VERSIONS, 307, &headers, ""),
                ("/new/versions", 200, "", "[]"),
                ("/subjects/o/../../new/versions", 200, "", "[]"),
            ],
            Duration::ZERO,
        );
        let ran = ask(&server);
        assert_eq!(ran.code, 0, "{location}: {}", ran.printed);
        assert!(
            server.asked().iter().take(2).all(|it| it.ends_with("with password")),
            "{location}: {:?}",
            server.asked()
        );
    }
    let other = Server::start(&[("/x", 200, "", "[]")], Duration::ZERO);
    let headers = format!("Location: http://{}/x\r\n", other.address);
    let server = Server::start(&[(VERSIONS, 302, &headers, "")], Duration::ZERO);
    assert_eq!(ask(&server).code, 0);
    assert_eq!(other.asked(), ["/x"]);
    let server = Server::start(&[(VERSIONS, 301, "Location: /subjects/o/versions\r\n", "")], Duration::ZERO);
    let ran = ask(&server);
    assert!(ran.code == 3 && ran.printed.contains("sends us on more than 5 times"), "{}", ran.printed);
}

#[test]
fn a_conversation_ends_in_time() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("o.avsc"), "\"int\"").unwrap();
    let versions = format!("{:?}", (1..=100).collect::<Vec<_>>());
    let paths: Vec<String> = (1..=100).map(|number| format!("{VERSIONS}/{number}")).collect();
    let bodies: Vec<String> =
        (1..=100).map(|number| format!(r#"{{"version": {number}, "schema": "\"int\""}}"#)).collect();
    let mut answers = vec![(VERSIONS, 200, "", versions.as_str())];
    answers.extend(paths.iter().zip(&bodies).map(|(path, body)| (path.as_str(), 200, "", body.as_str())));
    let server = Server::start(&answers, Duration::from_millis(150));
    let begun = Instant::now();
    let address = format!("http://{}", server.address);
    let arguments = ["compat", "o.avsc", "--against", &address, "--mode", "FULL_TRANSITIVE", "--registry-timeout", "1"];
    let ran = run(folder.path(), &arguments);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert_eq!(ran.code, 3, "{}", ran.printed);
    assert!(
        ran.printed.contains("takes longer than 1 seconds") && ran.printed.contains("--registry-timeout"),
        "{}",
        ran.printed
    );
}
