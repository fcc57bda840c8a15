//! The twelve hues of contexts. A hue follows from the id, so that a context looks the same in every view, on every machine
//! and in every export without anybody choosing; a hand-chosen one wins.

use crate::color::Rgba;
use model::{Context, Hue};

/// One hue of a theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HueTokens {
    /// The ground of a region.
    pub wash: Rgba,
    /// The border of a region.
    pub line: Rgba,
    /// Names, icons and flows.
    pub ink: Rgba,
}

const fn tokens(wash: u32, line: u32, ink: u32) -> HueTokens {
    HueTokens { wash: Rgba::hex(wash), line: Rgba::hex(line), ink: Rgba::hex(ink) }
}

/// All hues, in the order in which ids are spread over them.
pub const HUES: [Hue; 12] = [
    Hue::Teal,
    Hue::Violet,
    Hue::Amber,
    Hue::Green,
    Hue::Rose,
    Hue::Blue,
    Hue::Orange,
    Hue::Cyan,
    Hue::Fuchsia,
    Hue::Lime,
    Hue::Indigo,
    Hue::Slate,
];

pub(crate) const fn light(hue: Hue) -> HueTokens {
    match hue {
        Hue::Teal => tokens(0xEBFDFE, 0xB4DFE6, 0x0E7490),
        Hue::Violet => tokens(0xF4F2FF, 0xD2C6F7, 0x6D28D9),
        Hue::Amber => tokens(0xFFFAEA, 0xEBD5B5, 0xB45309),
        Hue::Green => tokens(0xEFFDF4, 0xBBE0C8, 0x15803D),
        Hue::Rose => tokens(0xFDF2F8, 0xEFC5DA, 0xBE185D),
        Hue::Blue => tokens(0xEFF6FF, 0xC2D6F8, 0x1D4ED8),
        Hue::Orange => tokens(0xFFF4ED, 0xF3CAB2, 0xC2410C),
        Hue::Cyan => tokens(0xEEF8FF, 0xB7DAF0, 0x0369A1),
        Hue::Fuchsia => tokens(0xFDF3FF, 0xE9C8F1, 0xA21CAF),
        Hue::Lime => tokens(0xF7FDE8, 0xD2E1AA, 0x4D7C0F),
        Hue::Indigo => tokens(0xF0F2FF, 0xC9CDF6, 0x4338CA),
        Hue::Slate => tokens(0xF1F4F7, 0xCBD3DD, 0x475467),
    }
}

pub(crate) const fn dark(hue: Hue) -> HueTokens {
    match hue {
        Hue::Teal => tokens(0x0F2228, 0x1F4A54, 0x5CC8DB),
        Hue::Violet => tokens(0x1B1830, 0x3E3468, 0xB79CFF),
        Hue::Amber => tokens(0x251D11, 0x54401F, 0xF0B45C),
        Hue::Green => tokens(0x11231A, 0x24503A, 0x5FD08C),
        Hue::Rose => tokens(0x291620, 0x5C2C45, 0xF58BBB),
        Hue::Blue => tokens(0x121C33, 0x27406F, 0x84ADFF),
        Hue::Orange => tokens(0x281A13, 0x5A3723, 0xFF9E6B),
        Hue::Cyan => tokens(0x0E1F2F, 0x1E4866, 0x66C0F4),
        Hue::Fuchsia => tokens(0x251629, 0x56305C, 0xE58BF0),
        Hue::Lime => tokens(0x1A2211, 0x3D4F20, 0xB4D65C),
        Hue::Indigo => tokens(0x171A32, 0x343B70, 0x9DA4FF),
        Hue::Slate => tokens(0x1A2029, 0x394554, 0xA9B6C6),
    }
}

/// The hue of a context: the chosen one, or the one that its id gives.
pub fn hue_of(context: &Context) -> Hue {
    context.hue.unwrap_or_else(|| hue_of_id(context.id.as_str()))
}

/// The hue that an id gives, by FNV-1a, which is the same everywhere and for ever.
pub fn hue_of_id(id: &str) -> Hue {
    let hash = id
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    let at = usize::try_from(hash % 12).unwrap_or_default();
    HUES.get(at).copied().unwrap_or(Hue::Slate)
}
