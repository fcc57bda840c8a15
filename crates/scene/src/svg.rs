//! A display list as SVG: what documents embed, what tests look at.

use crate::color::Rgba;
use crate::display::{Align, Command, Corners, DisplayList, Stroke};
use crate::measure::Font;
use kurbo::{BezPath, PathEl, Point, Rect};
use std::fmt::Write;

/// The picture as an SVG file of its own. Fonts are named, not embedded.
pub fn to_svg(list: &DisplayList) -> String {
    let (width, height) = (number(list.viewport.width), number(list.viewport.height));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n"
    );
    push(&mut out, &format!("<rect width=\"{width}\" height=\"{height}\"{}/>", fill(Some(list.background))));
    let camera = list.camera;
    let (x, y, scale) = (number(camera.x), number(camera.y), precise(camera.scale));
    push(&mut out, &format!("<g transform=\"matrix({scale} 0 0 {scale} {x} {y})\">"));
    for (index, command) in list.commands.iter().enumerate() {
        push(&mut out, &element(command, index));
    }
    out.push_str("</g>\n</svg>\n");
    out
}

fn push(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}

fn element(command: &Command, index: usize) -> String {
    match command {
        Command::Dots { area, spacing, radius, color } => {
            let (side, middle, radius) = (number(*spacing), number(spacing / 2.0), precise(*radius));
            let at = number(-spacing / 2.0);
            let dot = format!("<circle cx=\"{middle}\" cy=\"{middle}\" r=\"{radius}\"{}/>", fill(Some(*color)));
            format!(
                "<pattern id=\"dots{index}\" x=\"{at}\" y=\"{at}\" width=\"{side}\" height=\"{side}\" \
                 patternUnits=\"userSpaceOnUse\">{dot}</pattern><rect {} fill=\"url(#dots{index})\"/>",
                place(*area)
            )
        }
        Command::Rect { rect, corners, fill: color, stroke: line } => {
            rectangle(*rect, *corners, &format!("{}{}", fill(*color), stroke(line.as_ref())))
        }
        Command::Path { path, fill: color, stroke: line } => {
            format!("<path d=\"{}\"{}{}/>", path_data(path), fill(*color), stroke(line.as_ref()))
        }
        Command::Text { at, text, style, color, align } => {
            let family = match style.font {
                Font::Ui => "Inter, sans-serif",
                Font::Mono => "&apos;JetBrains Mono&apos;, monospace",
            };
            let anchor = match align {
                Align::Start => "",
                Align::Middle => " text-anchor=\"middle\"",
                Align::End => " text-anchor=\"end\"",
            };
            format!(
                "<text x=\"{}\" y=\"{}\" font-family=\"{family}\" font-size=\"{}\" font-weight=\"{}\"{anchor}{}>{}</text>",
                number(at.x),
                number(at.y),
                number(style.size),
                style.weight,
                fill(Some(*color)),
                escaped(text)
            )
        }
        Command::Ticks { rect, count, gap, radius, color } => {
            let bars = ticks(*rect, *count, *gap);
            let bars = bars.map(|bar| rectangle(bar, Corners::all(*radius), ""));
            format!("<g{}>{}</g>", fill(Some(*color)), bars.collect::<String>())
        }
    }
}

/// The bars of a row of ticks.
pub fn ticks(rect: Rect, count: u32, gap: f64) -> impl Iterator<Item = Rect> {
    let width = (rect.width() - gap * f64::from(count.saturating_sub(1))) / f64::from(count.max(1));
    (0..count).map(move |index| {
        let x0 = rect.x0 + f64::from(index) * (width + gap);
        Rect { x0, x1: x0 + width, ..rect }
    })
}

fn rectangle(rect: Rect, corners: Corners, paint: &str) -> String {
    if corners.top == corners.bottom {
        let radius = if corners.top > 0.0 { format!(" rx=\"{}\"", number(corners.top)) } else { String::new() };
        return format!("<rect {}{radius}{paint}/>", place(rect));
    }
    let radii = (corners.top, corners.top, corners.bottom, corners.bottom);
    let path = kurbo::Shape::to_path(&rect.to_rounded_rect(radii), 0.1);
    format!("<path d=\"{}\"{paint}/>", path_data(&path))
}

fn place(rect: Rect) -> String {
    let Rect { x0, y0, .. } = rect;
    let (x, y, width, height) = (number(x0), number(y0), number(rect.width()), number(rect.height()));
    format!("x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"")
}

fn path_data(path: &BezPath) -> String {
    let mut out = String::new();
    let point = |at: Point| format!("{} {}", number(at.x), number(at.y));
    for element in path.elements() {
        // Writing to a string does not fail.
        let _ = match element {
            PathEl::MoveTo(to) => write!(out, "M{}", point(*to)),
            PathEl::LineTo(to) => write!(out, "L{}", point(*to)),
            PathEl::QuadTo(one, to) => write!(out, "Q{} {}", point(*one), point(*to)),
            PathEl::CurveTo(one, two, to) => write!(out, "C{} {} {}", point(*one), point(*two), point(*to)),
            PathEl::ClosePath => write!(out, "Z"),
        };
    }
    out
}

fn fill(color: Option<Rgba>) -> String {
    match color {
        None => " fill=\"none\"".to_owned(),
        Some(color) => format!(" fill=\"{}\"{}", opaque(color), opacity("fill-opacity", color)),
    }
}

fn stroke(stroke: Option<&Stroke>) -> String {
    let Some(Stroke { color, width, dash }) = stroke else { return String::new() };
    let dash = dash.map_or(String::new(), |[on, off]| format!(" stroke-dasharray=\"{} {}\"", number(on), number(off)));
    let width = precise(*width);
    format!(" stroke=\"{}\"{} stroke-width=\"{width}\"{dash}", opaque(*color), opacity("stroke-opacity", *color))
}

/// The colour without its alpha: not every reader of SVG knows colours with alpha.
fn opaque(color: Rgba) -> String {
    Rgba { a: 255, ..color }.css()
}

fn opacity(attribute: &str, color: Rgba) -> String {
    if color.a == 255 { String::new() } else { format!(" {attribute}=\"{}\"", precise(f64::from(color.a) / 255.0)) }
}

/// A number with at most two decimals, and none where there are none.
fn number(value: f64) -> String {
    decimal(format!("{value:.2}"))
}

fn precise(value: f64) -> String {
    decimal(format!("{value:.4}"))
}

fn decimal(text: String) -> String {
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Text as XML allows it: markup escaped, characters that XML forbids dropped.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            control if control < ' ' && !matches!(control, '\t' | '\n' | '\r') => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped() {
        assert_eq!(escaped("a<b> & \"c\"\u{1}\u{ffff}"), "a&lt;b&gt; &amp; &quot;c&quot;");
    }

    #[test]
    fn numbers_are_short() {
        let check = |value, expected: &str| assert_eq!(number(value), expected);
        check(1.0, "1");
        check(10.0, "10");
        check(0.125, "0.12");
        check(-0.001, "0");
        check(-3.5, "-3.5");
    }
}
