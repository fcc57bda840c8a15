//! From the webview's calls to the handlers and back.
//!
//! Commands that must keep their order run on one thread, one after the other; the others run beside them, and what takes long
//! is left to a job. The window's own thread never waits for a disk.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::thread;

use ipc::{Handler, IpcError, Lane};
use serde_json::Value;
use tauri::Wry;
use tauri::ipc::{Invoke, InvokeBody, Response};

use crate::failure::defect;
use crate::shell::Shell;

/// Takes calls as long as it lives.
#[derive(Debug)]
pub struct Bridge {
    shell: Arc<Shell>,
    queue: Sender<Invoke<Wry>>,
}

impl Bridge {
    /// Starts the thread for commands in order.
    pub fn start(shell: Arc<Shell>) -> std::io::Result<Self> {
        let (queue, calls) = mpsc::channel::<Invoke<Wry>>();
        let worker = Arc::clone(&shell);
        thread::Builder::new().name("commands".to_owned()).spawn(move || {
            for call in calls {
                answer(&*worker, call);
            }
        })?;
        Ok(Self { shell, queue })
    }

    /// The window is closing: has every job stop.
    pub fn stop(&self) {
        self.shell.stop_jobs();
    }

    /// Takes a call; false when there is no such command.
    pub fn take(&self, call: Invoke<Wry>) -> bool {
        match ipc::lane(call.message.command()) {
            Some(Lane::InOrder) => {
                if let Err(mpsc::SendError(call)) = self.queue.send(call) {
                    call.resolver.reject(defect("the thread for commands has ended"));
                }
                true
            }
            Some(Lane::Aside | Lane::Background) => {
                let shell = Arc::clone(&self.shell);
                let started = thread::Builder::new().name("aside".to_owned()).spawn(move || answer(&*shell, call));
                if let Err(error) = started {
                    tracing::error!(%error, "no thread for a command");
                }
                true
            }
            None => false,
        }
    }
}

fn answer<H: Handler>(shell: &H, call: Invoke<Wry>) {
    let name = call.message.command().to_owned();
    let request = match call.message.payload() {
        InvokeBody::Json(value) => value.clone(),
        InvokeBody::Raw(_) => Value::Null,
    };
    match run(shell, &name, request) {
        Ok(json) => call.resolver.resolve(Response::new(json)),
        Err(error) => {
            tracing::info!(command = name, %error, "refused");
            call.resolver.reject(error);
        }
    }
}

/// A defect in one command must not end the thread that keeps the journal.
fn run<H: Handler>(shell: &H, name: &str, request: Value) -> Result<String, IpcError> {
    panic::catch_unwind(AssertUnwindSafe(|| ipc::dispatch(shell, name, request)))
        .unwrap_or_else(|_| Err(defect(&format!("“{name}” stopped in the middle"))))
}
