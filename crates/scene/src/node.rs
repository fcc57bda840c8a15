//! Nodes on the canvas: regions of contexts, cards of services and cards of topics, with every text already cut to the
//! room it has. Built when a record changes, read by every frame.

use crate::facts::{Badge, Fact};
use crate::hue::hue_of;
use crate::measure::{Label, TextStyle};
use crate::scene::Inputs;
use derive::wording::retention;
use derive::{TopicSetting, stated_cleanup, stated_number};
use kurbo::{Point, Rect, Size};
use model::{
    Cleanup, Compatibility, Context, ContextId, Hue, Message, MessageId, MessageKind, RecordKey, SchemaId, Service,
    ServiceKind, Topic, TopicKind,
};
use std::sync::Arc;

/// The size of a service's card.
pub const SERVICE_SIZE: Size = Size::new(150.0, 40.0);
/// The width of a topic's card.
pub const TOPIC_WIDTH: f64 = 226.0;
/// The smallest region, and the one that a context without a size of its own has.
pub const REGION_SIZE: Size = Size::new(190.0, 96.0);
/// The height of a region's header.
pub const REGION_HEADER: f64 = 40.0;
/// The space between a region's border and its members.
pub const REGION_PADDING: f64 = 16.0;
pub(crate) const TOPIC_HEADER: f64 = 30.0;
pub(crate) const TOPIC_FACTS: f64 = 36.0;
pub(crate) const ROW: f64 = 20.0;

pub(crate) const REGION_NAME: TextStyle = TextStyle::ui(13.0, 650);
pub(crate) const TEAM: TextStyle = TextStyle::ui(11.0, 400);
pub(crate) const SERVICE_NAME: TextStyle = TextStyle::ui(12.0, 400);
pub(crate) const SERVICE_NAME_LARGE: TextStyle = TextStyle::ui(16.0, 550);
pub(crate) const TOPIC_NAME: TextStyle = TextStyle::mono(12.0, 550);
pub(crate) const TOPIC_NAME_LARGE: TextStyle = TextStyle::mono(18.0, 550);
pub(crate) const TOPIC_KIND: TextStyle = TextStyle::ui(10.0, 400);
pub(crate) const FACTS: TextStyle = TextStyle::ui(10.5, 400);
pub(crate) const MODE: TextStyle = TextStyle::ui(9.0, 650);
pub(crate) const MESSAGE: TextStyle = TextStyle::ui(11.0, 400);
pub(crate) const VERSION: TextStyle = TextStyle::mono(10.0, 400);

/// A region or a card.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The record that it shows: a context, service or topic.
    pub key: RecordKey,
    /// Where it stands.
    pub rect: Rect,
    /// Its whole name.
    pub name: Arc<str>,
    /// Its name in the room that it has.
    pub label: Label,
    /// Its name as a scale shows it that has room for names only.
    pub(crate) large: Label,
    /// Its colour.
    pub hue: Hue,
    /// Its worst finding.
    pub badge: Option<Badge>,
    /// The parts of its kind.
    pub body: Body,
}

/// The parts of a node beside its name, by kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// The region of a context.
    Context {
        /// The owning team.
        team: Label,
    },
    /// The card of a service.
    Service {
        /// Its kind.
        kind: ServiceKind,
        /// The context in whose region it stands.
        context: ContextId,
    },
    /// The card of a topic.
    Topic(TopicCard),
}

/// The card of a topic.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicCard {
    /// The owning context.
    pub context: ContextId,
    /// How many partitions it has.
    pub partitions: u32,
    /// Its kind, where that is not events and the name leaves room for it.
    pub kind: Option<Label>,
    /// Partitions, replication, retention.
    pub facts: Label,
    /// Its compatibility mode.
    pub mode: Label,
    /// Whether the mode checks anything.
    pub checked: bool,
    /// The messages that it carries.
    pub rows: Vec<Row>,
}

