//! The way out of the window: a shell that has a disk, or a make-believe one in memory for plain browsers and tests.
//!
//! Both speak the wire of the `ipc` crate, so nothing above this seam can tell them apart.

mod memory;
mod tauri;

pub use memory::Memory;
pub use tauri::Tauri;

use ipc::{Command, ErrorCode, Event, IpcError};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

/// A future of this thread.
pub type Local<T> = Pin<Box<dyn Future<Output = T>>>;

/// What hears the shell's events.
pub type Listener = Box<dyn Fn(Event)>;

/// The side that carries out the commands of the `ipc` table.
pub trait Backend {
    /// Calls a command with its request as JSON; gives the answer as JSON.
    fn invoke(&self, name: &'static str, request: String) -> Local<Result<String, IpcError>>;

    /// Hands every event to `handler`; what it gives is ready when no event is missed any more.
    fn listen(&self, handler: Listener) -> Local<()>;

    /// Whether files last longer than this window.
    fn is_lasting(&self) -> bool;
}

/// The backend that fits where the window runs.
pub fn here() -> Rc<dyn Backend> {
    match Tauri::find() {
        Some(tauri) => Rc::new(tauri),
        None => Rc::new(Memory::with_sample()),
    }
}

/// Calls a command.
pub async fn call<C: Command>(backend: Rc<dyn Backend>, request: C) -> Result<C::Response, IpcError> {
    let json = serde_json::to_string(&request).map_err(|error| misfit(C::NAME, &error))?;
    let answer = backend.invoke(C::NAME, json).await?;
    serde_json::from_str(&answer).map_err(|error| misfit(C::NAME, &error))
}

fn misfit(command: &str, error: &serde_json::Error) -> IpcError {
    IpcError {
        code: ErrorCode::Internal,
        message: format!("Window and shell do not understand each other about “{command}”: {error}"),
        path: None,
        next: "Restart Eventscape; if it happens again, report it with this text".to_owned(),
    }
}
