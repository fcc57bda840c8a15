//! The wire between window and shell. The compiler already demands a handler for every command of the one table in
//! `crates/ipc`; here each must also be allowed in the shell's capabilities and used by the window, and nothing else may be
//! allowed.

use serde_json::Value;

use super::rust_text::has_word;
use super::{Finding, SourceFile};

/// The one table of commands.
const TABLE: &str = "crates/ipc/src/table.rs";
/// Where the shell says what its window may ask for.
const CAPABILITIES: &str = "src-tauri/capabilities/";
/// Where the window may load programs from, besides.
const CONFIGURATION: &str = "src-tauri/tauri.conf.json";
/// The window's needs of Tauri itself: hearing what the shell has to say.
const OF_TAURI: [&str; 2] = ["core:event:allow-listen", "core:event:allow-unlisten"];
/// The only programs the window may run: its own, and its own as WebAssembly.
const SCRIPTS: &str = "'self' 'wasm-unsafe-eval'";

/// One line of the table.
#[derive(Debug, PartialEq, Eq)]
struct Command {
    line: usize,
    name: String,
    request: String,
}

/// Checks the places against each other.
pub fn check(files: &[SourceFile]) -> Vec<Finding> {
    let Some(table) = files.iter().find(|file| file.path == TABLE).and_then(|file| file.rust.as_ref()) else {
        return vec![Finding::new(TABLE, 0, "is missing: it is the one table of commands")];
    };
    let commands = commands(&table.code);
    let mut findings = Vec::new();
    if commands.is_empty() {
        findings.push(Finding::new(TABLE, 0, "no command found in the table: mend tidy/wire.rs if its form changed"));
    }
    let mut allowed = Vec::new();
    for file in files.iter().filter(|file| file.path.starts_with(CAPABILITIES)) {
        let (permissions, remote) = capability(&file.text);
        if remote {
            findings.push(Finding::new(&file.path, 0, "lets a page from elsewhere call the shell: take `remote` out"));
        }
        for permission in permissions {
            let is_command = commands.iter().any(|command| permission == permission_of(&command.name));
            if !is_command && !OF_TAURI.contains(&permission.as_str()) {
                let message = format!("allows {permission}, which is no command of {TABLE}");
                findings.push(Finding::new(&file.path, 0, message));
            }
            allowed.push(permission);
        }
    }
    for command in &commands {
        if !allowed.contains(&permission_of(&command.name)) {
            let message = format!("{} is allowed nowhere: add it to {CAPABILITIES}", permission_of(&command.name));
            findings.push(Finding::new(TABLE, command.line, message));
        }
        let is_used = files
            .iter()
            .filter(|file| file.path.starts_with("ui/"))
            .filter_map(|file| file.rust.as_ref())
            .any(|rust| rust.code.lines().any(|line| has_word(line, &command.request)));
        if !is_used {
            let message = format!("the window never asks for {}: use it or take it out", command.name);
            findings.push(Finding::new(TABLE, command.line, message));
        }
    }
    for file in files.iter().filter(|file| file.path == CONFIGURATION) {
        let configuration: Value = serde_json::from_str(&file.text).unwrap_or_default();
        let scripts = configuration.pointer("/app/security/csp/script-src").and_then(Value::as_str);
        if scripts != Some(SCRIPTS) {
            findings.push(Finding::new(&file.path, 0, format!("script-src must be {SCRIPTS} and nothing else")));
        }
    }
    findings
}

/// The lines `Lane name(Request) -> Response;` inside `commands! { … }`.
fn commands(code: &str) -> Vec<Command> {
    let Some((before, table)) = code.split_once("\ncommands! {") else { return Vec::new() };
    let first = before.lines().count() + 1;
    let (table, _) = table.split_once("\n}").unwrap_or((table, ""));
    let command = |(number, line): (usize, &str)| {
        let (call, _) = line.split_once("->")?;
        let (name, request) = call.trim().strip_suffix(')')?.split_once('(')?;
        let name = name.split_whitespace().next_back()?;
        Some(Command { line: first + number, name: name.to_owned(), request: request.trim().to_owned() })
    };
    table.lines().enumerate().filter_map(command).collect()
}

fn permission_of(command: &str) -> String {
    format!("allow-{}", command.replace('_', "-"))
}

/// The permissions of a capability, and whether it lets pages from elsewhere in.
fn capability(text: &str) -> (Vec<String>, bool) {
    let capability: Value = serde_json::from_str(text).unwrap_or_default();
    let listed = capability.get("permissions").and_then(Value::as_array);
    let permissions = listed
        .into_iter()
        .flatten()
        .filter_map(|permission| permission.as_str().or_else(|| permission.get("identifier")?.as_str()))
        .map(str::to_owned)
        .collect();
    (permissions, capability.get("remote").is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE_TEXT: &str = "//! Words.\nmacro_rules! commands {}\ncommands! {\n    /// Words.\n    InOrder open_folder(OpenFolder) -> Opened;\n}\n";
    const CONFIGURATION_TEXT: &str =
        r#"{ "app": { "security": { "csp": { "script-src": "'self' 'wasm-unsafe-eval'" } } } }"#;

    fn found(capability: &str, window: &str, configuration: &str) -> Vec<String> {
        let files = [
            SourceFile::new(TABLE, TABLE_TEXT),
            SourceFile::new(format!("{CAPABILITIES}main.json"), capability),
            SourceFile::new("ui/src/backend.rs", window),
            SourceFile::new(CONFIGURATION, configuration),
        ];
        check(&files).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_command_must_be_allowed_and_used_and_nothing_else_may_be_allowed() {
        let good = r#"{ "permissions": ["core:event:allow-listen", "allow-open-folder"] }"#;
        let window = "use ipc::OpenFolder;";
        let cases: [(&str, &str, &str, &[&str]); 6] = [
            (good, window, CONFIGURATION_TEXT, &[]),
            (good, "// OpenFolder", CONFIGURATION_TEXT, &["crates/ipc/src/table.rs:5: the window never asks"]),
            ("{}", window, CONFIGURATION_TEXT, &["crates/ipc/src/table.rs:5: allow-open-folder is allowed nowhere"]),
            (
                r#"{ "permissions": ["allow-open-folder", "fs:default"] }"#,
                window,
                CONFIGURATION_TEXT,
                &["src-tauri/capabilities/main.json: allows fs:default"],
            ),
            (
                r#"{ "remote": { "urls": [] }, "permissions": ["allow-open-folder"] }"#,
                window,
                CONFIGURATION_TEXT,
                &["src-tauri/capabilities/main.json: lets a page from elsewhere"],
            ),
            (good, window, "{}", &["src-tauri/tauri.conf.json: script-src must be"]),
        ];
        for (capability, window, configuration, expected) in cases {
            let found = found(capability, window, configuration);
            let fits = found.len() == expected.len()
                && found.iter().zip(expected).all(|(found, expected)| found.starts_with(expected));
            assert!(fits, "{found:?}, expected {expected:?}");
        }
    }
}
