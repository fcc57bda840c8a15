//! The engine: the one façade that the window, the command line and the tests use. It holds the document, carries out
//! commands, keeps findings up to date, and says which files to write. Everything outside — clock, disk, journal — comes in
//! through [`Host`], so the same engine runs in the window's WebAssembly and natively.

mod create;
mod decision;
mod document;
mod exporting;
mod host;
mod journal;
mod lookup;
mod outside;
mod picture;
mod problem;
mod repair;

pub use document::{Effect, Engine, NotEditable};
pub use exporting::{Exported, OpenErrors};
pub use host::Host;
pub use journal::Recovered;
pub use lookup::{Found, SearchHit};
pub use outside::{Keep, Outside};
pub use problem::Problem;

pub use avro;
pub use capacity;
pub use check;
pub use derive;
pub use diagnostic;
pub use edit;
pub use export;
pub use format;
pub use layout;
pub use model;
pub use scene;
pub use syntax;
