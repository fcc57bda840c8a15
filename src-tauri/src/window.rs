//! The one window: what it may load, where it may go, and what happens when it closes.

use std::path::PathBuf;
use std::sync::mpsc;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use ipc::{CloseAnswer, EVENT, Event, PickFolder, PickPurpose, Theme};
use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Emitter as _, Manager as _, RunEvent, Url, WebviewWindow, WebviewWindowBuilder, WindowEvent};
use tauri_plugin_window_state::StateFlags;

use crate::bridge::Bridge;
use crate::closing::{Closing, PATIENCE, Request};
use crate::context::context;
use crate::data::DataFolder;
use crate::desktop::Desktop;
use crate::revival::{Revival, revive};
use crate::shell::Shell;

/// The label of the window, in the access list as well.
const LABEL: &str = "main";
/// Set by the driver of end-to-end tests.
const AUTOMATION: &str = "TAURI_AUTOMATION";
/// Under automation, the answer of every dialog for folders.
const PICK: &str = "EVENTSCAPE_PICK_FOLDER";
/// Under automation, the answer where a folder for a new design is asked for, when it is another.
const PICK_NEW: &str = "EVENTSCAPE_PICK_NEW_FOLDER";

type Failed = Box<dyn std::error::Error>;

/// Opens the window and stays until it is closed.
pub fn run(folder: Option<PathBuf>) -> Result<(), tauri::Error> {
    tauri::Builder::default()
        .plugin(
            tauri_plugin_window_state::Builder::default()
                .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
                .build(),
        )
        .invoke_handler(|call| {
            let webview = call.message.webview();
            webview.try_state::<Bridge>().is_some_and(|bridge| bridge.take(call))
        })
        .setup(move |app| {
            if let Err(error) = open(app.handle(), folder) {
                tracing::error!(%error, "the window could not be opened");
                app.handle().exit(1);
            }
            Ok(())
        })
        .build(context())?
        .run(|app, event| {
            if matches!(event, RunEvent::Exit)
                && let Some(bridge) = app.try_state::<Bridge>()
            {
                bridge.stop();
            }
        });
    Ok(())
}

fn open(app: &AppHandle, folder: Option<PathBuf>) -> Result<(), Failed> {
    let data = DataFolder::open(app.path().app_local_data_dir()?)?;
    let automation = std::env::var(AUTOMATION).is_ok_and(|value| value == "true");
    let closing = Arc::new(Mutex::new(Closing::default()));
    let picked = |name: &str| automation.then(|| std::env::var_os(name)).flatten().map(PathBuf::from);
    let (pick, pick_new) = (picked(PICK), picked(PICK_NEW));
    let desktop = Arc::new(TauriDesktop { app: app.clone(), closing: Arc::clone(&closing), pick, pick_new });
    let shell = Arc::new(Shell::new(data, Arc::clone(&desktop) as Arc<dyn Desktop>, folder, automation));
    app.manage(Bridge::start(shell)?);

    let config =
        app.config().app.windows.iter().find(|window| window.label == LABEL).ok_or("no window is configured")?;
    let window = WebviewWindowBuilder::from_config(app, config)?
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .build()?;
    let closed = window.clone();
    let asking = Arc::clone(&desktop);
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api, .. } = event {
            let request = closing.lock().unwrap_or_else(PoisonError::into_inner).request();
            match request {
                Request::Close => {}
                Request::Wait => api.prevent_close(),
                Request::Ask(number) => {
                    api.prevent_close();
                    asking.tell(&Event::CloseRequested);
                    close_when_overdue(&closing, &closed, number);
                }
            }
        }
    });
    #[cfg(debug_assertions)]
    crate::reload::follow(&window);
    #[cfg(target_os = "linux")]
    {
        let (revival, closing) = (Mutex::new(Revival::default()), Arc::clone(&desktop.closing));
        let revived = window.clone();
        window.with_webview(move |webview| {
            let webview = webview.inner();
            crate::pinch::claim(&webview, desktop);
            gtk::prelude::ObjectExt::connect_local(&webview, "web-process-terminated", false, move |_| {
                revive(&revived, &revival, &closing);
                None
            });
        })?;
    }
    Ok(())
}

/// Only the program's own pages, wherever a link or a script points.
fn is_own_page(url: &Url) -> bool {
    let (scheme, host) = (url.scheme(), url.host_str());
    (scheme == "tauri" && host == Some("localhost"))
        || (matches!(scheme, "http" | "https") && host == Some("tauri.localhost"))
}

