//! Processes: what happens after what, who waits, and what undoes a step. Readable without knowing Kafka.

use crate::id::{MessageId, ProcessId, ServiceId, StepId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A business process or saga.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Process {
    /// The file's name.
    #[schemars(title = "Id")]
    pub id: ProcessId,
    /// Its name for people.
    #[schemars(title = "Name")]
    pub name: String,
    /// Its outcome, in one or two sentences.
    #[schemars(title = "Description")]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The way in which the next step is decided.
    #[schemars(title = "Style")]
    #[serde(default)]
    pub style: ProcessStyle,
    /// The service that decides, in an orchestrated process.
    #[schemars(title = "Orchestrator")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub orchestrator: Option<ServiceId>,
    /// The steps in reading order.
    #[schemars(title = "Steps")]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// The way in which the next step is decided.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ProcessStyle {
    /// One service tells the others what to do.
    #[default]
    Orchestrated,
    /// Each service reacts to the events of the others.
    Choreographed,
}

/// One step of a process.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// Its name within the process.
    #[schemars(title = "Id")]
    pub id: StepId,
    /// Its name for people.
    #[schemars(title = "Name")]
    pub name: String,
    /// The sort of step.
    #[schemars(title = "Kind")]
    pub kind: StepKind,
    /// The events of the step, in one or two sentences.
    #[schemars(title = "What happens")]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The service that does it.
    #[schemars(title = "Service")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceId>,
    /// The message that it sends or announces.
    #[schemars(title = "Message")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageId>,
    /// How long it usually takes.
    #[schemars(title = "Usually takes", extend("x-unit" = "ms"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u64>,
    /// How long it may take before it counts as failed.
    #[schemars(title = "Timeout", extend("x-unit" = "ms"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout_ms: Option<u64>,
    /// How often it is tried again.
    #[schemars(title = "Retries")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retries: Option<u32>,
    /// The value that makes a repeated attempt harmless, for example `orderId`.
    #[schemars(title = "Idempotency key")]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub idempotency_key: String,
    /// The steps that follow when it succeeds.
    #[schemars(title = "Then")]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub then: Vec<StepId>,
    /// The step that follows when it fails.
    #[schemars(title = "If it fails")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_failure: Option<StepId>,
    /// The step that undoes it.
    #[schemars(title = "Undone by")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compensation: Option<StepId>,
}

/// The sorts of step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// A person does or sees something.
    #[schemars(title = "Person")]
    Actor,
    /// A service is asked to do something.
    Command,
    /// Something has happened.
    Event,
    /// A rule reacts: whenever this, then that.
    Policy,
    /// Somebody looks at what the events have built.
    ReadModel,
    /// A system outside takes part.
    #[schemars(title = "External system")]
    External,
}
