//! Pinching on a touchpad.
//!
//! WebKitGTK zooms the whole page on a pinch before any script sees it, but on a canvas the pinch belongs to the drawing.
//! So the gesture is claimed before the webview gets it, and passed on as an event.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use gtk::prelude::*;
use gtk::{EventSequenceState, GestureZoom, PropagationPhase, Widget};
use ipc::{Event, PinchPhase};

use crate::desktop::Desktop;

/// Claims the pinch on `webview` as long as that lives.
pub fn claim(webview: &impl IsA<Widget>, desktop: Arc<dyn Desktop>) {
    let gesture = GestureZoom::new(webview);
    gesture.set_propagation_phase(PropagationPhase::Capture);
    let last_scale = Rc::new(Cell::new(1.0));
    let pass_on = Rc::new(move |gesture: &GestureZoom, phase: PinchPhase, scale: f64| {
        let (x, y) = gesture.bounding_box_center().unwrap_or_default();
        desktop.tell(&Event::Pinch { phase, x, y, scale });
    });

    let (tell, scale) = (Rc::clone(&pass_on), Rc::clone(&last_scale));
    gesture.connect_begin(move |gesture, _| {
        gesture.set_state(EventSequenceState::Claimed);
        scale.set(1.0);
        tell(gesture, PinchPhase::Begin, 1.0);
    });
    let (tell, scale) = (Rc::clone(&pass_on), Rc::clone(&last_scale));
    gesture.connect_scale_changed(move |gesture, now| {
        scale.set(now);
        tell(gesture, PinchPhase::Change, now);
    });
    let (tell, scale) = (Rc::clone(&pass_on), Rc::clone(&last_scale));
    gesture.connect_end(move |gesture, _| tell(gesture, PinchPhase::End, scale.get()));
    gesture.connect_cancel(move |gesture, _| pass_on(gesture, PinchPhase::Cancel, last_scale.get()));

    // GTK lets a gesture go with its last reference; the widget keeps this one.
    webview.connect_destroy(move |_| gesture.reset());
}
