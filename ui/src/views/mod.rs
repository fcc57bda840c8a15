//! The views beside topology and schemas: thin, but true. Each shows what the records say, as lists and tables.

mod capacity;
mod context_map;
mod decisions;
mod markdown;
mod process;

pub use capacity::{CapacityView, tone_of};
pub use context_map::ContextMapView;
pub use decisions::DecisionsView;
pub use process::ProcessView;
