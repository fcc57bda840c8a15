//! What the window says: short notices that come and go, and the log of what was done.

use engine::diagnostic::capitalised;
use engine::edit::RevisionId;
use ipc::IpcError;
use js_sys::Date;
use leptos::prelude::*;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

const MOST_TOASTS: usize = 4;
const MOST_LINES: usize = 500;
const SHOWN: Duration = Duration::from_secs(6);
/// How long a notice stays that offers a way back.
const OFFERED: Duration = Duration::from_secs(10);
/// How long a notice stays after the pointer or the focus has left it.
const LEFT: Duration = Duration::from_secs(2);

/// How a notice is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something went well.
    Fine,
    /// Something was not done, and nothing was lost.
    Refused,
    /// Something failed.
    Failed,
}

impl Tone {
    /// Its name in class names.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

/// A notice in the corner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// Tells it from the others.
    pub number: u64,
    /// How it is meant.
    pub tone: Tone,
    /// What is so.
    pub message: String,
    /// What to do next; may be empty.
    pub next: String,
    /// The step that it tells of, and goes with.
    pub step: Option<Step>,
}

/// A step of the history of one opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    pub(super) opened: u64,
    pub(super) revision: RevisionId,
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// Tells it from the others.
    pub number: u64,
    /// When, as `14:03:07`.
    pub time: String,
    /// How it is meant.
    pub tone: Tone,
    /// What was done.
    pub text: String,
}

static NUMBER: AtomicU64 = AtomicU64::new(1);

/// A point in time as people say it: `14:03`, with the date when it was not today.
pub fn clock_of(ms_since_1970: u64) -> String {
    let then = Date::new(&(ms_since_1970 as f64).into());
    let clock = format!("{:02}:{:02}", then.get_hours(), then.get_minutes());
    if then.to_date_string() == Date::new_0().to_date_string() {
        clock
    } else {
        let date = format!("{:04}-{:02}-{:02}", then.get_full_year(), then.get_month() + 1, then.get_date());
        format!("{date} {clock}")
    }
}

/// What the window says.
#[derive(Clone, Copy)]
pub struct Notices {
    /// Short notices in the corner.
    pub toasts: RwSignal<Vec<Toast>>,
    /// What was done, oldest first.
    pub output: RwSignal<VecDeque<LogLine>>,
}

impl Notices {
    pub(super) fn new() -> Self {
        Self { toasts: RwSignal::new(Vec::new()), output: RwSignal::new(VecDeque::new()) }
    }

    /// Shows a notice. Failures stay until they are dismissed; everything else goes by itself.
    pub fn toast(self, tone: Tone, message: impl Into<String>, next: impl Into<String>) {
        self.show_toast(tone, message.into(), next.into(), None);
    }

    pub(super) fn show_toast(self, tone: Tone, message: String, next: String, step: Option<Step>) {
        let (message, next) = (sentence(&message), sentence(&next));
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        self.toasts.update(|toasts| {
            toasts.retain(|toast| toast.message != message);
            toasts.push(Toast { number, tone, message, next, step });
            let excess = toasts.len().saturating_sub(MOST_TOASTS);
            toasts.drain(..excess);
        });
        if tone != Tone::Failed {
            self.dismiss_after(number, if step.is_some() { OFFERED } else { SHOWN });
        }
    }

    /// Takes a notice away in a while, or later while somebody is at it.
    fn dismiss_after(self, number: u64, time: Duration) {
        set_timeout(
            move || {
                let is_used = format!("[data-toast=\"{number}\"]:is(:hover, :focus-within)");
                if document().query_selector(&is_used).is_ok_and(|it| it.is_some()) {
                    self.dismiss_after(number, LEFT);
                } else {
                    self.dismiss(number);
                }
            },
            time,
        );
    }

    /// Takes a notice away.
    pub fn dismiss(self, number: u64) {
        self.toasts.update(|toasts| toasts.retain(|toast| toast.number != number));
    }

    /// Takes the notices away that tell of steps of which that holds.
    pub(super) fn dismiss_steps(self, is_void: impl Fn(Step) -> bool) {
        let is_void = |toast: &Toast| toast.step.is_some_and(&is_void);
        if self.toasts.with_untracked(|toasts| toasts.iter().any(is_void)) {
            self.toasts.update(|toasts| toasts.retain(|toast| !is_void(toast)));
        }
    }

    /// Shows and logs a failure of the shell.
    pub fn report(self, error: &IpcError) {
        let message = match &error.path {
            Some(path) if !error.message.contains(path.as_str()) => format!("{} ({path})", error.message),
            Some(_) | None => error.message.clone(),
        };
        self.log(Tone::Failed, message.clone());
        self.toast(Tone::Failed, message, error.next.clone());
    }

    /// Writes a line into the log.
    pub fn log(self, tone: Tone, text: impl Into<String>) {
        let now = Date::new_0();
        let time = format!("{:02}:{:02}:{:02}", now.get_hours(), now.get_minutes(), now.get_seconds());
        let line = LogLine { number: NUMBER.fetch_add(1, Ordering::Relaxed), time, tone, text: sentence(&text.into()) };
        self.output.update(|lines| {
            lines.push_back(line);
            while lines.len() > MOST_LINES {
                lines.pop_front();
            }
        });
    }
}

/// With a capital first letter: refusals begin in the middle of a sentence.
fn sentence(text: &str) -> String {
    // A machine name keeps its spelling.
    let begins_with_machine_name = text.split(' ').next().is_some_and(|word| word.contains([':', '/', '-', '_']));
    if begins_with_machine_name { text.to_owned() } else { capitalised(text) }
}
