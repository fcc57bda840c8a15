//! Views: which records a diagram shows and where they stand. Positions are records of their own, so that moving one node
//! of ten thousand changes one small record.

use crate::id::ViewId;
use crate::key::RecordKey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A diagram of the design.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct View {
    /// The file's name.
    #[schemars(title = "Id")]
    pub id: ViewId,
    /// Its name for people.
    #[schemars(title = "Name")]
    pub name: String,
    /// The picture that it draws.
    #[schemars(title = "Draws")]
    #[serde(default)]
    pub kind: ViewKind,
    /// The contexts, services and topics that it leaves out.
    #[schemars(title = "Leaves out")]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hidden: Vec<RecordKey>,
}

/// The picture that a view draws.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ViewKind {
    /// Contexts, services, topics and flows.
    #[default]
    Topology,
    /// Contexts and their relations.
    ContextMap,
}

/// Where a context, service or topic stands in a view, in whole canvas units from the top left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Placement {
    /// The view.
    #[schemars(title = "View")]
    pub view: ViewId,
    /// The key of a context, service or topic.
    #[schemars(title = "Node")]
    pub node: RecordKey,
    /// The left edge.
    #[schemars(title = "Left")]
    pub x: i32,
    /// The top edge.
    #[schemars(title = "Top")]
    pub y: i32,
    /// The width, where it was chosen by hand; contexts only.
    #[schemars(title = "Width", extend("x-least" = 1))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// The height, where it was chosen by hand; contexts only.
    #[schemars(title = "Height", extend("x-least" = 1))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
}
