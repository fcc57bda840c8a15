//! The laws of drawing only what changed: what differs between two frames lies in the areas that are drawn anew, and an area
//! shows what the whole picture shows there.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, clippy::panic, reason = "a law may fail loudly")]

mod edits;
#[expect(dead_code, reason = "what records do not say is no matter here")]
mod shop;

use edits::{Edit, apply, edits, nodes, pick};
use kurbo::{ParamCurve, ParamCurveNearest, PathSeg, Shape};
use model::{ContextId, Design, RecordKey};
use proptest::prelude::*;
use scene::{
    AdvanceTable, Align, Camera, Command, Connect, Drag, Frame, Inputs, Measure, NoFacts, Overlay, Point, Rect,
    Repaint, Scene, Size, Stroke, Theme, Vec2,
};
use shop::{shop, view};

const VIEWPORT: Size = Size::new(884.0, 606.0);

/// What a command paints, in world units; a grid of dots paints everywhere and is told by nothing.
fn painted(command: &Command) -> Option<Rect> {
    let widened = |rect: Rect, stroke: &Option<Stroke>| {
        let more = stroke.map_or(0.0, |stroke| stroke.width / 2.0);
        rect.inflate(more, more)
    };
    Some(match command {
        Command::Dots { .. } => return None,
        Command::Rect { rect, stroke, .. } => widened(*rect, stroke),
        Command::Path { path, stroke, .. } => widened(path.bounding_box(), stroke),
        Command::Text { at, text, style, align, .. } => {
            let width = AdvanceTable.width(text, *style);
            let left = match align {
                Align::Start => at.x,
                Align::Middle => at.x - width / 2.0,
                Align::End => at.x - width,
            };
            Rect::new(left, at.y - style.size, left + width, at.y + 0.3 * style.size)
        }
        Command::Ticks { rect, .. } => *rect,
    })
}

/// Points along a line, close to each other; nothing for what is no line.
fn line(command: &Command) -> Option<Vec<Point>> {
    let Command::Path { path, fill: None, stroke: Some(_) } = command else { return None };
    let along = |segment: PathSeg| (0..=40).map(move |step| segment.eval(f64::from(step) / 40.0));
    Some(path.segments().flat_map(along).collect())
}

/// Whether another line, of the same solid stroke, runs through a point of one.
fn runs_through(other: &Command, one: &Command, point: Point) -> bool {
    match (other, one) {
        (
            Command::Path { path, fill: None, stroke: Some(stroke) },
            Command::Path { fill: None, stroke: Some(own), .. },
        ) => {
            stroke == own
                && stroke.dash.is_none()
                && path.segments().any(|it| it.nearest(point, 1e-9).distance_sq < 1e-6)
        }
        _ => false,
    }
}

/// The commands of one list that another lacks.
fn lacking(list: &[Command], other: &[Command]) -> Vec<Command> {
    let mut rest: Vec<&Command> = other.iter().collect();
    let mut out = Vec::new();
    for command in list {
        match rest.iter().position(|it| *it == command) {
            Some(at) => drop(rest.swap_remove(at)),
            None => out.push(command.clone()),
        }
    }
    out
}

/// Points in and close around a rectangle.
fn around(rect: Rect) -> impl Iterator<Item = Point> {
    let wide = rect.inflate(3.0, 3.0);
    let at = |from: f64, to: f64, step: i32| from + (to - from) * f64::from(step) / 10.0;
    (0..=10).flat_map(move |x| (0..=10).map(move |y| Point::new(at(wide.x0, wide.x1, x), at(wide.y0, wide.y1, y))))
}

/// A point of a rectangle that no area holds.
fn uncovered(rect: Rect, areas: &[Rect]) -> Option<Point> {
    let at = |from: f64, to: f64, step: i32| from + (to - from) * f64::from(step) / 8.0;
    let points = (0..=8).flat_map(|x| (0..=8).map(move |y| (x, y)));
    let holds = |area: &Rect, it: Point| it.x >= area.x0 && it.x <= area.x1 && it.y >= area.y0 && it.y <= area.y1;
    points
        .map(|(x, y)| Point::new(at(rect.x0, rect.x1, x), at(rect.y0, rect.y1, y)))
        .find(|it| !areas.iter().any(|area| holds(area, *it)))
}

