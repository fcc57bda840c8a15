//! Keys: how they are written in the table of actions, how they are shown, and which key press they mean.

use ipc::Platform;
use leptos::ev;

/// One key with its modifiers. `Mod` is the command key on macOS and Ctrl elsewhere.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Chord<'a> {
    /// Ctrl, or the command key.
    pub modifier: bool,
    /// Shift.
    pub shift: bool,
    /// Alt, or the option key.
    pub alt: bool,
    /// A letter in upper case, a digit, a sign, or the name of a key: `Delete`, `ArrowLeft`, `Enter`.
    pub key: &'a str,
}

/// A key press, as the page reports it.
#[derive(Debug, Clone, Copy)]
pub struct Press<'a> {
    /// `KeyboardEvent.key`.
    pub key: &'a str,
    /// `KeyboardEvent.code`.
    pub code: &'a str,
    /// `KeyboardEvent.ctrlKey`.
    pub ctrl: bool,
    /// `KeyboardEvent.metaKey`.
    pub meta: bool,
    /// `KeyboardEvent.shiftKey`.
    pub shift: bool,
    /// `KeyboardEvent.altKey`.
    pub alt: bool,
}

impl<'a> Press<'a> {
    /// A key press of the page, whose own texts are `key` and `code`.
    pub fn of(event: &ev::KeyboardEvent, key: &'a str, code: &'a str) -> Self {
        Self {
            key,
            code,
            ctrl: event.ctrl_key(),
            meta: event.meta_key(),
            shift: event.shift_key(),
            alt: event.alt_key(),
        }
    }
}

impl<'a> Chord<'a> {
    /// Reads `Mod+Shift+Z`; the last part is the key, and a lone `+` is one too.
    pub fn parse(text: &'a str) -> Self {
        let mut chord = Self::default();
        let mut rest = text;
        while let Some((word, after)) = rest.split_once('+') {
            match word {
                "Mod" => chord.modifier = true,
                "Shift" => chord.shift = true,
                "Alt" => chord.alt = true,
                _ => break,
            }
            rest = after;
        }
        Self { key: rest, ..chord }
    }

    /// Whether a key press means this.
    pub fn matches(&self, press: &Press<'_>, platform: Platform) -> bool {
        let (modifier, other) = match platform {
            Platform::Macos => (press.meta, press.ctrl),
            Platform::Linux | Platform::Windows => (press.ctrl, press.meta),
        };
        if modifier != self.modifier || other || press.alt != self.alt {
            return false;
        }
        // Signs carry their Shift in themselves, and on which key they stand depends on the layout.
        let is_sign = self.key.len() == 1 && !self.key.chars().all(|it| it.is_ascii_alphanumeric());
        if is_sign && !self.shift {
            return press.key == self.key || (self.key == "=" && press.code == "Equal");
        }
        press.shift == self.shift && (press.key.eq_ignore_ascii_case(self.key) || self.is_code(press.code))
    }

    /// With Shift or Alt held the key's text is another one, so the place on the keyboard counts.
    fn is_code(&self, code: &str) -> bool {
        (self.shift || self.alt)
            && self.key.len() == 1
            && code.strip_prefix("Key").or_else(|| code.strip_prefix("Digit")).is_some_and(|it| it == self.key)
    }

    /// The chord as people read it: `Ctrl Shift Z`, or `⇧⌘Z`.
    pub fn shown(&self, platform: Platform) -> String {
        let key = match self.key {
            "ArrowLeft" => "←",
            "ArrowRight" => "→",
            "ArrowUp" => "↑",
            "ArrowDown" => "↓",
            "Arrows" => "← ↑ ↓ →",
            "Escape" => "Esc",
            "Delete" => "Del",
            key => key,
        };
        match platform {
            Platform::Macos => {
                let signs = [(self.alt, "⌥"), (self.shift, "⇧"), (self.modifier, "⌘")];
                signs.iter().filter(|(held, _)| *held).map(|(_, sign)| *sign).chain([key]).collect()
            }
            Platform::Linux | Platform::Windows => {
                let words = [(self.modifier, "Ctrl"), (self.alt, "Alt"), (self.shift, "Shift")];
                let held: Vec<&str> =
                    words.iter().filter(|(held, _)| *held).map(|(_, word)| *word).chain([key]).collect();
                held.join(" ")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press<'a>(held: &str, key: &'a str, code: &'a str) -> Press<'a> {
        Press {
            key,
            code,
            ctrl: held.contains('c'),
            meta: held.contains('m'),
            shift: held.contains('s'),
            alt: held.contains('a'),
        }
    }

    #[test]
    fn key_presses_mean_chords() {
        let check = |chord: &str, held: &str, key: &str, code: &str, expected: bool| {
            let matches = Chord::parse(chord).matches(&press(held, key, code), Platform::Linux);
            assert_eq!(matches, expected, "{chord} by {held} {key} {code}");
        };
        check("Mod+Z", "c", "z", "KeyZ", true);
        check("Mod+Z", "cs", "Z", "KeyZ", false);
        check("Mod+Shift+Z", "cs", "Z", "KeyZ", true);
        check("Mod+Z", "m", "z", "KeyZ", false);
        check("?", "s", "?", "Slash", true);
        check("?", "s", "?", "Minus", true);
        check("Mod+=", "cs", "+", "Equal", true);
        check("Mod+=", "c", "=", "Equal", true);
        check("Shift+1", "s", "!", "Digit1", true);
        check("1", "s", "!", "Digit1", false);
        check("Alt+S", "a", "ß", "KeyS", true);
        check("V", "", "v", "KeyV", true);
        check("V", "c", "v", "KeyV", false);
        check("Delete", "", "Delete", "Delete", true);
        check("Mod+,", "c", ",", "Comma", true);
    }

    #[test]
    fn on_macos_the_command_key_is_meant() {
        assert!(Chord::parse("Mod+S").matches(&press("m", "s", "KeyS"), Platform::Macos));
        assert!(!Chord::parse("Mod+S").matches(&press("c", "s", "KeyS"), Platform::Macos));
    }

    #[test]
    fn chords_are_shown_as_each_platform_writes_them() {
        let check = |chord: &str, platform, expected: &str| assert_eq!(Chord::parse(chord).shown(platform), expected);
        check("Mod+Shift+Z", Platform::Linux, "Ctrl Shift Z");
        check("Mod+Shift+Z", Platform::Macos, "⇧⌘Z");
        check("Mod+Alt+ArrowLeft", Platform::Windows, "Ctrl Alt ←");
        check("?", Platform::Linux, "?");
    }
}
