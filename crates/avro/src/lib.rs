//! Avro schemas with spans: what they say, what is wrong with them, whether one reads what another wrote, and what repairs it.
//!
//! Everything here works on text that is being typed. A schema with mistakes is a schema with findings, every finding knows
//! its bytes, and every repair is a list of edits of the text that was parsed.
//!
//! # Reading a schema
//!
//! ```
//! use avro::{Parser, Schema, is_valid};
//!
//! let text = r#"{"type": "record", "name": "Order", "namespace": "shop", "fields": [
//!     {"name": "id", "type": "string"},
//!     {"name": "total", "type": "lnog"}
//! ]}"#;
//! let (schema, findings) = Schema::parse(text, &[]);
//! assert_eq!(findings[0].message, "No type has the name lnog; did you mean long?");
//! assert_eq!(findings[0].pointer, "/fields/1/type");
//! assert!(!is_valid(&findings, Parser::Specification));
//!
//! let schema = schema.unwrap(); // the rest of it can be worked with all the same
//! assert_eq!(schema.fullname(), Some("shop.Order"));
//! assert_eq!(schema.form()[0].type_text, "string");
//! ```
//!
//! Texts that it refers to go along as [`Reference`]s, in any order. [`Schema::canonical_form`] and [`Schema::fingerprint`]
//! identify it, [`Schema::normal_form`] compares it, docs and all. [`Finding::fixes`] repair single findings.
//!
//! A finding says by whose rules it is one: a registry takes a new version as [`Parser::JavaStrict`] does, and keeps a
//! history that only [`Parser::JavaLenient`] may take. Text that was not understood is [`Shape::Unknown`] and agrees with
//! everything, so ask [`Schema::is_complete`] before a verdict is final.
//!
//! # Asking for compatibility
//!
//! ```
//! use avro::{Compatibility, Profile, Schema, check_candidate};
//!
//! let v1 = Schema::parse(r#"{"type": "record", "name": "Order", "fields": []}"#, &[]).0.unwrap();
//! let draft = r#"{"type": "record", "name": "Order", "fields": [{"name": "currency", "type": "string"}]}"#;
//! let draft = Schema::parse(draft, &[]).0.unwrap();
//!
//! let findings = check_candidate(&draft, &[(1, &v1)], Compatibility::Backward, Profile::Confluent);
//! assert_eq!(findings[0].incompatibility.kind.as_str(), "READER_FIELD_MISSING_DEFAULT_VALUE");
//! assert_eq!(findings[0].incompatibility.path, "/fields/0");
//! assert_eq!(
//!     findings[0].incompatibility.sentence,
//!     "The new version needs field currency, which data of version 1 does not have, and has no default for it",
//! );
//! let repair = findings[0].candidate_repairs().next().unwrap();
//! let repaired = syntax::apply_edits(draft.text(), &repair.edits).unwrap();
//! assert!(repaired.contains(r#""default": """#));
//! ```
//!
//! [`check`] and [`check_as`] compare a reader with a writer; [`is_compatible`] gives the verdict alone and is the cheapest
//! question. The verdict is a greatest fixpoint over pairs of types, so recursion costs nothing and no assumption outlives
//! its refutation; the explanation asks the same rules again for the reasons.
//!
//! # Beyond the verdict
//!
//! - [`warn_candidate`], [`warnings`] and [`Schema::advice`] tell what every registry lets pass and hurts later.
//! - [`diff`] tells what changed, with a verdict on each change.
//! - [`data`] samples values, writes and reads them as bytes and JSON, and explains bytes that are no value.
//! - [`infer`] makes a schema from events.
//! - [`Schema::form`] and [`Schema::edit_form`] show and edit a record as rows, [`Schema::complete`] and [`Schema::hover`]
//!   help while it is typed, [`Schema::rename_with_alias`] renames with all uses.

mod assist;
mod attribute;
mod build;
mod canonical;
mod compatibility;
pub mod data;
mod default;
mod diff;
mod display;
mod finding;
mod fingerprint;
mod form;
mod form_edit;
mod infer;
mod logical;
mod meaning;
mod modes;
mod name;
mod nearest;
mod normal;
mod portable;
mod rename;
mod resolve;
mod rule;
mod schema;
mod trail;
mod type_text;
mod zero;

pub use assist::{Completion, CompletionKind, Hover, OtherType, PRIMITIVES};
pub use build::Reference;
pub use compatibility::{Compatibility, UnknownCompatibility};
pub use diff::{Change, ChangeKind, diff};
pub use finding::{Finding, TextFix, is_valid};
pub use fingerprint::crc_64_avro;
pub use form::FormField;
pub use form_edit::{FormEdit, FormRefusal};
pub use infer::{InferError, Inferred, infer};
pub use logical::LogicalType;
pub use meaning::{Definition, by_meaning};
pub use modes::{Direction, VersionFinding, VersionWarning, accepts, check_candidate, comparisons, warn_candidate};
pub use name::Name;
pub use portable::Spot;
pub use resolve::{
    Incompatibility, IncompatibilityType, Labels, Profile, Repair, RepairKind, SchemaPlace, Side, Warning, WarningKind,
    check, check_as, is_compatible, warnings,
};
pub use rule::{Parser, Rule};
pub use schema::{Enum, Field, Fixed, Record, Schema, Shape, Source, SourceId, Type, TypeId, Union, Use};
pub use type_text::NotAType;
