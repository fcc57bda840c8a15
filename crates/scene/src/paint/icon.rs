//! Signs of the kinds of service, as strokes around a point, 14 units wide.

use kurbo::{BezPath, Circle, Point, Rect, Shape};
use model::ServiceKind;

pub(super) fn service(kind: ServiceKind, center: Point) -> BezPath {
    match kind {
        ServiceKind::Application => hexagon(center),
        ServiceKind::StreamProcessor => {
            let mut path = hexagon(center);
            path.move_to(center + (-3.0, -1.5));
            path.curve_to(center + (-1.0, -4.0), center + (1.0, 1.0), center + (3.0, -1.5));
            path.move_to(center + (-3.0, 2.0));
            path.curve_to(center + (-1.0, -0.5), center + (1.0, 4.5), center + (3.0, 2.0));
            path
        }
        ServiceKind::Connector => {
            let mut path = Rect::from_center_size(center + (-3.5, 0.0), (6.0, 8.0)).to_rounded_rect(1.5).to_path(0.1);
            path.extend(Rect::from_center_size(center + (4.5, 0.0), (4.0, 4.0)).to_rounded_rect(1.0).to_path(0.1));
            path.move_to(center + (-0.5, 0.0));
            path.line_to(center + (2.5, 0.0));
            path
        }
        ServiceKind::ExternalSystem => {
            let mut path = Rect::from_center_size(center, (12.0, 12.0)).to_rounded_rect(3.0).to_path(0.1);
            path.move_to(center + (-2.5, 2.5));
            path.line_to(center + (2.5, -2.5));
            path.move_to(center + (-0.5, -2.5));
            path.line_to(center + (2.5, -2.5));
            path.line_to(center + (2.5, 0.5));
            path
        }
        ServiceKind::Actor => {
            let mut path = Circle::new(center + (0.0, -3.5), 3.0).to_path(0.1);
            path.move_to(center + (-5.5, 6.5));
            path.curve_to(center + (-5.5, 0.5), center + (5.5, 0.5), center + (5.5, 6.5));
            path
        }
    }
}

fn hexagon(center: Point) -> BezPath {
    let mut path = BezPath::new();
    path.move_to(center + (0.0, -7.5));
    for corner in [(6.5, -3.75), (6.5, 3.75), (0.0, 7.5), (-6.5, 3.75), (-6.5, -3.75)] {
        path.line_to(center + corner);
    }
    path.close_path();
    path
}
