//! The tools of the canvas: what the next press of the pointer does.

use engine::model::Kind;
use icondata_core::Icon;

/// What the next press of the pointer does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tool {
    /// Selects and moves.
    #[default]
    Select,
    /// Moves the view.
    Hand,
    /// Draws a bounded context.
    Context,
    /// Adds a service.
    Service,
    /// Adds a topic.
    Topic,
    /// Adds a message to the topic under the pointer.
    Message,
    /// Draws a flow from card to card.
    Flow,
}

impl Tool {
    /// All tools, in the order of the bar.
    pub const ALL: [Self; 7] =
        [Self::Select, Self::Hand, Self::Context, Self::Service, Self::Topic, Self::Message, Self::Flow];

    /// The word on its button.
    pub fn title(self) -> &'static str {
        match self {
            Self::Select => "Select",
            Self::Hand => "Hand",
            Self::Context => "Context",
            Self::Service => "Service",
            Self::Topic => "Topic",
            Self::Message => "Message",
            Self::Flow => "Flow",
        }
    }

    /// Its name in the palette.
    pub fn action_title(self) -> &'static str {
        match self {
            Self::Select => "Select and move",
            Self::Hand => "Move the view",
            Self::Context => "Draw a bounded context",
            Self::Service => "Add a service",
            Self::Topic => "Add a topic",
            Self::Message => "Add a message to a topic",
            Self::Flow => "Draw a flow",
        }
    }

    /// Its key.
    pub fn key(self) -> &'static [&'static str] {
        match self {
            Self::Select => &["V"],
            Self::Hand => &["H"],
            Self::Context => &["C"],
            Self::Service => &["S"],
            Self::Topic => &["T"],
            Self::Message => &["M"],
            Self::Flow => &["F"],
        }
    }

    /// Its name in test ids.
    pub fn word(self) -> &'static str {
        match self {
            Self::Select => "select",
            Self::Hand => "hand",
            Self::Context => "context",
            Self::Service => "service",
            Self::Topic => "topic",
            Self::Message => "message",
            Self::Flow => "flow",
        }
    }

    /// Its icon.
    pub fn icon(self) -> Icon {
        match self {
            Self::Select => icondata_lu::LuMousePointer2,
            Self::Hand => icondata_lu::LuHand,
            Self::Context => icondata_lu::LuSquareDashed,
            Self::Service => icondata_lu::LuHexagon,
            Self::Topic => icondata_lu::LuRows3,
            Self::Message => icondata_lu::LuMail,
            Self::Flow => icondata_lu::LuSpline,
        }
    }

    /// What it creates, for tools that do.
    pub fn creates(self) -> Option<Kind> {
        match self {
            Self::Context => Some(Kind::Context),
            Self::Service => Some(Kind::Service),
            Self::Topic => Some(Kind::Topic),
            Self::Message => Some(Kind::Message),
            Self::Select | Self::Hand | Self::Flow => None,
        }
    }

    /// What to do with it, said while it is in hand; tools that draw nothing need no word.
    pub fn hint(self) -> Option<&'static str> {
        match self {
            Self::Select | Self::Hand => None,
            Self::Context => Some("Drag a rectangle, or press once"),
            Self::Service => Some("Press inside a context"),
            Self::Topic => Some("Press in a context or beside it; the marked one takes it"),
            Self::Message => Some("Press on a topic; Enter goes on with the next message"),
            Self::Flow => Some("Pull from a service to a topic to write, from a topic to a service to read"),
        }
    }

    /// Whether it goes from the hand after one record unless it is taken twice.
    pub fn is_for_one(self) -> bool {
        match self {
            Self::Context | Self::Service | Self::Topic | Self::Message => true,
            Self::Select | Self::Hand | Self::Flow => false,
        }
    }

    /// The cursor while nothing is under it.
    pub fn cursor(self) -> &'static str {
        match self {
            Self::Select => "default",
            Self::Hand => "grab",
            Self::Context | Self::Service | Self::Topic | Self::Message | Self::Flow => "crosshair",
        }
    }
}
