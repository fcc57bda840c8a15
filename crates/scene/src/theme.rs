//! Light and dark: the tokens of the interface as resolved colours, so that a display list can be drawn by anybody.

use crate::color::Rgba;
use crate::hue::{self, HueTokens};
use model::{Hue, MessageKind};

/// The colours of one theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Whether light stands on dark.
    pub dark: bool,
    /// The ground below everything.
    pub canvas: Rgba,
    /// The dots of the grid.
    pub dot: Rgba,
    /// Cards, panels.
    pub panel: Rgba,
    /// Borders and rules.
    pub line: Rgba,
    /// Text.
    pub ink: Rgba,
    /// Secondary text.
    pub muted: Rgba,
    /// Selection and what can be done.
    pub accent: Rgba,
    /// The ground of what is selected.
    pub accent_wash: Rgba,
    /// Errors.
    pub error: Rgba,
    /// Warnings.
    pub warning: Rgba,
    /// Success.
    pub ok: Rgba,
    /// The disc of a warning, which carries a sign and no text.
    pub warning_disc: Rgba,
    /// Below what floats.
    pub shadow: Rgba,
    /// Facts that have happened.
    pub event: Rgba,
    /// Requests.
    pub command: Rgba,
    /// Questions.
    pub policy: Rgba,
    /// States as a whole.
    pub read_model: Rgba,
}

impl Theme {
    /// Dark on light.
    pub const LIGHT: Self = Self {
        dark: false,
        canvas: Rgba::hex(0xF6F7F9),
        dot: Rgba::hex(0xE1E4EA),
        panel: Rgba::hex(0xFFFFFF),
        line: Rgba::hex(0xE3E6EB),
        ink: Rgba::hex(0x1B2430),
        muted: Rgba::hex(0x667085),
        accent: Rgba::hex(0x3355DD),
        accent_wash: Rgba::hex(0xEEF2FF),
        error: Rgba::hex(0xB42318),
        warning: Rgba::hex(0xB54708),
        ok: Rgba::hex(0x067647),
        warning_disc: Rgba::hex(0xDC6803),
        shadow: Rgba { r: 16, g: 24, b: 40, a: 15 },
        event: Rgba::hex(0xF79009),
        command: Rgba::hex(0x2E90FA),
        policy: Rgba::hex(0x9E77ED),
        read_model: Rgba::hex(0x12B76A),
    };

    /// Light on dark.
    pub const DARK: Self = Self {
        dark: true,
        canvas: Rgba::hex(0x0F1318),
        dot: Rgba::hex(0x222A34),
        panel: Rgba::hex(0x1B222B),
        line: Rgba::hex(0x28313C),
        ink: Rgba::hex(0xE6EAF0),
        muted: Rgba::hex(0x97A3B4),
        accent: Rgba::hex(0x7C9BFF),
        accent_wash: Rgba::hex(0x1D2747),
        error: Rgba::hex(0xFF8A80),
        warning: Rgba::hex(0xF5B567),
        ok: Rgba::hex(0x5BD6A0),
        warning_disc: Rgba::hex(0xF5B567),
        shadow: Rgba { r: 0, g: 0, b: 0, a: 70 },
        event: Rgba::hex(0xF79009),
        command: Rgba::hex(0x2E90FA),
        policy: Rgba::hex(0x9E77ED),
        read_model: Rgba::hex(0x12B76A),
    };

    /// The three colours of a hue.
    pub fn hue(&self, hue: Hue) -> HueTokens {
        if self.dark { hue::dark(hue) } else { hue::light(hue) }
    }

    /// The colour of the square before a message.
    pub fn message(&self, kind: MessageKind) -> Rgba {
        match kind {
            MessageKind::Event => self.event,
            MessageKind::Command => self.command,
            MessageKind::Query => self.policy,
            MessageKind::Document => self.read_model,
        }
    }

    /// A flow's line: the ink of names is a little loud for what lies between them.
    pub fn flow(&self, hue: Hue) -> Rgba {
        self.hue(hue).ink.mix(self.canvas, 0.16)
    }

    /// The sign on the disc of a finding.
    pub fn badge_sign(&self) -> Rgba {
        if self.dark { self.canvas } else { self.panel }
    }

    /// The ground of a topic's header.
    pub fn header(&self, hue: Hue) -> Rgba {
        self.panel.mix(self.hue(hue).ink, if self.dark { 0.14 } else { 0.10 })
    }

    /// A topic's partition ticks.
    pub fn tick(&self, hue: Hue) -> Rgba {
        self.panel.mix(self.hue(hue).ink, 0.55)
    }
}
