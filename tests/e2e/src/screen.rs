//! What stands on the screen, pixel by pixel: asked of the display and not of the page, so that it is what a person sees,
//! even when the page no longer answers.

use crate::display::Display;
use anyhow::{Context, ensure};
use std::collections::HashSet;
use std::path::Path;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt, ImageFormat};

/// A picture, three bytes a pixel.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// Pixels a line.
    pub width: u32,
    /// Lines.
    pub height: u32,
    /// Red, green and blue of each pixel, line by line.
    rgb: Vec<u8>,
}

impl Picture {
    /// What a display shows now.
    pub fn of(display: &Display) -> anyhow::Result<Self> {
        let (connection, screen) = x11rb::connect(Some(display.name()))?;
        let screen = connection.setup().roots.get(screen).context("the display has no screen")?;
        let (width, height) = (screen.width_in_pixels, screen.height_in_pixels);
        let image = connection.get_image(ImageFormat::Z_PIXMAP, screen.root, 0, 0, width, height, u32::MAX)?.reply()?;
        ensure!(image.depth == 24, "the display has {} bits a pixel, not 24", image.depth);
        let rgb = image.data.chunks_exact(4).filter_map(|pixel| match pixel {
            [blue, green, red, _] => Some([*red, *green, *blue]),
            _ => None,
        });
        Ok(Self { width: width.into(), height: height.into(), rgb: rgb.flatten().collect() })
    }

    /// How many colours it has.
    pub fn colours(&self) -> usize {
        self.rgb.chunks_exact(3).collect::<HashSet<_>>().len()
    }

    /// How bright it is on average, from 0 to 1.
    pub fn brightness(&self) -> f64 {
        let sum: u64 = self.rgb.iter().map(|it| u64::from(*it)).sum();
        sum as f64 / self.rgb.len() as f64 / 255.0
    }

    /// Writes it as a PNG, as small as that goes without loss.
    pub fn save(&self, path: &Path) -> anyhow::Result<()> {
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        let file = std::fs::File::create(path)?;
        let mut encoder = png::Encoder::new(std::io::BufWriter::new(file), self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_compression(png::Compression::High);
        encoder.set_filter(png::Filter::NoFilter);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.rgb)?;
        Ok(writer.finish()?)
    }
}
