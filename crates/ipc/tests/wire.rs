//! How the wire behaves at its edges: bytes that are no text, requests that do not fit, names that do not exist.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

use ipc::{
    ErrorCode, ExportOutcome, FileContent, FolderFile, IpcError, Job, JobId, JobState, Lane, Progress, Watched, Work,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::cell::RefCell;

/// A shell that refuses everything but jobs, which it does at once.
#[derive(Default)]
struct Nobody(RefCell<Vec<Job>>);

struct Unwatched;

impl Watched for Unwatched {
    fn progress(&self, _: Progress) {}

    fn is_cancelled(&self) -> bool {
        false
    }
}

macro_rules! refuse {
    ($($name:ident($Request:ty) -> $Response:ty;)*) => {
        impl ipc::Handler for Nobody {
            fn begin(&self, command: &'static str, work: Work<Value>) -> Result<JobId, IpcError> {
                let state = (work.run)(&Unwatched).map(|result| JobState::Done { result })?;
                self.0.borrow_mut().push(Job { id: JobId(7), command: command.to_owned(), title: work.title, state });
                Ok(JobId(7))
            }

            fn write_export(&self, request: ipc::WriteExport) -> Result<Work<ExportOutcome>, IpcError> {
                let files = request.files.into_iter().map(|file| file.path).collect();
                let run = Box::new(|_: &dyn Watched| Ok(ExportOutcome::AlreadyThere { files }));
                Ok(Work { title: format!("Export to {}", request.folder), run })
            }

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
    keep_typing(ipc::KeepTyping) -> ipc::Done;
    jobs(ipc::Jobs) -> ipc::JobList;
    cancel_job(ipc::CancelJob) -> ipc::Done;
    dismiss_job(ipc::DismissJob) -> ipc::Done;
    set_title(ipc::SetTitle) -> ipc::Done;
    set_theme(ipc::SetTheme) -> ipc::Done;
    close_ready(ipc::CloseReady) -> ipc::Done;
    log(ipc::Log) -> ipc::Done;
}

/// What a request comes to: the code of its error and the words that its message must contain.
fn check(name: &str, request: Value, code: ErrorCode, words: &str) {
    let error = ipc::dispatch(&Nobody::default(), name, request).unwrap_err();
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
    check("write_export", json!({"folder": "/out"}), ErrorCode::BadRequest, "files");
    check("cancel_job", json!({"job": "7"}), ErrorCode::BadRequest, "u32");
    check("start", Value::Null, ErrorCode::BadRequest, "start");
    check("read_file", json!({"path": "/etc/passwd"}), ErrorCode::UnknownCommand, "read_file");
}

#[test]
fn a_background_command_answers_with_its_job_and_the_result_is_told_by_the_job() {
    let shell = Nobody::default();
    let request = json!({"folder": "/out", "files": [{"path": "a.sh", "text": ""}]});
    assert_eq!(ipc::dispatch(&shell, "write_export", request).unwrap(), r#"{"job":7}"#);
    let jobs = shell.0.into_inner();
    let event = serde_json::to_value(ipc::Event::Job { job: jobs.first().unwrap().clone() }).unwrap();
    assert_eq!(
        event,
        json!({"event": "job", "job": {
            "id": 7, "command": "write_export", "title": "Export to /out",
            "state": "done", "result": {"outcome": "already_there", "files": ["a.sh"]},
        }})
    );
    assert_eq!(serde_json::from_value::<ipc::Event>(event).unwrap(), ipc::Event::Job { job: jobs[0].clone() });
}

#[test]
fn journal_and_save_keep_their_order_and_nothing_long_stands_before_them() {
    let lane = |wanted| ipc::NAMES.iter().copied().filter(|name| ipc::lane(name) == Some(wanted)).collect::<Vec<_>>();
    assert_eq!(lane(Lane::Aside), ["pick_folder", "jobs", "cancel_job", "dismiss_job"]);
    assert_eq!(lane(Lane::Background), ["write_export"]);
    assert_eq!(ipc::lane("journal_append"), Some(Lane::InOrder));
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
