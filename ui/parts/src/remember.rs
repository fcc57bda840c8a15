//! What belongs to the person and not to the design: panel sizes, theme, the last choices in dialogs. Kept by the webview.

use leptos::prelude::window;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Keeps a value under a name. A webview that keeps nothing forgets it, which harms nobody.
pub fn remember<T: Serialize>(name: &str, value: &T) {
    if let (Ok(Some(storage)), Ok(text)) = (window().local_storage(), serde_json::to_string(value)) {
        let _ = storage.set_item(&format!("eventscape.{name}"), &text);
    }
}

/// What was kept under a name, when it is still understood.
pub fn recall<T: DeserializeOwned>(name: &str) -> Option<T> {
    let storage = window().local_storage().ok().flatten()?;
    let text = storage.get_item(&format!("eventscape.{name}")).ok().flatten()?;
    serde_json::from_str(&text).ok()
}
