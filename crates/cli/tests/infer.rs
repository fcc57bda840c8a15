//! `eventscape infer`: events in each form that people have them in, and what is no event.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::io::Write;
use std::process::{Command, Stdio};

/// What it prints, what it says besides, and how it ends.
fn run(input: &str, arguments: &[&str]) -> (String, String, i32) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_eventscape"))
        .args(["infer", "-"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    program.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = program.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

#[test]
fn events_come_in_any_form() {
    let expected = r#"{
  "type": "record",
  "name": "Order",
  "namespace": "shop",
  "fields": [
    {"name": "id", "type": "int"},
    {"name": "note", "type": ["null", "string"], "default": null}
  ]
}
"#;
    for input in [
        r#"[{"id": 1}, {"id": 2, "note": "x"}]"#,
        "{\"id\": 1}\n\n{\"id\": 2, \"note\": \"x\"}\r\n",
        "\u{feff}{\"id\": 1}\n{\"id\": 2, \"note\": \"x\"}",
        "[\n  {\"id\": 1},\n  {\n    \"id\": 2,\n    \"note\": \"x\"\n  }\n]\n",
    ] {
        let (out, err, code) = run(input, &["--name", "Order", "--namespace", "shop"]);
        assert_eq!((out.as_str(), err.as_str(), code), (expected, "", 0), "{input}");
    }
}

#[test]
fn what_was_guessed_is_said_beside_the_schema() {
    let (_, err, code) = run(r#"{"a": {}}"#, &[]);
    assert_eq!(code, 0);
    assert!(err.starts_with("note: Field a had no keys in any event, so it is taken for a map\n"), "{err}");
    let (out, err, code) = run(r#"{"a": 1}"#, &["--name", "my order"]);
    assert!(out.contains(r#""name": "my_order""#), "{out}");
    assert_eq!((err.as_str(), code), ("note: \"my order\" is no legal name, so the record is called my_order\n", 0));
}

#[test]
fn what_is_no_event_is_said_with_its_line() {
    let check = |input: &str, arguments: &[&str], expected: &str, expected_code: i32| {
        let (out, err, code) = run(input, arguments);
        assert_eq!((out.as_str(), code), ("", expected_code), "{input}: {err}");
        assert!(err.contains(expected), "{input}: {err}");
    };
    check("{\"a\": 1}\n{\"a\": }\n", &[], "line 2 is not JSON: ", 3);
    check("{\n\"a\": 1,\n\"b\" 2\n}", &[], ", at line 3", 3);
    check("[]", &[], "there is no event in the files", 2);
    check("", &[], "this is not JSON: ", 3);
    check("{}", &["--namespace", "a..b"], "\"a..b\" is no legal namespace", 2);
    check("{}", &["nope.json"], "Name files that can be read, or - for the standard input", 3);
}
