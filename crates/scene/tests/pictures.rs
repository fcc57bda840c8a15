//! What a small design looks like. The snapshots are SVG: open them to see.

mod shop;

use scene::{AdvanceTable, Camera, Inputs, Overlay, Point, Rect, Scene, Size, Theme, to_svg};
use shop::{facts, key, shop, view};

const VIEWPORT: Size = Size::new(884.0, 606.0);

fn svg(camera: Camera, theme: &Theme, overlay: &Overlay) -> String {
    let (design, facts) = (shop(), facts());
    let inputs = Inputs { design: &design, facts: &facts, measure: &AdvanceTable };
    let scene = Scene::new(&view(), &inputs);
    to_svg(&scene.picture(&camera, VIEWPORT, theme, overlay))
}

#[test]
fn light() {
    let overlay = Overlay { selection: [key("topic:order-events")].into(), ..Overlay::default() };
    insta::assert_snapshot!(svg(Camera::default(), &Theme::LIGHT, &overlay));
}

#[test]
fn dark_with_a_flow_on_its_way() {
    let connect = scene::Connect {
        from: key("service:loyalty-worker"),
        to: Point::new(300.0, 300.0),
        target: Some(key("topic:order-events")),
    };
    let overlay = Overlay {
        connect: Some(connect),
        hover: Some(key("service:notifier")),
        marquee: Some(Rect::new(560.0, 400.0, 660.0, 560.0)),
        drop_target: Some("product".parse().unwrap()),
        ..Overlay::default()
    };
    insta::assert_snapshot!(svg(Camera::default(), &Theme::DARK, &overlay));
}

#[test]
fn names_only() {
    let camera = Camera { scale: 0.45, x: 10.0, y: 10.0 };
    insta::assert_snapshot!(svg(camera, &Theme::LIGHT, &Overlay::default()));
}

#[test]
fn shapes_only() {
    let camera = Camera { scale: 0.2, x: 10.0, y: 10.0 };
    insta::assert_snapshot!(svg(camera, &Theme::LIGHT, &Overlay::default()));
}
