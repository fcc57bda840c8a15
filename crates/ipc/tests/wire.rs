//! How the wire behaves at its edges: bytes that are no text, requests that do not fit, names that do not exist.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use ipc::{ErrorCode, FileContent, FolderFile, IpcError, Lane};
use proptest::prelude::*;
use serde_json::{Value, json};

struct Nobody;

macro_rules! refuse {
    ($($name:ident($Request:ty) -> $Response:ty;)*) => {
        impl ipc::Handler for Nobody {
            $(fn $name(&self, _: $Request) -> Result<$Response, IpcError> {
                Err(IpcError {
                    code: ErrorCode::NotOpen,
                    message: stringify!($name).to_owned(),
                    path: None,
                    next: String::new(),
                })
            })*
        }
    };
}

refuse! {
    start(ipc::Start) -> ipc::Started;
    recent(ipc::Recent) -> ipc::RecentFolders;
    forget_recent(ipc::ForgetRecent) -> ipc::RecentFolders;
    pick_folder(ipc::PickFolder) -> ipc::Picked;
    open_folder(ipc::OpenFolder) -> ipc::Opened;
    close_folder(ipc::CloseFolder) -> ipc::Done;
    save(ipc::Save) -> ipc::SaveOutcome;
    journal_append(ipc::JournalAppend) -> ipc::Appended;
    journal_clear(ipc::JournalClear) -> ipc::Done;
    journal_discard(ipc::JournalDiscard) -> ipc::Done;
    export_conflicts(ipc::ExportConflicts) -> ipc::ExportCheck;
    write_export(ipc::WriteExport) -> ipc::ExportOutcome;
    set_title(ipc::SetTitle) -> ipc::Done;
    set_theme(ipc::SetTheme) -> ipc::Done;
    close_ready(ipc::CloseReady) -> ipc::Done;
    log(ipc::Log) -> ipc::Done;
}

/// What a request comes to: the code of its error and the words that its message must contain.
fn check(name: &str, request: Value, code: ErrorCode, words: &str) {
    let error = ipc::dispatch(&Nobody, name, request).unwrap_err();
    assert_eq!(error.code, code, "{error}");
    assert!(error.message.contains(words), "{error}");
    assert!(!error.message.ends_with('.'), "{error}");
}

#[test]
fn requests_reach_their_handler_only_when_they_fit() {
    check("save", json!({"handle": 1, "changes": []}), ErrorCode::NotOpen, "save");
    check("open_folder", json!({"path": "/a"}), ErrorCode::NotOpen, "open_folder");
    check("save", json!({"handle": 1}), ErrorCode::BadRequest, "changes");
    check("save", json!({"handle": 1, "changes": [], "force": true}), ErrorCode::BadRequest, "force");
    check("save", json!({"handle": "1", "changes": []}), ErrorCode::BadRequest, "u32");
    check("pick_folder", json!({"purpose": "elsewhere"}), ErrorCode::BadRequest, "elsewhere");
    check("start", Value::Null, ErrorCode::BadRequest, "start");
    check("read_file", json!({"path": "/etc/passwd"}), ErrorCode::UnknownCommand, "read_file");
}

#[test]
fn only_what_waits_for_a_person_leaves_the_order() {
    let aside: Vec<_> = ipc::NAMES.iter().filter(|name| ipc::lane(name) == Some(Lane::Aside)).collect();
    assert_eq!(aside, [&"pick_folder"]);
    assert_eq!(ipc::lane("read_file"), None);
}

proptest! {
    #![proptest_config(laws::cases(256))]

    #[test]
    fn bytes_of_a_file_survive_the_wire(bytes: Vec<u8>) {
        let file = FolderFile { path: "a.toml".to_owned(), content: FileContent::from_bytes(bytes.clone()) };
        let wire = serde_json::to_string(&file).unwrap();
        let back: FolderFile = serde_json::from_str(&wire).unwrap();
        prop_assert_eq!(back.content.into_bytes(), bytes);
    }
}

#[test]
fn text_travels_as_text_and_the_rest_in_base64() {
    let json = |bytes: &[u8]| {
        serde_json::to_value(FolderFile { path: "a".to_owned(), content: FileContent::from_bytes(bytes.to_vec()) })
            .unwrap()
    };
    assert_eq!(json("\u{feff}größe".as_bytes()), json!({"path": "a", "text": "\u{feff}größe"}));
    assert_eq!(json(b"caf\xe9"), json!({"path": "a", "base64": "Y2Fm6Q=="}));
}
