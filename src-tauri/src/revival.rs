//! The page comes back when its process has ended: out of memory, by a fault of the webview, by another program. Unsaved edits
//! are in the journal. A page that ends again and again is left alone, since loading it would not help.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tauri::WebviewWindow;

use crate::closing::Closing;

/// So often within [`SPAN`] the page is loaded anew.
const MOST: usize = 5;

/// The time over which ends are counted.
const SPAN: Duration = Duration::from_secs(60);

/// When the page's process has ended.
#[derive(Debug, Default)]
pub struct Revival {
    ends: VecDeque<Instant>,
}

impl Revival {
    /// The process has ended; whether the page is to be loaded anew.
    fn is_worth_it(&mut self, now: Instant) -> bool {
        self.ends.retain(|end| now.saturating_duration_since(*end) < SPAN);
        self.ends.push_back(now);
        self.ends.len() <= MOST
    }
}

/// The page of a window has lost its process.
pub fn revive(window: &WebviewWindow, revival: &Mutex<Revival>, closing: &Arc<Mutex<Closing>>) {
    closing.lock().unwrap_or_else(PoisonError::into_inner).lose();
    if !revival.lock().unwrap_or_else(PoisonError::into_inner).is_worth_it(Instant::now()) {
        tracing::error!("the page of the window keeps ending; close the window and start again, unsaved work is kept");
        return;
    }
    tracing::warn!("the page of the window has ended and is loaded anew");
    if let Err(error) = window.reload() {
        tracing::error!(%error, "the page could not be loaded anew; close the window and start again");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_comes_back_unless_it_keeps_ending() {
        let check = |seconds: &[u64], expected: bool| {
            let (mut revival, begun) = (Revival::default(), Instant::now());
            let told = seconds.iter().map(|at| revival.is_worth_it(begun + Duration::from_secs(*at)));
            assert_eq!(told.last(), Some(expected), "{seconds:?}");
        };
        check(&[0], true);
        check(&[0, 1, 2, 3, 4], true);
        check(&[0, 1, 2, 3, 4, 5], false);
        check(&[0, 1, 2, 3, 4, 59, 61], true);
    }
}