/// A state of the hand that is possible in a design.
fn overlay(design: &Design, choice: &[usize]) -> Overlay {
    let mut keys: Vec<RecordKey> = nodes(design);
    keys.extend(design.flows().keys().cloned().map(RecordKey::from));
    keys.extend(design.messages().keys().cloned().map(RecordKey::from));
    let key = |nth: usize| pick(keys.iter(), nth).cloned();
    let point = |nth: usize| Point::new((nth * 97 % 1100) as f64, (nth * 61 % 700) as f64);
    let mut overlay = Overlay::default();
    match choice {
        [0, a, b, ..] => overlay.selection.extend([key(*a), key(*b)].into_iter().flatten()),
        [1, a, b, ..] => {
            overlay.selection.extend(key(*a));
            overlay.hover = key(*b);
        }
        [2, a, b, ..] => overlay.marquee = Some(Rect::from_points(point(*a), point(*b))),
        [3, a, b, ..] => {
            let from = pick(design.services().keys(), 0).unwrap().clone().into();
            let target = pick(design.topics().keys(), *b).cloned().map(RecordKey::from).filter(|_| b % 2 == 0);
            overlay.connect = Some(Connect { from, to: point(*a), target });
        }
        [4, a, ..] => overlay.drop_target = pick(design.contexts().keys(), *a).cloned() as Option<ContextId>,
        [5, a, b, ..] => {
            overlay.renaming = key(*a);
            overlay.dimmed.extend(key(*b).filter(|_| b % 5 == 0));
        }
        _ => {}
    }
    overlay
}

fn choice() -> impl Strategy<Value = Vec<usize>> {
    proptest::collection::vec(0..40_usize, 3).prop_map(|mut it| {
        it[0] %= 7;
        it
    })
}

fn frame(scale: f64, origin: (f64, f64), overlay: Overlay) -> Frame {
    let camera = Camera { scale, x: origin.0, y: origin.1 }.on_pixels(2.0);
    Frame { camera, viewport: VIEWPORT, density: 2.0, dark: false, overlay }
}

fn whole(scene: &Scene, frame: &Frame) -> Vec<Command> {
    scene.picture(&frame.camera, frame.viewport, &Theme::LIGHT, &frame.overlay).commands
}

fn inputs(design: &Design) -> Inputs<'_> {
    Inputs { design, facts: &NoFacts, measure: &AdvanceTable }
}

