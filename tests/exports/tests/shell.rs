//! What shellcheck says of the exported scripts, and how they answer when they are called wrongly.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests fail by panic"
)]

use exports_test::design::{awkward, ecommerce, exported};
use exports_test::installed::output;
use exports_test::script::Written;
use model::Design;
use std::fs;
use std::process::Command;

const SCRIPTS: [&str; 2] = ["apply.sh", "rollback.sh"];

#[test]
fn shellcheck_has_nothing_to_say() {
    for design in [ecommerce(), awkward(), Design::default()] {
        let written = Written::new(&exported(&design, None, "kafka-script"));
        for script in SCRIPTS {
            output(Command::new("shellcheck").arg("--severity=style").arg(written.path().join(script)));
        }
    }
}

#[test]
fn shellcheck_would_find_a_planted_error() {
    let written = Written::new(&exported(&ecommerce(), None, "kafka-script"));
    let path = written.path().join("apply.sh");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("\"$work/said\"", "$work/said")).unwrap();
    let result = Command::new("shellcheck").arg("--severity=style").arg(&path).output().unwrap();
    assert_eq!(result.status.code(), Some(1));
}

/// Runs a script with these variables and nothing else of ours; gives its code and what it said.
fn call(script: &str, arguments: &[&str], bootstrap: Option<&str>, state: Option<&str>) -> (Option<i32>, String) {
    let written = Written::new(&exported(&ecommerce(), None, "kafka-script"));
    if let Some(state) = state {
        fs::write(written.state_file(), state).unwrap();
    }
    let mut command = Command::new(written.path().join(script));
    command.args(arguments).current_dir(written.path()).env("PATH", "/usr/bin:/bin");
    for variable in ["BOOTSTRAP", "STATE", "COMMAND_CONFIG"] {
        command.env_remove(variable);
    }
    if let Some(bootstrap) = bootstrap {
        command.env("BOOTSTRAP", bootstrap);
    }
    let result = command.output().unwrap();
    (result.status.code(), String::from_utf8([result.stdout, result.stderr].concat()).unwrap())
}

#[test]
fn a_wrong_call_is_answered_with_the_next_step() {
    let check = |(code, said): (Option<i32>, String), expected: (i32, &str)| {
        assert_eq!(code, Some(expected.0), "{said}");
        assert!(said.contains(expected.1), "{said}");
    };
    for script in SCRIPTS {
        check(call(script, &[], None, None), (1, "BOOTSTRAP is not set"));
        check(call(script, &["--yess"], Some("x:1"), None), (1, "--yess is no option; --help lists them"));
        check(call(script, &["--help"], None, None), (0, "COMMAND_CONFIG"));
    }
    let state = Some("cluster\tx:1\n");
    check(call("apply.sh", &[], Some("x:1"), None), (1, "kafka-topics.sh is not on the PATH"));
    check(call("rollback.sh", &[], Some("x:1"), state), (1, "kafka-topics.sh is not on the PATH"));
    check(call("rollback.sh", &[], Some("y:1"), state), (1, "was written for another cluster: x:1"));
    check(call("rollback.sh", &[], Some("x:1"), None), (0, "Nothing to take back"));
}
