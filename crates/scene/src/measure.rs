//! How wide a text is. The scene shortens texts and sizes labels when records change, not when frames are drawn, so it has to
//! know before there is a canvas, and the same in every front end.

use std::sync::Arc;

/// A family of fonts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Font {
    /// Text: Inter.
    Ui,
    /// Names and numbers of the machine: JetBrains Mono.
    Mono,
}

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextStyle {
    /// The family.
    pub font: Font,
    /// The size in world units.
    pub size: f64,
    /// The weight: 400, 550 or 650.
    pub weight: u16,
}

impl TextStyle {
    pub(crate) const fn ui(size: f64, weight: u16) -> Self {
        Self { font: Font::Ui, size, weight }
    }

    pub(crate) const fn mono(size: f64, weight: u16) -> Self {
        Self { font: Font::Mono, size, weight }
    }

    /// How far below the middle of a line its baseline lies, so that capitals stand in the middle.
    pub(crate) fn baseline(self) -> f64 {
        self.size * 0.36
    }
}

/// A measure of texts: how wide one is.
pub trait Measure {
    /// The advance width of a text, in the unit of the style's size.
    fn width(&self, text: &str, style: TextStyle) -> f64;
}

/// Widths from a table of Inter's and JetBrains Mono's advances, so that the same text is as wide natively, in WASM and
/// without fonts. Letters beyond ASCII count as an average letter, ideographs as a full square.
#[derive(Debug, Clone, Copy, Default)]
pub struct AdvanceTable;

/// The advances of ASCII's printable characters in thousandths of the size: Inter at weight 400, then at 600.
const INTER: [[u16; 95]; 2] = [
    [
        281, 278, 403, 631, 638, 812, 639, 222, 362, 362, 500, 659, 280, 460, 276, 357, 625, 464, 605, 636, 642, 608,
        624, 571, 616, 624, 276, 280, 659, 659, 659, 507, 936, 676, 651, 727, 719, 598, 587, 743, 740, 264, 543, 652,
        562, 889, 753, 761, 635, 761, 639, 638, 642, 741, 676, 949, 642, 665, 625, 362, 357, 362, 469, 452, 497, 564,
        621, 558, 621, 582, 361, 609, 591, 237, 237, 544, 237, 869, 585, 597, 609, 609, 372, 523, 364, 581, 557, 812,
        540, 557, 541, 362, 327, 362, 659,
    ],
    [
        248, 309, 396, 643, 649, 844, 663, 213, 393, 393, 543, 673, 295, 466, 290, 379, 667, 481, 621, 652, 666, 632,
        648, 587, 646, 648, 290, 295, 673, 673, 673, 544, 999, 724, 657, 744, 724, 608, 586, 755, 744, 275, 561, 677,
        566, 906, 741, 775, 643, 776, 651, 649, 660, 734, 724, 1007, 690, 705, 653, 393, 379, 393, 481, 468, 497, 575,
        630, 577, 630, 593, 377, 625, 613, 261, 261, 569, 261, 898, 610, 608, 625, 625, 397, 549, 380, 608, 576, 837,
        562, 576, 562, 393, 358, 393, 673,
    ],
];

/// The advance of a letter that the table does not have.
const AVERAGE: f64 = 0.6;

fn advance(character: char, weight: u16) -> f64 {
    let [regular, semibold] = &INTER;
    let at = (character as usize).wrapping_sub(32);
    if let (Some(regular), Some(semibold)) = (regular.get(at), semibold.get(at)) {
        let bolder = (f64::from(weight) - 400.0) / 200.0;
        return (f64::from(*regular) + (f64::from(*semibold) - f64::from(*regular)) * bolder) / 1000.0;
    }
    match character {
        '·' => 0.28,
        '’' => 0.2,
        '…' => 0.82,
        '←' | '→' | '∞' | '—' => 0.95,
        '–' => 0.5,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' => 1.0,
        '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3ffff}' => 1.0,
        _ => AVERAGE,
    }
}

impl Measure for AdvanceTable {
    fn width(&self, text: &str, style: TextStyle) -> f64 {
        let advances: f64 = match style.font {
            Font::Ui => text.chars().map(|character| advance(character, style.weight)).sum(),
            Font::Mono => text
                .chars()
                .map(|character| if advance(character, 400) >= 1.0 && !character.is_ascii() { 1.2 } else { 0.6 })
                .sum(),
        };
        advances * style.size
    }
}

/// A text and how wide it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// The text, shortened to the room that it has.
    pub text: Arc<str>,
    /// Its width in world units.
    pub width: f64,
}

impl Label {
    /// A text as it is.
    pub(crate) fn new(measure: &dyn Measure, text: &str, style: TextStyle) -> Self {
        Self { text: Arc::from(text), width: measure.width(text, style) }
    }

    /// A text in at most `room` units: what does not fit gives way to an ellipsis.
    pub(crate) fn fitting(measure: &dyn Measure, text: &str, style: TextStyle, room: f64) -> Self {
        let whole = Self::new(measure, text, style);
        if whole.width <= room {
            return whole;
        }
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let shortened = |end: usize| format!("{}…", text.get(..end).unwrap_or_default().trim_end());
        let kept = ends.partition_point(|end| measure.width(&shortened(*end), style) <= room);
        let end = kept.checked_sub(1).and_then(|last| ends.get(last)).copied().unwrap_or_default();
        Self::new(measure, &shortened(end), style)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_to_their_room() {
        let style = TextStyle::mono(10.0, 400);
        let check = |text: &str, room, expected: &str| {
            let label = Label::fitting(&AdvanceTable, text, style, room);
            assert_eq!(label.text.as_ref(), expected, "{text} in {room}");
            assert!(label.width <= room.max(6.0));
        };
        check("order-events", 72.0, "order-events");
        check("order-events", 71.0, "order-even…");
        check("order events", 42.0, "order…");
        check("größe", 18.0, "gr…");
        check("order", 1.0, "…");
        check("", 0.0, "");
    }

    #[test]
    fn widths_follow_the_fonts() {
        let check = |text: &str, style, expected: f64| {
            let width = AdvanceTable.width(text, style);
            assert!((width - expected).abs() < 0.01, "{text}: {width}");
        };
        check("ab", TextStyle::ui(10.0, 400), 11.85);
        check("ab", TextStyle::ui(10.0, 600), 12.05);
        check("ab", TextStyle::mono(10.0, 400), 12.0);
        check("注文", TextStyle::ui(10.0, 400), 20.0);
    }
}
