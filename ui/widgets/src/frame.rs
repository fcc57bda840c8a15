//! Work for the next frame that is done even when no frame comes.

use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

/// How long a frame is waited for. At 60 frames a second one comes within 17 ms, on a busy machine within a few times that.
const LONGEST_WAIT: Duration = Duration::from_millis(200);

/// Calls `work` once: with the next frame, or after a while without one.
///
/// A webview stops its frames while it takes its window for invisible, and WebKitGTK now and then takes one for that which has
/// just been opened. The first picture must not wait for ever.
pub fn on_next_frame(work: impl FnOnce() + 'static) {
    let work = Rc::new(Cell::new(Some(work)));
    let late = work.clone();
    let timer = set_timeout_with_handle(
        move || {
            if let Some(work) = late.take() {
                work();
            }
        },
        LONGEST_WAIT,
    );
    request_animation_frame(move || {
        if let Ok(timer) = timer {
            timer.clear();
        }
        if let Some(work) = work.take() {
            work();
        }
    });
}
