//! The table of commands.
//!
//! The access list of the shell, the page `docs/ipc.md` and the window's calls are all checked against [`NAMES`], so this
//! is the only place where a command is added.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::*;

/// A request, and with it the name of its command and the type of its answer.
pub trait Command: Serialize + DeserializeOwned {
    /// The name under which the window calls it.
    const NAME: &'static str;
    /// The answer when it succeeds; a failure is always an [`IpcError`].
    type Response: Serialize + DeserializeOwned;
}

/// A command of the background lane: it answers at once, and what it comes to is told by the job that it began.
pub trait BackgroundCommand: Command<Response = JobStarted> {
    /// The content of [`JobState::Done`].
    type Result: Serialize + DeserializeOwned;
}

/// Whether a command waits for the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// Runs after every earlier command of this lane has ended, so that journal and save never overtake each other.
    InOrder,
    /// Runs at once beside the others, because it waits for a person, or must not wait for the disk.
    Aside,
    /// Begins a job and answers at once. Journal and save never wait for it.
    Background,
}

/// Looks at the types of every command, to describe or check the wire.
pub trait Visitor {
    /// Called once a command.
    fn command<C: Command>(&mut self);

    /// Called once a command of the background lane, after [`Visitor::command`].
    fn background<C: BackgroundCommand>(&mut self);
}

/// The answer of a command.
macro_rules! response {
    (Background, $Response:ty) => {
        JobStarted
    };
    ($lane:ident, $Response:ty) => {
        $Response
    };
}

/// The result of a command's handler.
macro_rules! handled {
    (Background, $Response:ty) => { Work<$Response> };
    ($lane:ident, $Response:ty) => { $Response };
}

/// The items for commands of the background lane alone.
macro_rules! background {
    (type Background, $Request:ty, $Response:ty) => {
        impl BackgroundCommand for $Request {
            type Result = $Response;
        }
    };
    (visit Background, $visitor:ident, $Request:ty) => {
        $visitor.background::<$Request>();
    };
    (answer Background, $handler:ident, $name:ident, $work:expr) => {
        JobStarted { job: $handler.begin(stringify!($name), $work.for_wire(stringify!($name)))? }
    };
    (type $lane:ident, $Request:ty, $Response:ty) => {};
    (visit $lane:ident, $visitor:ident, $Request:ty) => {};
    (answer $lane:ident, $handler:ident, $name:ident, $answer:expr) => {
        $answer
    };
}

macro_rules! commands {
    ($( $(#[$documentation:meta])* $lane:ident $name:ident($Request:ty) -> $Response:ty; )*) => {
        /// The names of all commands, in the order of the table.
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];

        $(
            impl Command for $Request {
                const NAME: &'static str = stringify!($name);
                type Response = response!($lane, $Response);
            }
            background!(type $lane, $Request, $Response);
        )*

        /// One function a command: a shell implements all of them. Those of the background lane look at the request and give
        /// the work for a job; everything that takes long belongs into it.
        pub trait Handler {
            /// Takes work of the background lane as a job, which begins when fewer jobs run than may.
            fn begin(&self, command: &'static str, work: Work<Value>) -> Result<JobId, IpcError>;

            $( $(#[$documentation])* fn $name(&self, request: $Request) -> Result<handled!($lane, $Response), IpcError>; )*
        }

        /// The lane of a command, or nothing when there is no such command.
        pub fn lane(name: &str) -> Option<Lane> {
            match name {
                $( stringify!($name) => Some(Lane::$lane), )*
                _ => None,
            }
        }

        /// Shows every command of the table to the visitor, in the order of the table.
        pub fn visit<V: Visitor + ?Sized>(visitor: &mut V) {
            $(
                visitor.command::<$Request>();
                background!(visit $lane, visitor, $Request);
            )*
        }

        /// Calls the handler of the command `name` and returns its answer as JSON.
        pub fn dispatch<H: Handler + ?Sized>(handler: &H, name: &str, request: Value) -> Result<String, IpcError> {
            match name {
                $( stringify!($name) => {
                    let handled = handler.$name(ask::<$Request>(name, request)?)?;
                    answer(name, background!(answer $lane, handler, $name, handled))
                } )*
                _ => Err(IpcError::unknown_command(name)),
            }
        }
    };
}

commands! {
    /// The window's first question, before it draws anything: which folder to open, platform, theme, unsaved work.
    InOrder start(Start) -> Started;
    /// The folders that were opened last, newest first.
    InOrder recent(Recent) -> RecentFolders;
    /// Takes one folder off that list; nothing on disk changes.
    InOrder forget_recent(ForgetRecent) -> RecentFolders;
    /// Shows the system's dialog for folders.
    Aside pick_folder(PickFolder) -> Picked;
    /// Opens a design folder, locks it for this window, watches it and reads all its files.
    InOrder open_folder(OpenFolder) -> Opened;
    /// Lets go of the folder: lock, watcher and journal file. Unsaved entries stay in the journal.
    InOrder close_folder(CloseFolder) -> Done;
    /// Writes and deletes files of the open folder, each atomically, if none of them changed on disk meanwhile.
    InOrder save(Save) -> SaveOutcome;
    /// Adds entries to the crash journal; they are on disk when the answer comes.
    InOrder journal_append(JournalAppend) -> Appended;
    /// After a save: forgets the entries that the files now contain.
    InOrder journal_clear(JournalClear) -> Done;
    /// After the person chose not to recover: forgets everything in the journal.
    InOrder journal_discard(JournalDiscard) -> Done;
    /// Keeps the text that is being typed, which is no step yet; it is on disk when the answer comes.
    InOrder keep_typing(KeepTyping) -> Done;
    /// Writes exported files into a folder of the person's choice.
    Background write_export(WriteExport) -> ExportOutcome;
    /// The jobs that wait, run, or have ended and were not dismissed, so that a window that was loaded anew finds them.
    Aside jobs(Jobs) -> JobList;
    /// Asks a job to stop.
    Aside cancel_job(CancelJob) -> Done;
    /// Forgets a job that has ended, once the person has been told how.
    Aside dismiss_job(DismissJob) -> Done;
    /// The text in the window's title bar.
    InOrder set_title(SetTitle) -> Done;
    /// The theme of title bar and dialogs.
    InOrder set_theme(SetTheme) -> Done;
    /// The answer to [`Event::CloseRequested`].
    InOrder close_ready(CloseReady) -> Done;
    /// A line for the log of the shell.
    InOrder log(Log) -> Done;
}

fn ask<C: Command>(name: &str, request: Value) -> Result<C, IpcError> {
    serde_json::from_value(request).map_err(|error| IpcError::bad_request(name, &error.to_string()))
}

fn answer<T: Serialize>(name: &str, response: T) -> Result<String, IpcError> {
    serde_json::to_string(&response).map_err(|error| IpcError::bad_answer(name, &error.to_string()))
}