/// One message on a topic's card.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The message.
    pub message: MessageId,
    /// Its schema.
    pub schema: Option<SchemaId>,
    /// Its kind.
    pub kind: MessageKind,
    /// Its name.
    pub label: Label,
    /// Its newest version.
    pub version: Label,
    /// Whether a draft is being worked on.
    pub draft: bool,
}

impl Node {
    /// Whether it is a card, which edges start from, end at and go around.
    pub fn is_card(&self) -> bool {
        match self.body {
            Body::Context { .. } => false,
            Body::Service { .. } | Body::Topic(_) => true,
        }
    }

    /// The context that it belongs to, for a card.
    pub fn context(&self) -> Option<&ContextId> {
        match &self.body {
            Body::Context { .. } => None,
            Body::Service { context, .. } => Some(context),
            Body::Topic(card) => Some(&card.context),
        }
    }

    /// Where its name stands: the place of a field that renames it.
    pub fn name_rect(&self) -> Rect {
        let Rect { x0, y0, x1, .. } = self.rect;
        match self.body {
            Body::Context { .. } => Rect::new(x0 + 8.0, y0 + 6.0, x1 - 8.0, y0 + 32.0),
            Body::Service { .. } => Rect::new(x0 + 28.0, y0 + 8.0, x1 - 6.0, self.rect.y1 - 8.0),
            Body::Topic(_) => Rect::new(x0 + 28.0, y0 + 3.0, x1 - 6.0, y0 + TOPIC_HEADER - 3.0),
        }
    }

    /// The row of a topic's card that a point is in.
    pub(crate) fn row_at(&self, point: Point) -> Option<&Row> {
        let Body::Topic(card) = &self.body else { return None };
        let from_top = point.y - self.rect.y0 - TOPIC_HEADER - TOPIC_FACTS;
        if from_top < 0.0 || !self.rect.contains(point) {
            return None;
        }
        card.rows.get((from_top / ROW) as usize)
    }

    /// The header of a region.
    pub(crate) fn header(&self) -> Rect {
        Rect { y1: (self.rect.y0 + REGION_HEADER).min(self.rect.y1), ..self.rect }
    }
}

/// The height of a topic's card with a number of messages.
pub(crate) fn topic_height(messages: usize) -> f64 {
    TOPIC_HEADER + TOPIC_FACTS + ROW * messages as f64
}

pub(crate) fn context_node(inputs: &Inputs<'_>, context: &Context, rect: Rect) -> Node {
    let key = RecordKey::Context(context.id.clone());
    let fact = inputs.facts.of(&key);
    let measure = inputs.measure;
    let room = rect.width() - 28.0;
    let team = Label::fitting(measure, &context.team, TEAM, room * 0.55);
    let gap = if context.team.is_empty() { 0.0 } else { 12.0 };
    Node {
        rect,
        name: Arc::from(context.name.as_str()),
        label: Label::fitting(measure, &context.name, REGION_NAME, room - team.width - gap),
        large: Label::new(measure, &context.name, REGION_NAME),
        hue: fact.hue.unwrap_or_else(|| hue_of(context)),
        badge: fact.badge,
        body: Body::Context { team },
        key,
    }
}

fn context_hue(inputs: &Inputs<'_>, context: &ContextId, fact: &Fact) -> Hue {
    fact.hue.unwrap_or_else(|| inputs.design.context(context).map_or(Hue::Slate, hue_of))
}

pub(crate) fn service_node(inputs: &Inputs<'_>, service: &Service, at: Point) -> Node {
    let key = RecordKey::Service(service.id.clone());
    let fact = inputs.facts.of(&key);
    Node {
        rect: Rect::from_origin_size(at, SERVICE_SIZE),
        name: Arc::from(service.name.as_str()),
        label: Label::fitting(inputs.measure, &service.name, SERVICE_NAME, SERVICE_SIZE.width - 44.0),
        large: Label::fitting(inputs.measure, &service.name, SERVICE_NAME_LARGE, SERVICE_SIZE.width - 16.0),
        hue: context_hue(inputs, &service.context, &fact),
        badge: fact.badge,
        body: Body::Service { kind: service.kind, context: service.context.clone() },
        key,
    }
}

