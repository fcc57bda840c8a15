//! The laws of a scene: it follows edits as if it were made anew, a camera keeps what it promises, a hit finds what is drawn.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a law may fail loudly")]

mod edits;
mod shop;

use edits::{apply, edits, nodes, place};
use model::{Record, RecordKey};
use proptest::prelude::*;
use scene::{
    AdvanceTable, Body, Camera, Drag, Edge, Hit, Inputs, NoFacts, Node, Overlay, Point, Rect, Scene, Size, Theme, Vec2,
    arrange, to_svg,
};
use shop::{facts, key, shop, view};
use std::collections::BTreeSet;

const VIEWPORT: Size = Size::new(884.0, 606.0);

fn everything(scene: &Scene) -> (Vec<Node>, Vec<Edge>, String) {
    let svg = to_svg(&scene.whole_picture(&Theme::LIGHT, 20.0));
    (scene.nodes().cloned().collect(), scene.edges().cloned().collect(), svg)
}

proptest! {
    #![proptest_config(laws::cases(150))]

    #[test]
    fn a_scene_that_follows_edits_equals_one_made_anew(edits in edits()) {
        let (mut design, facts) = (shop(), facts());
        let mut scene = Scene::new(&view(), &Inputs { design: &design, facts: &facts, measure: &AdvanceTable });
        for edit in &edits {
            let changed = apply(&mut design, edit);
            let inputs = Inputs { design: &design, facts: &facts, measure: &AdvanceTable };
            scene.update(&inputs, &changed);
            prop_assert_eq!(everything(&scene), everything(&Scene::new(&view(), &inputs)), "{:?}", edit);
        }
    }

    #[test]
    fn a_drag_shows_what_its_drop_will_be_and_can_be_given_up(
        picked in proptest::collection::btree_set(0..21_usize, 1..4), x in -400..400_i32, y in -400..400_i32,
    ) {
        let (mut design, facts) = (shop(), facts());
        let mut scene = Scene::new(&view(), &Inputs { design: &design, facts: &facts, measure: &AdvanceTable });
        let before = everything(&scene);
        let all = nodes(&design);
        let moving = scene.with_members(&picked.iter().map(|nth| all[*nth].clone()).collect());
        let inputs = Inputs { design: &design, facts: &facts, measure: &AdvanceTable };
        let offset = Vec2::new(f64::from(x), f64::from(y));
        scene.set_drag(&inputs, Some(Drag { nodes: moving.clone(), offset: offset / 2.0 }));
        scene.set_drag(&inputs, Some(Drag { nodes: moving.clone(), offset }));
        let dragged: Vec<Node> = scene.nodes().cloned().collect();
        scene.set_drag(&inputs, None);
        prop_assert_eq!(everything(&scene), before);
        for node in &moving {
            let mut placement = design.placement(&view(), node).unwrap().clone();
            placement.x += x;
            placement.y += y;
            design.insert(Record::Placement(placement));
        }
        let inputs = Inputs { design: &design, facts: &facts, measure: &AdvanceTable };
        let dropped: Vec<Node> = Scene::new(&view(), &inputs).nodes().cloned().collect();
        prop_assert_eq!(dragged, dropped);
    }

    #[test]
    fn zooming_keeps_what_is_under_the_pointer(
        scale in 0.1..4.0_f64, x in -5e3..5e3_f64, y in -5e3..5e3_f64, factor in 0.01..50.0_f64, px in 0.0..2e3_f64, py in 0.0..2e3_f64,
    ) {
        let camera = Camera { scale, x, y };
        let pointer = Point::new(px, py);
        let zoomed = camera.zoomed_at(pointer, factor);
        prop_assert!((Camera::MIN_SCALE..=Camera::MAX_SCALE).contains(&zoomed.scale));
        let under = camera.world_from_screen(pointer);
        prop_assert!(zoomed.screen_from_world(under).distance(pointer) < 1e-6);
        prop_assert!(camera.screen_from_world(camera.world_from_screen(pointer)).distance(pointer) < 1e-6);
    }

    #[test]
    fn fitting_shows_all_of_a_rectangle(
        x in -5e3..5e3_f64, y in -5e3..5e3_f64, width in 0.0..7e3_f64, height in 0.0..5e3_f64, padding in 0.0..60.0_f64,
    ) {
        let rect = Rect::new(x, y, x + width, y + height);
        let camera = Camera::fit(rect, Size::new(1000.0, 800.0), padding);
        let shown = camera.screen_from_world_rect(rect);
        prop_assert!(Rect::new(0.0, 0.0, 1000.0, 800.0).inflate(1e-6 - padding, 1e-6 - padding).contains_rect(shown), "{shown:?}");
    }

    #[test]
    fn revealing_moves_no_further_than_needed(x in -5e3..5e3_f64, y in -5e3..5e3_f64, scale in 0.1..4.0_f64) {
        let rect = Rect::new(x, y, x + 150.0, y + 40.0);
        let camera = Camera { scale, x: 0.0, y: 0.0 }.revealing(rect, Size::new(1000.0, 800.0), 20.0);
        let shown = camera.screen_from_world_rect(rect);
        prop_assert!(Rect::new(19.9, 19.9, 980.1, 780.1).contains_rect(shown), "{shown:?}");
        prop_assert_eq!(camera.revealing(rect, Size::new(1000.0, 800.0), 20.0), camera);
    }

    #[test]
    fn a_frame_draws_what_the_whole_picture_draws_there(x in -900.0..100.0_f64, y in -500.0..100.0_f64, scale in 0.6..4.0_f64) {
        // Culling leaves out nothing that is seen: every visible card is there, as its name shows.
        let (design, facts) = (shop(), facts());
        let scene = Scene::new(&view(), &Inputs { design: &design, facts: &facts, measure: &AdvanceTable });
        let camera = Camera { scale, x, y };
        let svg = to_svg(&scene.picture(&camera, VIEWPORT, &Theme::DARK, &Overlay::default()));
        let seen = camera.visible(VIEWPORT);
        for node in scene.nodes().filter(|node| node.rect.overlaps(seen)) {
            prop_assert!(svg.contains(&format!(">{}<", node.label.text)), "{}", node.name);
        }
        for node in scene.nodes().filter(|node| !node.rect.inflate(30.0, 30.0).overlaps(seen)) {
            prop_assert!(!svg.contains(&format!(">{}<", node.label.text)), "{}", node.name);
        }
    }
}

