//! How texts of a design stand in the files of other tools: one place for each format, so that a name means the same everywhere and
//! is markup or code nowhere.

pub mod markdown;
pub mod mermaid;
pub mod shell;
pub mod yaml;
