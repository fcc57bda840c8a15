//! Sizes and state of the panels around the view, remembered between runs.

use crate::app::{recall, remember};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The tabs below the view.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BottomTab {
    /// What is wrong.
    #[default]
    Problems,
    /// What is not saved.
    Changes,
    /// What was done.
    Output,
}

#[derive(Serialize, Deserialize)]
#[serde(default)]
struct Remembered {
    left: f64,
    right: f64,
    bottom: f64,
    left_open: bool,
    right_open: bool,
    bottom_open: bool,
    tab: BottomTab,
}

impl Default for Remembered {
    fn default() -> Self {
        Self {
            left: 248.0,
            right: 308.0,
            bottom: 176.0,
            left_open: true,
            right_open: true,
            bottom_open: true,
            tab: BottomTab::default(),
        }
    }
}

/// The panels around the view.
#[derive(Clone, Copy)]
pub struct Panels {
    /// The explorer's width, in pixels.
    pub left: RwSignal<f64>,
    /// The inspector's width, in pixels.
    pub right: RwSignal<f64>,
    /// The height of the panel below, in pixels.
    pub bottom: RwSignal<f64>,
    /// Whether the explorer shows.
    pub left_open: RwSignal<bool>,
    /// Whether the inspector shows.
    pub right_open: RwSignal<bool>,
    /// Whether the panel below shows.
    pub bottom_open: RwSignal<bool>,
    /// Which tab is in front.
    pub tab: RwSignal<BottomTab>,
}

impl Panels {
    /// As they were when the window last closed.
    pub fn remembered() -> Self {
        let it: Remembered = recall("panels").unwrap_or_default();
        Self {
            left: RwSignal::new(it.left.clamp(160.0, 480.0)),
            right: RwSignal::new(it.right.clamp(240.0, 640.0)),
            bottom: RwSignal::new(it.bottom.clamp(80.0, 600.0)),
            left_open: RwSignal::new(it.left_open),
            right_open: RwSignal::new(it.right_open),
            bottom_open: RwSignal::new(it.bottom_open),
            tab: RwSignal::new(it.tab),
        }
    }

    /// Keeps every change for the next run.
    pub(super) fn keep(self) {
        Effect::new(move |_| {
            remember(
                "panels",
                &Remembered {
                    left: self.left.get(),
                    right: self.right.get(),
                    bottom: self.bottom.get(),
                    left_open: self.left_open.get(),
                    right_open: self.right_open.get(),
                    bottom_open: self.bottom_open.get(),
                    tab: self.tab.get(),
                },
            );
        });
    }
}