pub(crate) fn topic_node(inputs: &Inputs<'_>, topic: &Topic, at: Point) -> Node {
    let key = RecordKey::Topic(topic.id.clone());
    let fact = inputs.facts.of(&key);
    let measure = inputs.measure;
    let rows: Vec<Row> = inputs.design.messages_of_topic(&topic.id).map(|message| row(inputs, message)).collect();
    let kind = kind_word(derive::kind_of_topic(inputs.design, topic)).map(|word| Label::new(measure, word, TOPIC_KIND));
    // The word for the kind is shown where the name leaves room for it.
    let name_room = TOPIC_WIDTH - 45.0;
    let name_width = measure.width(&topic.name, TOPIC_NAME);
    let kind = kind.filter(|word| name_width + word.width + 8.0 <= name_room);
    let mode = Label::new(measure, topic.compatibility.as_str(), MODE);
    Node {
        rect: Rect::from_origin_size(at, Size::new(TOPIC_WIDTH, topic_height(rows.len()))),
        name: Arc::from(topic.name.as_str()),
        label: Label::fitting(measure, &topic.name, TOPIC_NAME, name_room),
        large: Label::fitting(measure, &topic.name, TOPIC_NAME_LARGE, TOPIC_WIDTH - 20.0),
        hue: context_hue(inputs, &topic.context, &fact),
        badge: fact.badge,
        body: Body::Topic(TopicCard {
            context: topic.context.clone(),
            partitions: topic.partitions,
            kind,
            facts: topic_facts(inputs, topic, TOPIC_WIDTH - 24.0 - mode.width - 8.0),
            mode,
            checked: topic.compatibility != Compatibility::None,
            rows,
        }),
        key,
    }
}

fn row(inputs: &Inputs<'_>, message: &Message) -> Row {
    let schema = message.schema.as_ref().and_then(|id| inputs.design.schema(id));
    let draft = schema.is_some_and(|schema| schema.draft.is_some());
    let latest = schema.and_then(|schema| schema.latest());
    let version = match (latest, draft) {
        (Some(latest), false) => format!("v{}", latest.number),
        (Some(latest), true) => format!("v{} + draft", latest.number),
        (None, true) => "draft".to_owned(),
        (None, false) => String::new(),
    };
    let version = Label::new(inputs.measure, &version, VERSION);
    Row {
        message: message.id.clone(),
        schema: message.schema.clone(),
        kind: message.kind,
        label: Label::fitting(inputs.measure, &message.name, MESSAGE, TOPIC_WIDTH - 46.0 - version.width),
        version,
        draft,
    }
}

fn kind_word(kind: TopicKind) -> Option<&'static str> {
    match kind {
        TopicKind::Event => None,
        TopicKind::Command => Some("command"),
        TopicKind::State => Some("state"),
        TopicKind::Retry => Some("retry"),
        TopicKind::DeadLetter => Some("dead letter"),
    }
}

/// Partitions, replication and retention, in words as long as there is room for.
fn topic_facts(inputs: &Inputs<'_>, topic: &Topic, room: f64) -> Label {
    let partitions = topic.partitions;
    let mut rest = format!("RF {}", topic.replication);
    if let Some(kept) = kept(topic) {
        rest.push_str(" · ");
        rest.push_str(&kept);
    }
    let noun = if partitions == 1 { "partition" } else { "partitions" };
    let long = format!("{partitions} {noun} · {rest}");
    let whole = Label::new(inputs.measure, &long, FACTS);
    if whole.width <= room {
        whole
    } else {
        Label::fitting(inputs.measure, &format!("{partitions} p · {rest}"), FACTS, room)
    }
}

fn kept(topic: &Topic) -> Option<String> {
    match stated_cleanup(topic) {
        Some(Cleanup::Compact) => Some("compacted".to_owned()),
        Some(Cleanup::Delete | Cleanup::CompactDelete) | None => {
            stated_number(topic, TopicSetting::RetentionMs).map(retention)
        }
    }
}