fn close_when_overdue(closing: &Arc<Mutex<Closing>>, window: &WebviewWindow, number: u64) {
    let (closing, window) = (Arc::clone(closing), window.clone());
    let waiting = thread::Builder::new().name("closing".to_owned()).spawn(move || {
        thread::sleep(PATIENCE);
        if closing.lock().unwrap_or_else(PoisonError::into_inner).is_overdue(number) {
            tracing::warn!("the window did not answer and is closed; its edits are in the journal");
            report(window.destroy(), "the window could not be closed");
        }
    });
    if let Err(error) = waiting {
        tracing::warn!(%error, "nobody will close the window if it hangs");
    }
}

fn report(result: Result<(), tauri::Error>, consequence: &str) {
    if let Err(error) = result {
        tracing::warn!(%error, "{consequence}");
    }
}

/// The desktop behind the window.
#[derive(Debug)]
struct TauriDesktop {
    app: AppHandle,
    closing: Arc<Mutex<Closing>>,
    /// The answer of every dialog, under automation.
    pick: Option<PathBuf>,
    /// That of the one for a new design, when it is another.
    pick_new: Option<PathBuf>,
}

impl TauriDesktop {
    fn with_window(&self, act: impl FnOnce(&WebviewWindow)) {
        match self.app.get_webview_window(LABEL) {
            Some(window) => act(&window),
            None => tracing::debug!("the window is gone"),
        }
    }
}

impl Desktop for TauriDesktop {
    fn theme(&self) -> Option<Theme> {
        match self.app.get_webview_window(LABEL)?.theme().ok()? {
            tauri::Theme::Light => Some(Theme::Light),
            tauri::Theme::Dark => Some(Theme::Dark),
            _ => None,
        }
    }

    fn set_theme(&self, theme: Option<Theme>) {
        let theme = theme.map(|theme| match theme {
            Theme::Light => tauri::Theme::Light,
            Theme::Dark => tauri::Theme::Dark,
        });
        self.with_window(|window| report(window.set_theme(theme), "the theme of the title bar could not be set"));
    }

    fn set_title(&self, title: &str) {
        self.with_window(|window| report(window.set_title(title), "the title could not be set"));
    }

    fn pick_folder(&self, request: &PickFolder) -> Option<PathBuf> {
        let answer = match request.purpose {
            PickPurpose::NewDesign => self.pick_new.as_ref().or(self.pick.as_ref()),
            PickPurpose::OpenDesign | PickPurpose::Export => self.pick.as_ref(),
        };
        if let Some(path) = answer {
            return Some(path.clone()).filter(|path| !path.as_os_str().is_empty());
        }
        let title = match request.purpose {
            PickPurpose::OpenDesign => "Open a design",
            PickPurpose::NewDesign => "Choose an empty folder for the new design",
            PickPurpose::Export => "Choose a folder for the export",
        };
        let start_in = request.start_in.clone();
        let window = self.app.get_webview_window(LABEL)?;
        let (sender, receiver) = mpsc::channel();
        let asked = self.app.run_on_main_thread(move || {
            let mut dialog = rfd::AsyncFileDialog::new().set_title(title).set_parent(&window);
            if let Some(folder) = start_in {
                dialog = dialog.set_directory(folder);
            }
            let picked = dialog.pick_folder();
            tauri::async_runtime::spawn(async move {
                let path = picked.await.map(|folder| folder.path().to_path_buf());
                // The window can be gone before the person chose.
                let _closing = sender.send(path);
            });
        });
        report(asked, "the dialog could not be shown");
        receiver.recv().ok().flatten()
    }

    fn tell(&self, event: &Event) {
        report(self.app.emit_to(LABEL, EVENT, event), "the window could not be told");
    }

    fn listening(&self) {
        self.closing.lock().unwrap_or_else(PoisonError::into_inner).listen();
    }

    fn answer_close(&self, answer: CloseAnswer) {
        if self.closing.lock().unwrap_or_else(PoisonError::into_inner).answer(answer) {
            self.with_window(|window| report(window.destroy(), "the window could not be closed"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_stays_on_its_own_pages() {
        let check = |url: &str, expected: bool| assert_eq!(is_own_page(&url.parse().unwrap()), expected, "{url}");
        check("tauri://localhost", true);
        check("tauri://localhost/index.html#topics", true);
        check("http://tauri.localhost/", true);
        check("tauri://elsewhere/", false);
        check("https://example.org/", false);
        check("http://localhost:1420/", false);
        check("http://tauri.localhost.example.org/", false);
        check("file:///etc/passwd", false);
        check("data:text/html,hello", false);
        check("blob:tauri://localhost/1", false);
        check("javascript:alert(1)", false);
        check("about:blank", false);
    }
}
