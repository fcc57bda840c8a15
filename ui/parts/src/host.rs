//! The engine's world inside a webview: the page's clocks, and a queue on its way to the shell's journal.

use crate::journal::Queue;
use engine::Host;
use js_sys::Date;

/// Milliseconds on the page's steady clock.
pub fn now_ms() -> f64 {
    leptos::prelude::window().performance().map_or_else(Date::now, |performance| performance.now())
}

/// The engine's world.
pub struct WindowHost {
    journal: Option<Queue>,
}

impl WindowHost {
    /// A world that keeps a journal.
    pub fn journalling(queue: Queue) -> Self {
        Self { journal: Some(queue) }
    }

    /// A world without a journal, for the empty design before anything is open.
    pub fn silent() -> Self {
        Self { journal: None }
    }
}

impl Host for WindowHost {
    fn today(&self) -> String {
        let now = Date::new_0();
        format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date())
    }

    fn unix_ms(&self) -> u64 {
        Date::now() as u64
    }

    fn now_ms(&self) -> f64 {
        now_ms()
    }

    fn journal(&mut self, line: String) {
        if let Some(journal) = &self.journal {
            journal.push(line);
        }
    }
}