proptest! {
    #![proptest_config(laws::cases(200))]

    #[test]
    fn what_differs_between_two_frames_is_drawn_anew(
        edits in proptest::option::of(edits()),
        scale in 0.15..2.5_f64,
        origin in (-400.0..200.0_f64, -300.0..200.0_f64),
        pan in proptest::option::of((-90.0..90.0_f64, -90.0..90.0_f64)),
        hands in (choice(), choice()),
        drag in proptest::option::of((0..20_usize, -80.0..80.0_f64)),
    ) {
        let mut design = shop();
        let mut scene = Scene::new(&view(), &inputs(&design));
        let before = frame(scale, origin, overlay(&design, &hands.0));
        prop_assert_eq!(scene.repaint(None, &before), Repaint::Everything);
        let old = whole(&scene, &before);

        for edit in edits.iter().flatten().filter(|it| !matches!(it, Edit::Hide { .. })) {
            let changed = apply(&mut design, edit);
            scene.update(&inputs(&design), &changed);
        }
        if let Some((nth, x)) = drag {
            let nodes = pick(nodes(&design).iter(), nth).cloned().into_iter().collect();
            scene.set_drag(&inputs(&design), Some(Drag { nodes, offset: Vec2::new(x, 20.0) }));
        }
        let (x, y) = pan.unwrap_or_default();
        let now = frame(scale, (origin.0 + x, origin.1 + y), overlay(&design, &hands.1));
        let repaint = scene.repaint(Some(&before), &now);
        let new = whole(&scene, &now);
        if let Repaint::Parts { shift, areas } = repaint {
            prop_assert_eq!(shift, Vec2::new(now.camera.x - before.camera.x, now.camera.y - before.camera.y));
            let seen = now.camera.visible(VIEWPORT);
            // Where two selection rectangles lie on each other, nothing looks different.
            let marquees = [&before, &now].map(|frame| frame.overlay.marquee.map(|it| it.abs()));
            let is_marquee = |command: &Command| {
                matches!(command, Command::Rect { rect, fill: Some(fill), .. } if fill.a < 255 && marquees.contains(&Some(*rect)))
            };
            for point in marquees.iter().flatten().flat_map(|rect| around(*rect)).filter(|it| seen.contains(*it)) {
                let held = marquees.map(|it| it.is_some_and(|it| it.contains(point)));
                prop_assert!(held[0] == held[1] || uncovered(Rect::from_points(point, point), &areas).is_none());
            }
            let (gone, come) = (lacking(&old, &new), lacking(&new, &old));
            for (command, others) in gone.iter().map(|it| (it, &come)).chain(come.iter().map(|it| (it, &gone))) {
                if let Some(points) = line(command) {
                    let is_there = |point: Point| others.iter().any(|other| runs_through(other, command, point));
                    let missed = points.into_iter().filter(|it| seen.contains(*it)).find(|point| {
                        uncovered(Rect::from_points(*point, *point), &areas).is_some() && !is_there(*point)
                    });
                    prop_assert!(missed.is_none(), "{:?} at {:?} is not in {:?}", command, missed, areas);
                    continue;
                }
                if is_marquee(command) {
                    continue;
                }
                let Some(rect) = painted(command).filter(|rect| rect.overlaps(seen)) else { continue };
                let missed = uncovered(rect.intersect(seen), &areas);
                prop_assert!(missed.is_none(), "{:?} at {:?} is not in {:?}", command, missed, areas);
            }
        }
        prop_assert_eq!(scene.repaint(Some(&now), &now), Repaint::Parts { shift: Vec2::ZERO, areas: Vec::new() });
    }

    #[test]
    fn an_area_shows_what_the_whole_picture_shows_there(
        scale in 0.15..2.5_f64,
        corner in (0.0..0.95_f64, 0.0..0.95_f64),
        size in (1.0..300.0_f64, 1.0..200.0_f64),
        hand in choice(),
    ) {
        let design = shop();
        let scene = Scene::new(&view(), &inputs(&design));
        let frame = frame(scale, (40.0, 30.0), overlay(&design, &hand));
        let seen = frame.camera.visible(VIEWPORT);
        let corner = (seen.x0 + corner.0 * seen.width(), seen.y0 + corner.1 * seen.height());
        let area = Rect::from_origin_size(corner, size).intersect(seen);
        let all = whole(&scene, &frame);
        let part = scene.picture_in(area, &frame.camera, VIEWPORT, &Theme::LIGHT, &frame.overlay).commands;
        // In the order of the whole picture, and with everything that paints there.
        let foreign = lacking(&part, &all);
        prop_assert!(foreign.iter().all(|it| matches!(it, Command::Dots { .. })), "{:?}", foreign);
        let mut rest = all.iter().filter(|it| !matches!(it, Command::Dots { .. }));
        let mut left_out = Vec::new();
        for command in part.iter().filter(|it| !matches!(it, Command::Dots { .. })) {
            left_out.extend(rest.by_ref().take_while(|it| *it != command));
        }
        left_out.extend(rest);
        for command in left_out {
            let paints = match line(command) {
                Some(points) => points.iter().any(|point| area.inflate(2.0, 2.0).contains(*point)),
                None => painted(command).is_some_and(|rect| rect.overlaps(area)),
            };
            prop_assert!(!paints || area.area() == 0.0, "{:?} is left out", command);
        }
    }
}

#[test]
fn a_frame_after_a_small_change_draws_little() {
    let check = |change: &dyn Fn(&mut Design, &mut Frame) -> Vec<RecordKey>, most: f64| {
        let mut design = shop();
        let mut scene = Scene::new(&view(), &inputs(&design));
        let before = frame(0.6, (40.0, 30.0), Overlay::default());
        scene.repaint(None, &before);
        let mut now = before.clone();
        let changed = change(&mut design, &mut now);
        scene.update(&inputs(&design), &changed);
        let Repaint::Parts { areas, .. } = scene.repaint(Some(&before), &now) else { panic!("everything is drawn") };
        let share = areas.iter().map(Rect::area).sum::<f64>() / now.camera.visible(VIEWPORT).area();
        assert!(share <= most && share > 0.0, "{share}");
    };
    let service = || RecordKey::from(shop().services().keys().next().unwrap().clone());
    check(
        &|_, now| {
            now.overlay.hover = Some(service());
            vec![]
        },
        0.08,
    );
    check(
        &|_, now| {
            now.overlay.selection.insert(service());
            vec![]
        },
        0.08,
    );
    check(
        &|_, now| {
            now.camera.x += 8.0;
            vec![]
        },
        0.02,
    );
    check(
        &|design, _| {
            let mut service = design.services().values().next().unwrap().clone();
            service.name = "another name".to_owned();
            let changed = service.id.clone().into();
            design.insert(model::Record::Service(service));
            vec![changed]
        },
        0.08,
    );
}