#[test]
fn a_click_finds_what_is_on_top() {
    let (design, facts) = (shop(), facts());
    let scene = Scene::new(&view(), &Inputs { design: &design, facts: &facts, measure: &AdvanceTable });
    let camera = Camera { scale: 2.0, x: -30.0, y: 40.0 };
    let check = |x: f64, y: f64, expected: Option<&str>| {
        let hit = scene.hit(camera.screen_from_world(Point::new(x, y)), 6.0, &camera);
        assert_eq!(hit.map(|hit| format!("{hit:?}")), expected.map(str::to_owned), "{x}, {y}");
    };
    check(60.0, 70.0, Some(r#"Node(Service(ServiceId("customer-api")))"#));
    check(189.5, 78.0, Some(r#"Port { node: Service(ServiceId("customer-api")), side: Right }"#));
    check(60.0, 30.0, Some(r#"ContextHeader(ContextId("customer"))"#));
    check(205.0, 120.0, Some(r#"ContextGround(ContextId("customer"))"#));
    check(211.0, 167.0, Some(r#"ContextCorner(ContextId("customer"))"#));
    check(400.0, 50.0, Some(r#"Node(Topic(TopicId("customer-events")))"#));
    check(
        400.0,
        104.0,
        Some(r#"Message { topic: TopicId("customer-events"), message: MessageId("customer-created") }"#),
    );
    check(547.0, 173.0, Some(r#"Badge(Topic(TopicId("order-events")))"#));
    check(250.0, 79.5, Some(r#"Edge(FlowId("customer-api-writes-customer-events"))"#));
    check(600.0, 225.0, Some(r#"Edge(FlowId("inventory-svc-reads-order-events"))"#));
    check(250.0, 120.0, None);
    check(-500.0, 0.0, None);
}

#[test]
fn lines_are_hit_within_the_tolerance_at_every_scale() {
    let (design, facts) = (shop(), facts());
    let scene = Scene::new(&view(), &Inputs { design: &design, facts: &facts, measure: &AdvanceTable });
    for scale in [0.2, 0.5, 1.0, 4.0] {
        let camera = Camera { scale, x: 0.0, y: 0.0 };
        let on_line = camera.screen_from_world(Point::new(270.0, 79.3));
        let flow = |offset: f64| scene.hit(on_line + Vec2::new(0.0, offset), 6.0, &camera);
        let expected = Some(Hit::Edge("customer-api-writes-customer-events".parse().unwrap()));
        assert_eq!(flow(5.0), expected, "{scale}");
        assert_eq!(flow(-5.0), expected, "{scale}");
        assert_ne!(flow(-16.0), expected, "{scale}");
    }
}

#[test]
fn a_marquee_takes_cards_it_touches_and_regions_it_holds() {
    let (design, facts) = (shop(), facts());
    let scene = Scene::new(&view(), &Inputs { design: &design, facts: &facts, measure: &AdvanceTable });
    let check = |rect: Rect, expected: &[&str]| {
        let expected: BTreeSet<RecordKey> = expected.iter().map(|text| key(text)).collect();
        assert_eq!(scene.inside(rect), expected);
    };
    check(Rect::new(100.0, 60.0, 330.0, 70.0), &["service:customer-api", "topic:customer-events"]);
    check(Rect::new(230.0, 180.0, 10.0, 10.0), &["context:customer", "service:customer-api", "service:loyalty-worker"]);
}

#[test]
fn a_drop_lands_in_the_region_below_that_does_not_move_itself() {
    let (design, facts) = (shop(), facts());
    let scene = Scene::new(&view(), &Inputs { design: &design, facts: &facts, measure: &AdvanceTable });
    let at = Point::new(200.0, 120.0);
    assert_eq!(scene.drop_target(at, &BTreeSet::new()), Some("customer".parse().unwrap()));
    assert_eq!(scene.drop_target(at, &[key("context:customer")].into()), None);
    assert_eq!(scene.drop_target(Point::new(250.0, 120.0), &BTreeSet::new()), None);
}

#[test]
fn what_has_no_place_gets_one_and_keeps_it() {
    let mut design = shop();
    let facts = NoFacts;
    let unplaced = ["topic:payment-events", "service:fraud-scorer", "context:product", "service:catalog-api"];
    for node in unplaced {
        design.remove(&RecordKey::Placement(view(), Box::new(key(node))));
    }
    let inputs = Inputs { design: &design, facts: &facts, measure: &AdvanceTable };
    let mut scene = Scene::new(&view(), &inputs);
    let cards: Vec<&Node> = scene.nodes().filter(|node| node.is_card()).collect();
    for (index, one) in cards.iter().enumerate() {
        for two in cards.iter().skip(index + 1) {
            assert!(one.rect.intersect(two.rect).is_zero_area(), "{} and {}", one.name, two.name);
        }
    }
    assert_eq!(
        scene.unplaced().map(|(key, _)| key.to_string()).collect::<BTreeSet<_>>(),
        unplaced.map(str::to_owned).into()
    );
    let payment = scene.node(&key("context:payment")).unwrap().rect;
    assert!(payment.contains_rect(scene.node(&key("service:fraud-scorer")).unwrap().rect));

    let stood = scene.node(&key("topic:payment-events")).unwrap().rect;
    fixture::change(&mut design, "service ledger context=payment");
    let inputs = Inputs { design: &design, facts: &facts, measure: &AdvanceTable };
    scene.update(&inputs, &[key("service:ledger")]);
    assert_eq!(scene.node(&key("topic:payment-events")).unwrap().rect, stood);
    assert!(scene.node(&key("service:ledger")).is_some());
}

#[test]
fn what_comes_back_stands_where_it_stood() {
    let mut design = shop();
    let mut scene = Scene::new(&view(), &Inputs { design: &design, facts: &NoFacts, measure: &AdvanceTable });
    let made = ["context:returns", "service:returns-api", "topic:returns-events"];
    // Made one after the other, as by hand: together they would be laid out otherwise.
    fixture::change(&mut design, "context returns");
    scene.update(&Inputs { design: &design, facts: &NoFacts, measure: &AdvanceTable }, &[key(made[0])]);
    fixture::change(&mut design, "service returns-api context=returns");
    scene.update(&Inputs { design: &design, facts: &NoFacts, measure: &AdvanceTable }, &[key(made[1])]);
    fixture::change(&mut design, "topic returns-events context=returns");
    scene.update(&Inputs { design: &design, facts: &NoFacts, measure: &AdvanceTable }, &[key(made[2])]);
    let stood = everything(&scene);

    let whole = design.clone();
    made.iter().for_each(|node| drop(design.remove(&key(node))));
    scene.update(&Inputs { design: &design, facts: &NoFacts, measure: &AdvanceTable }, &made.map(key));
    assert!(made.iter().all(|node| scene.node(&key(node)).is_none()));
    scene.update(&Inputs { design: &whole, facts: &NoFacts, measure: &AdvanceTable }, &made.map(key));
    assert_eq!(everything(&scene), stood);

    // A place that something else has taken is not given back.
    scene.update(&Inputs { design: &design, facts: &NoFacts, measure: &AdvanceTable }, &made.map(key));
    let at = stood.0.iter().find(|node| node.key == key(made[2])).unwrap().rect.origin();
    let mut taken = whole;
    fixture::change(&mut taken, "topic refunds context=order");
    place(&mut taken, &key("topic:refunds"), at.x as i32, at.y as i32);
    taken.remove(&key(made[2]));
    scene.update(&Inputs { design: &taken, facts: &NoFacts, measure: &AdvanceTable }, &[key("topic:refunds")]);
    fixture::change(&mut taken, "topic returns-events context=returns");
    scene.update(&Inputs { design: &taken, facts: &NoFacts, measure: &AdvanceTable }, &[key(made[2])]);
    let (one, two) = (scene.node(&key(made[2])).unwrap().rect, scene.node(&key("topic:refunds")).unwrap().rect);
    assert!(one.intersect(two).is_zero_area(), "{one:?} {two:?}");
}

#[test]
fn arranging_places_everything_but_what_is_kept() {
    let mut design = shop();
    let kept = design.placement(&view(), &key("topic:order-events")).unwrap().clone();
    for placement in arrange(&design, &view(), &[kept.node.clone()].into()) {
        assert_ne!(placement.node, kept.node);
        design.insert(Record::Placement(placement));
    }
    let inputs = Inputs { design: &design, facts: &NoFacts, measure: &AdvanceTable };
    let scene = Scene::new(&view(), &inputs);
    assert_eq!(scene.unplaced().count(), 0);
    let regions: Vec<&Node> = scene.nodes().filter(|node| !node.is_card()).collect();
    for region in &regions {
        for other in scene.nodes().filter(|other| other.key != region.key) {
            let member =
                matches!(&other.body, Body::Service { context, .. } if context.as_str() == region.key.id_str());
            assert!(member || region.rect.intersect(other.rect).is_zero_area(), "{} and {}", region.name, other.name);
        }
    }
}

#[test]
fn a_view_hides_what_it_leaves_out_and_what_stands_in_it() {
    let mut design = shop();
    let mut shown = design.view(&view()).unwrap().clone();
    shown.hidden = vec![key("context:order"), key("topic:payment-events")];
    design.insert(Record::View(shown));
    let scene = Scene::new(&view(), &Inputs { design: &design, facts: &NoFacts, measure: &AdvanceTable });
    for hidden in ["context:order", "service:order-api", "topic:order-events", "topic:payment-events"] {
        assert!(scene.node(&key(hidden)).is_none(), "{hidden}");
    }
    assert_eq!(scene.edges().count(), 3);
}

#[test]
fn ports_of_a_card_are_spread_in_the_order_of_their_other_ends() {
    let design = shop();
    let scene = Scene::new(&view(), &Inputs { design: &design, facts: &NoFacts, measure: &AdvanceTable });
    let hit = |x: f64, y: f64| scene.hit(Point::new(x, y), 3.0, &Camera::default()).map(|hit| hit.record().to_string());
    // Three readers on the right, one above the other; three flows on the left.
    assert_eq!(hit(553.0, 214.0).as_deref(), Some("flow:notifier-reads-order-events"));
    assert_eq!(hit(557.0, 234.0).as_deref(), Some("flow:inventory-svc-reads-order-events"));
    assert_eq!(hit(553.0, 254.0).as_deref(), Some("flow:payment-svc-reads-order-events"));
}

#[test]
fn a_new_fact_is_shown_when_its_record_is_named() {
    let design = shop();
    let mut facts = facts();
    let mut scene = Scene::new(&view(), &Inputs { design: &design, facts: &facts, measure: &AdvanceTable });
    let flow = key("flow:notifier-reads-customer-events");
    facts.insert(flow.clone(), scene::Fact { label: Some("a <b> & c".to_owned()), ..scene::Fact::default() });
    scene.update(&Inputs { design: &design, facts: &facts, measure: &AdvanceTable }, &[flow]);
    let svg = to_svg(&scene.whole_picture(&Theme::LIGHT, 10.0));
    assert!(svg.contains(">a &lt;b&gt; &amp; c</text>"));
}

#[test]
fn records_that_failed_go_on_to_the_topic_that_takes_them() {
    let mut design = shop();
    let mut taker = design.topic(&"payment-events".parse().unwrap()).unwrap().clone();
    taker.source = Some("order-events".parse().unwrap());
    design.insert(Record::Topic(taker));
    let inputs = Inputs { design: &design, facts: &NoFacts, measure: &AdvanceTable };
    let scene = Scene::new(&view(), &inputs);
    let edge = scene.edges_of(&key("topic:payment-events")).find(|edge| edge.kind == scene::EdgeKind::Failed).unwrap();
    assert_eq!((&edge.from, &edge.record), (&key("topic:order-events"), &key("topic:payment-events")));
    let hit = scene.hit(edge.middle(), 6.0, &Camera::default());
    assert_eq!(hit, Some(Hit::Node(key("topic:payment-events"))));
}

#[test]
fn the_minimap_holds_everything_and_leads_there() {
    let design = shop();
    let scene = Scene::new(&view(), &Inputs { design: &design, facts: &NoFacts, measure: &AdvanceTable });
    let size = Size::new(160.0, 100.0);
    let minimap = scene.minimap(size, &Theme::LIGHT);
    let inside = Rect::from_origin_size(Point::ZERO, size);
    for command in &minimap.picture.commands {
        let scene::Command::Rect { rect, .. } = command else { panic!("{command:?}") };
        assert!(inside.contains_rect(minimap.picture.camera.screen_from_world_rect(*rect)), "{rect:?}");
    }
    assert_eq!(minimap.picture.commands.len(), 10, "six regions and four topics");

    let there = Point::new(40.0, 70.0);
    let camera = minimap.camera_at(there, &Camera { scale: 2.0, x: 5.0, y: 5.0 }, VIEWPORT);
    let seen = camera.visible(VIEWPORT).center();
    assert!(seen.distance(minimap.picture.camera.world_from_screen(there)) < 1e-6);
    assert!(minimap.seen(&camera, VIEWPORT).contains(there));
}
