//! The views beside topology and schemas: thin, but true. Each shows what the records say, as lists and tables.

mod capacity;
mod context_map;
mod decisions;
mod head;
mod markdown;
mod process;

pub use capacity::CAPACITY;
pub use context_map::CONTEXT_MAP;
pub use decisions::DECISIONS;
pub use process::PROCESS;
