//! Light, dark, or whatever the system shows.

use crate::{Session, recall, remember};
use engine::model::Hue;
use engine::scene::Theme;
use ipc::SetTheme;
use leptos::ev;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{MediaQueryList, MediaQueryListEvent};

/// What the person chose.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThemeChoice {
    /// Always light.
    Light,
    /// Always dark.
    Dark,
    /// As the system has it.
    #[default]
    System,
}

/// The choice of an earlier run.
pub fn remembered() -> ThemeChoice {
    recall("theme").unwrap_or_default()
}

fn preference() -> Option<MediaQueryList> {
    window().match_media("(prefers-color-scheme: dark)").ok().flatten()
}

/// Whether the system prefers dark.
pub fn system_is_dark() -> bool {
    preference().is_some_and(|query| query.matches())
}

/// The colour of a hue as the style sheets name it: `ink`, `line` or `wash`.
pub fn hue_css(hue: Hue, part: &str) -> String {
    format!("var(--hue-{}-{part})", hue_word(hue))
}

fn hue_word(hue: Hue) -> &'static str {
    match hue {
        Hue::Teal => "teal",
        Hue::Violet => "violet",
        Hue::Amber => "amber",
        Hue::Green => "green",
        Hue::Rose => "rose",
        Hue::Blue => "blue",
        Hue::Orange => "orange",
        Hue::Cyan => "cyan",
        Hue::Fuchsia => "fuchsia",
        Hue::Lime => "lime",
        Hue::Indigo => "indigo",
        Hue::Slate => "slate",
    }
}

/// The hues as custom properties: the canvas's own colours, so that both always agree.
fn hue_properties(theme: &Theme) -> Vec<(String, String)> {
    let mut properties = Vec::new();
    for hue in engine::scene::HUES {
        let tokens = theme.hue(hue);
        for (part, colour) in [("wash", tokens.wash), ("line", tokens.line), ("ink", tokens.ink)] {
            properties.push((format!("--hue-{}-{part}", hue_word(hue)), colour.css()));
        }
    }
    properties
}

impl Session {
    /// Whether dark colours are shown.
    pub fn is_dark(self) -> bool {
        match self.theme.get() {
            ThemeChoice::Light => false,
            ThemeChoice::Dark => true,
            ThemeChoice::System => self.system_dark.get(),
        }
    }

    /// Puts the theme on the page now and whenever it changes.
    pub fn keep_theme(self) {
        if let Some(query) = preference() {
            let on_change = Closure::<dyn Fn(MediaQueryListEvent)>::new(move |event: MediaQueryListEvent| {
                self.system_dark.set(event.matches());
            });
            let _ = query.add_event_listener_with_callback("change", on_change.as_ref().unchecked_ref());
            on_change.forget();
        }
        Effect::new(move |_| {
            let dark = self.is_dark();
            let Some(root) = document().document_element() else { return };
            let _ = root.set_attribute("data-theme", if dark { "dark" } else { "light" });
            if let Some(root) = root.dyn_ref::<web_sys::HtmlElement>() {
                for (name, value) in hue_properties(if dark { &Theme::DARK } else { &Theme::LIGHT }) {
                    let _ = root.style().set_property(&name, &value);
                }
            }
        });
        Effect::new(move |previous: Option<ThemeChoice>| {
            let choice = self.theme.get();
            if previous.is_some_and(|previous| previous != choice) {
                remember("theme", &choice);
            }
            let theme = match choice {
                ThemeChoice::Light => Some(ipc::Theme::Light),
                ThemeChoice::Dark => Some(ipc::Theme::Dark),
                ThemeChoice::System => None,
            };
            self.tell(SetTheme { theme });
            choice
        });
        let _ = window_event_listener(ev::focus, move |_| self.system_dark.set(system_is_dark()));
    }
}
