//! Contrast: what is read can be read (WCAG 2.2 AA: 4.5 for text, 3 for lines and signs), in both themes.

use scene::{HUES, Rgba, Theme, hue_of_id};

const TEXT: f64 = 4.5;
const SIGN: f64 = 3.0;

fn themes() -> [(&'static str, Theme); 2] {
    [("light", Theme::LIGHT), ("dark", Theme::DARK)]
}

#[test]
fn text_can_be_read() {
    let mut faint: Vec<String> = Vec::new();
    for (name, theme) in themes() {
        let mut check = |what: &str, one: Rgba, two: Rgba, least: f64| {
            if one.contrast(two) < least {
                faint.push(format!("{what} in {name}: {:.2}", one.contrast(two)));
            }
        };
        check("ink on panel", theme.ink, theme.panel, TEXT);
        check("muted on panel", theme.muted, theme.panel, TEXT);
        check("muted on canvas", theme.muted, theme.canvas, TEXT);
        check("mode on panel", theme.ok, theme.panel, TEXT);
        check("error on panel", theme.error, theme.panel, TEXT);
        check("draft on panel", theme.warning, theme.panel, TEXT);
        check("message on selected row", theme.ink, theme.accent_wash, TEXT);
        check("draft on selected row", theme.warning, theme.accent_wash, TEXT);
        check("outline on canvas", theme.accent, theme.canvas, SIGN);
        check("error on canvas", theme.error, theme.canvas, SIGN);
        check("sign on error disc", theme.badge_sign(), theme.error, SIGN);
        check("sign on warning disc", theme.badge_sign(), theme.warning_disc, SIGN);
    }
    assert!(faint.is_empty(), "{faint:#?}");
}

#[test]
fn every_hue_can_be_read() {
    let mut faint: Vec<String> = Vec::new();
    for (name, theme) in themes() {
        for hue in HUES {
            let tokens = theme.hue(hue);
            let mut check = |what: &str, one: Rgba, two: Rgba, least: f64| {
                if one.contrast(two) < least {
                    faint.push(format!("{what} of {hue:?} in {name}: {:.2}", one.contrast(two)));
                }
            };
            check("name on wash", tokens.ink, tokens.wash, TEXT);
            check("topic name on header", theme.ink, theme.header(hue), TEXT);
            check("topic kind on header", theme.muted, theme.header(hue), 4.0);
            check("flow on canvas", theme.flow(hue), theme.canvas, SIGN);
            check("flow on wash", theme.flow(hue), tokens.wash, SIGN);
            check("icon on panel", tokens.ink, theme.panel, SIGN);
        }
    }
    assert!(faint.is_empty(), "{faint:#?}");
}

#[test]
fn hues_can_be_told_apart() {
    for (_, theme) in themes() {
        let inks: std::collections::BTreeSet<Rgba> = HUES.iter().map(|hue| theme.hue(*hue).ink).collect();
        assert_eq!(inks.len(), HUES.len());
    }
}

#[test]
fn the_hue_of_an_id_never_changes() {
    let check = |id: &str, expected: &str| assert_eq!(format!("{:?}", hue_of_id(id)), expected, "{id}");
    check("order", "Slate");
    check("customer", "Violet");
    check("payment", "Lime");
}
