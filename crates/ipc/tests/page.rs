//! `docs/ipc.md` against the types: whoever builds on the page must be able to trust it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;

use ipc::{BackgroundCommand, Command, Event, IpcError, Visitor};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

const PAGE: &str = include_str!("../../../docs/ipc.md");

/// The examples of the page: under which command, of which kind, and the JSON.
fn examples() -> Vec<(String, String, Value)> {
    let mut found = Vec::new();
    let mut heading = String::new();
    let mut open: Option<(String, String)> = None;
    for line in PAGE.lines() {
        match &mut open {
            Some((kind, text)) if line == "```" => {
                let value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"));
                found.push((heading.clone(), kind.clone(), value));
                open = None;
            }
            Some((_, text)) => {
                text.push_str(line);
                text.push('\n');
            }
            None => {
                if let Some(name) = line.strip_prefix("### `").and_then(|rest| rest.strip_suffix('`')) {
                    name.clone_into(&mut heading);
                } else if line.starts_with("## ") {
                    heading.clear();
                } else if let Some(kind) = line.strip_prefix("```json ") {
                    open = Some((kind.to_owned(), String::new()));
                }
            }
        }
    }
    found
}

/// Reading and writing again must give the example itself: no field of the page is unknown, and none is left out.
fn survives<T: Serialize + DeserializeOwned>(what: &str, example: &Value) {
    let typed: T =
        serde_json::from_value(example.clone()).unwrap_or_else(|error| panic!("{what}: {error}\n{example:#}"));
    assert_eq!(&serde_json::to_value(typed).unwrap(), example, "{what}");
}

struct Examples(BTreeMap<(String, String), Vec<Value>>);

impl Examples {
    fn check<T: Serialize + DeserializeOwned>(&mut self, command: &str, kind: &str) {
        let examples = self.0.remove(&(command.to_owned(), kind.to_owned()));
        for example in &examples.unwrap_or_else(|| panic!("docs/ipc.md has no {kind} of `{command}`")) {
            survives::<T>(command, example);
        }
    }
}

impl Visitor for Examples {
    fn command<C: Command>(&mut self) {
        self.check::<C>(C::NAME, "request");
        self.check::<C::Response>(C::NAME, "answer");
    }

    fn background<C: BackgroundCommand>(&mut self) {
        self.check::<C::Result>(C::NAME, "result");
    }
}

#[test]
fn every_command_is_on_the_page_and_every_example_fits_its_types() {
    let mut examples_by_command = Examples(BTreeMap::new());
    let mut events = 0;
    let mut errors = 0;
    for (heading, kind, value) in examples() {
        match kind.as_str() {
            "event" => {
                survives::<Event>("event", &value);
                events += 1;
            }
            "error" => {
                survives::<IpcError>("error", &value);
                errors += 1;
            }
            _ => examples_by_command.0.entry((heading, kind)).or_default().push(value),
        }
    }
    ipc::visit(&mut examples_by_command);
    assert!(examples_by_command.0.is_empty(), "docs/ipc.md describes what is not there: {:?}", examples_by_command.0);
    assert!(events >= 6, "an event is missing on the page");
    assert_eq!(errors, 1);
}

#[test]
fn each_command_has_exactly_one_section() {
    let mut found: Vec<_> =
        PAGE.lines().filter_map(|line| line.strip_prefix("### `").and_then(|rest| rest.strip_suffix('`'))).collect();
    let mut expected = ipc::NAMES.to_vec();
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
}
