//! Repairs of enums: symbols that are missing and defaults for those that will be.

use super::explain::Site;
use super::incompatibility::{Repair, RepairKind, Side};
use super::mend::with_defaults;
use super::repair::{merge_insertions, repair};
use super::sentence::missing_symbols;
use crate::schema::{Enum, Schema, Shape, SourceId};
use diagnostic::listed;
use syntax::{Kind, NodeId, TextEdit, quote};

/// Symbols that say "something else", of which one is the best default of an enum.
const UNKNOWN_SYMBOLS: [&str; 7] = ["UNKNOWN", "UNSPECIFIED", "UNDEFINED", "OTHER", "NONE", "UNRECOGNIZED", "DEFAULT"];

pub(super) fn symbols(reader: &Schema, writer: &Schema, site: Site) -> Vec<Repair> {
    let (wanted, written) = (reader.ty(site.reader.ty), writer.ty(site.writer.ty));
    let (Shape::Enum(known), Shape::Enum(writes)) = (&wanted.shape, &written.shape) else { return Vec::new() };
    let missing = missing_symbols(&wanted.shape, &written.shape);
    let tree = reader.tree(wanted.source);
    let mut repairs = enum_defaults(reader, wanted.source, wanted.node, known);
    if let Some(list) = tree.get(wanted.node, "symbols").filter(|&list| tree.kind(list) == Kind::Array) {
        let texts: Vec<String> = missing.iter().map(|symbol| quote(symbol)).collect();
        let edits = vec![tree.insert_element(list, usize::MAX, &texts.join(", "))];
        let title = format!("Add the symbol {}", listed(&missing, "and"));
        repairs.push(repair(reader, RepairKind::KeepSymbol, title, Side::Reader, wanted.source, edits));
    }
    let there = writer.tree(written.source);
    let kept: Vec<String> =
        writes.symbols.iter().filter(|symbol| !missing.contains(&&***symbol)).map(|symbol| quote(symbol)).collect();
    let default_stays = writes.default.as_ref().is_none_or(|default| !missing.contains(&&**default));
    if let Some(list) = there.get(written.node, "symbols").filter(|_| default_stays && !kept.is_empty()) {
        let edits = vec![there.replace_value(list, &format!("[{}]", kept.join(", ")))];
        let title = format!("Remove the symbol {}", listed(&missing, "and"));
        let edits = with_defaults(writer, site.writer.ty, edits, |symbol| missing.contains(&symbol));
        repairs.push(repair(writer, RepairKind::ChangeBack, title, Side::Writer, written.source, edits));
    }
    repairs
}

/// Defaults for an enum: a symbol that says "something else" when there is one; otherwise a new one, or the first.
pub(super) fn enum_defaults(schema: &Schema, source: SourceId, node: NodeId, known: &Enum) -> Vec<Repair> {
    let tree = schema.tree(source);
    let default = |symbol: &str| tree.set_member(node, "default", &quote(symbol), Some("symbols"));
    let push = |title: String, edits: Vec<TextEdit>| {
        repair(schema, RepairKind::AddEnumDefault, title, Side::Reader, source, merge_insertions(edits))
    };
    let says_unknown = |symbol: &&str| UNKNOWN_SYMBOLS.contains(&symbol.to_uppercase().as_str());
    if let Some(symbol) = known.symbols.iter().map(|symbol| &**symbol).find(says_unknown) {
        return vec![push(format!("Read unknown symbols as {symbol}"), vec![default(symbol)])];
    }
    let mut repairs = Vec::new();
    if let Some(list) = tree.get(node, "symbols").filter(|&list| tree.kind(list) == Kind::Array) {
        let edits = vec![tree.insert_element(list, usize::MAX, "\"UNKNOWN\""), default("UNKNOWN")];
        repairs.push(push("Add the symbol UNKNOWN as default".to_owned(), edits));
    }
    if let Some(first) = known.symbols.first() {
        repairs.push(push(format!("Read unknown symbols as {first}"), vec![default(first)]));
    }
    repairs
}
