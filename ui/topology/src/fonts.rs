//! Fonts that arrive late: letters of a further script are fetched when they are drawn for the first time, in a fallback until
//! then.

use super::state::Canvas;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

impl Canvas {
    /// Draws the picture anew whenever letters have arrived, for as long as the view is there.
    pub(super) fn follow_fonts(self) {
        let fonts = document().fonts();
        let arrived = Closure::<dyn Fn()>::new(move || self.draw_anew());
        let listener = arrived.as_ref().unchecked_ref();
        let _ = fonts.add_event_listener_with_callback("loadingdone", listener);
        let kept = StoredValue::new_local((fonts, arrived));
        on_cleanup(move || {
            let _ = kept.try_with_value(|(fonts, arrived)| {
                fonts.remove_event_listener_with_callback("loadingdone", arrived.as_ref().unchecked_ref())
            });
        });
    }
}
