//! Changing what a TOML file says and nothing else. The difference between the record as the file says it and the record as
//! it should be is carried over value by value, so that comments, key order, number formats and unknown keys stay.

use crate::patch_list;
use crate::text::{in_manner_of, split_marks, unix};
use std::collections::{BTreeMap, BTreeSet};
use toml_edit::{Decor, DocumentMut, InlineTable, Item, Key, RawString, Table, TableLike, Value};

/// Tables whose unknown keys stay when the record has no more to say in them, because an empty one means nothing.
const OPTIONAL: [&str; 1] = ["/direction/consume/on_failure"];
/// Tables that are kept sorted by key.
const SORTED: [&str; 1] = ["/nodes"];

/// A key and what stands under it.
pub(crate) type Entry = (Key, Item);

/// The kind of table that entries stand in, which decides how a new one is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Container {
    /// Under a heading.
    Heading,
    /// Keys with dots.
    Dotted,
    /// Between braces.
    Braces,
}

/// The text with the difference from `base` to `new` carried over; `base` is what the text says now. None when it is not TOML.
pub(crate) fn patch(text: &str, base: &Table, new: &Table) -> Option<String> {
    let (marks, text) = split_marks(text);
    let mut document: DocumentMut = unix(text).parse().ok()?;
    let orphans = patch_table(document.as_table_mut(), base, new, "");
    if !orphans.is_empty() {
        let trailing = document.trailing().as_str().unwrap_or_default();
        let trailing = format!("{orphans}{trailing}");
        document.set_trailing(trailing);
    }
    Some(format!("{marks}{}", in_manner_of(text, &document.to_string())))
}

/// Patches a table under a heading or with dots. Gives back comments that have lost their key and found no other place.
pub(crate) fn patch_table(table: &mut Table, base: &dyn TableLike, new: &dyn TableLike, pointer: &str) -> String {
    let container = if table.is_dotted() { Container::Dotted } else { Container::Heading };
    let mut entries = take(table);
    let orphans = patch_entries(&mut entries, base, new, container, pointer);
    for (key, item) in entries {
        table.insert_formatted(&key, item);
    }
    orphans
}

fn take(table: &mut Table) -> Vec<Entry> {
    let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
    // From the end, because taking from the front moves all the others.
    let mut entries: Vec<Entry> = keys.iter().rev().filter_map(|key| table.remove_entry(key)).collect();
    entries.reverse();
    entries
}

/// Patches a table between braces.
pub(crate) fn patch_braces(table: &mut InlineTable, base: &dyn TableLike, new: &dyn TableLike, pointer: &str) {
    let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
    let taken: Vec<Option<(Key, Value)>> = keys.iter().rev().map(|key| table.remove_entry(key)).collect();
    let mut entries: Vec<Entry> = taken.into_iter().rev().flatten().map(|(key, it)| (key, Item::Value(it))).collect();
    let before = entries.len();
    let last = entries.last().and_then(|(_, item)| item.as_value()).and_then(|value| value.decor().suffix().cloned());
    let last_key = entries.last().map(|(key, _)| key.get().to_owned());
    patch_entries(&mut entries, base, new, Container::Braces, pointer);
    let is_rebuilt = entries.len() != before || entries.last().map(|(key, _)| key.get().to_owned()) != last_key;
    let count = entries.len();
    for (index, (key, item)) in entries.into_iter().enumerate() {
        let Ok(mut value) = item.into_value() else { continue };
        if is_rebuilt && index + 1 < count && is_blank(value.decor()) {
            value.decor_mut().set_suffix("");
        }
        if is_rebuilt
            && index + 1 == count
            && let Some(suffix) = &last
        {
            value.decor_mut().set_suffix(suffix.clone());
        }
        table.insert_formatted(&key, value);
    }
}

fn is_blank(decor: &Decor) -> bool {
    decor.suffix().and_then(|it| it.as_str()).is_none_or(|it| it.trim().is_empty())
}

fn patch_entries(
    entries: &mut Vec<Entry>,
    base: &dyn TableLike,
    new: &dyn TableLike,
    container: Container,
    pointer: &str,
) -> String {
    let mut orphans = String::new();
    let gone: BTreeSet<&str> = base.iter().map(|(key, _)| key).filter(|key| !new.contains_key(key)).collect();
    if !gone.is_empty() {
        orphans = remove(entries, |key, item| {
            let mut comments = String::new();
            let is_gone = gone.contains(key)
                && base.get(key).is_none_or(|base| empty(item, base, &format!("{pointer}/{key}"), &mut comments));
            (is_gone, comments)
        });
    }
    let mut added: Vec<(&str, &Item)> = Vec::new();
    let index: BTreeMap<String, usize> =
        entries.iter().enumerate().map(|(index, (key, _))| (key.get().to_owned(), index)).collect();
    for (key, item) in new.iter() {
        let known = base.get(key);
        if known.is_some_and(|known| plain(known) == plain(item)) {
            continue;
        }
        match index.get(key).and_then(|index| entries.get_mut(*index)) {
            Some((_, target)) => {
                orphans.push_str(&change(target, known, item, container, &format!("{pointer}/{key}")));
            }
            None => added.push((key, item)),
        }
    }
    if SORTED.contains(&pointer) {
        insert_sorted(entries, added, container);
    } else {
        let order: Vec<&str> = new.iter().map(|(key, _)| key).collect();
        for (key, item) in added {
            insert(entries, key, written_in(item, container), &order);
        }
    }
    orphans
}

/// Takes out of an item what the record says no more; whether nothing is left that anybody could miss.
fn empty(item: &mut Item, base: &Item, pointer: &str, orphans: &mut String) -> bool {
    if patch_list::is_list(item) && patch_list::is_list(base) {
        orphans.push_str(&patch_list::patch(item, Some(base), None, pointer));
        return patch_list::length(item) == 0;
    }
    if OPTIONAL.contains(&pointer)
        && let Some(base) = base.as_table_like()
    {
        orphans.push_str(&patch_like(item, base, &Table::new(), pointer));
        return item.as_table_like().is_none_or(TableLike::is_empty);
    }
    true
}

/// Makes an item say something else. Gives back comments that have lost their place.
fn change(target: &mut Item, base: Option<&Item>, new: &Item, container: Container, pointer: &str) -> String {
    let nothing = Table::new();
    if target.is_table_like()
        && let Some(new) = new.as_table_like()
    {
        let base: &dyn TableLike = base.and_then(Item::as_table_like).unwrap_or(&nothing);
        return patch_like(target, base, new, pointer);
    } else if patch_list::is_list(target) && patch_list::is_list(new) && (target.is_array() || new.is_array_of_tables())
    {
        return patch_list::patch(target, base, Some(new), pointer);
    } else if let (Some(old), Some(value)) = (target.as_value_mut(), new.as_value()) {
        let decor = old.decor().clone();
        *old = value.clone();
        *old.decor_mut() = decor;
    } else {
        *target = written_in(new, container);
    }
    String::new()
}

/// Gives back comments that have lost their place and cannot stay under this table's own heading.
fn patch_like(target: &mut Item, base: &dyn TableLike, new: &dyn TableLike, pointer: &str) -> String {
    match target {
        Item::Table(table) => {
            let orphans = patch_table(table, base, new, pointer);
            if orphans.is_empty() || table.is_implicit() || table.is_dotted() {
                return orphans;
            }
            let suffix = format!("{}\n{}", text(table.decor().suffix()), orphans.trim_end_matches('\n'));
            table.decor_mut().set_suffix(suffix);
        }
        Item::Value(Value::InlineTable(table)) => patch_braces(table, base, new, pointer),
        Item::None | Item::Value(_) | Item::ArrayOfTables(_) => {}
    }
    String::new()
}

/// A new item in the manner of the table it comes into.
fn written_in(item: &Item, container: Container) -> Item {
    match container {
        Container::Heading => item.clone(),
        Container::Braces => {
            let mut item = item.clone();
            item.make_value();
            if let Some(Value::Array(array)) = item.as_value_mut() {
                array.fmt();
            }
            item
        }
        Container::Dotted => {
            let mut item = item.clone();
            if let Item::Table(table) = &mut item {
                dot(table);
            }
            item
        }
    }
}

fn dot(table: &mut Table) {
    table.set_dotted(true);
    table.set_implicit(true);
    for (_, item) in table.iter_mut() {
        if let Item::Table(inner) = item {
            dot(inner);
        }
    }
}

/// Whether an item is written as lines of the table itself, not under a heading of its own.
fn is_line(item: &Item) -> bool {
    item.is_value() || item.as_table().is_some_and(Table::is_dotted)
}

/// Puts a new key after the last of those before it in the record's order, or before the first of those after it.
fn insert(entries: &mut Vec<Entry>, key: &str, item: Item, order: &[&str]) {
    let is_line_item = is_line(&item);
    let at = |wanted: &&&str| entries.iter().position(|(key, it)| key.get() == **wanted && is_line(it) == is_line_item);
    let place = order.iter().position(|it| *it == key).unwrap_or(order.len());
    let before = order.iter().take(place).rev().find_map(|it| at(&it)).map(|index| index + 1);
    // A comment above the first key may be about the whole file, so nothing is put between the two.
    let after = || {
        let index = order.iter().skip(place + 1).find_map(|it| at(&it))?;
        let prefix = entries.get(index)?.0.leaf_decor().prefix().and_then(|it| it.as_str()).unwrap_or_default();
        (!prefix.contains('#')).then_some(index)
    };
    let last =
        || entries.iter().rposition(|(_, it)| is_line(it) == is_line_item).map_or(entries.len(), |index| index + 1);
    let index = before.or_else(after).unwrap_or_else(last);
    entries.insert(index, (Key::new(key), item));
}

fn insert_sorted(entries: &mut Vec<Entry>, added: Vec<(&str, &Item)>, container: Container) {
    if added.is_empty() {
        return;
    }
    let mut added: Vec<Entry> =
        added.into_iter().map(|(key, item)| (Key::new(key), written_in(item, container))).collect();
    added.sort_by(|a, b| b.0.get().cmp(a.0.get()));
    let mut out = Vec::with_capacity(entries.len() + added.len());
    for entry in entries.drain(..) {
        while added.last().is_some_and(|(key, _)| key.get() < entry.0.get()) {
            out.extend(added.pop());
        }
        out.push(entry);
    }
    out.extend(added.into_iter().rev());
    *entries = out;
}

/// Takes keys out. Comment lines above them stay: they go to the next line, else behind the previous one; what finds no place
/// comes back, with what `is_gone` gives back. With a heading goes the comment right above it, but not one that a blank line
/// parts from it.
fn remove(entries: &mut Vec<Entry>, mut is_gone: impl FnMut(&str, &mut Item) -> (bool, String)) -> String {
    let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
    let mut waiting = String::new();
    let mut orphans = String::new();
    for (mut key, mut item) in entries.drain(..) {
        let (goes, comments) = is_gone(key.get(), &mut item);
        orphans.push_str(&comments);
        if !goes {
            if item.is_value() && !waiting.is_empty() {
                let prefix = format!("{}{}", std::mem::take(&mut waiting), text(key.leaf_decor().prefix()));
                key.leaf_decor_mut().set_prefix(prefix);
            }
            kept.push((key, item));
            continue;
        }
        let comments = match &item {
            Item::Value(_) => text(key.leaf_decor().prefix()).to_owned(),
            Item::Table(table) => loose_comments(text(first_heading(table).decor().prefix())),
            Item::ArrayOfTables(tables) => {
                tables.iter().next().map_or_else(String::new, |table| loose_comments(text(table.decor().prefix())))
            }
            Item::None => String::new(),
        };
        if comments.contains('#') {
            waiting.push_str(&comments);
        }
    }
    *entries = kept;
    if waiting.is_empty() {
        return orphans;
    }
    match entries.iter_mut().rev().find_map(|(_, it)| it.as_value_mut()) {
        Some(last) => {
            let suffix = format!("{}\n{}", text(last.decor().suffix()), waiting.trim_end_matches('\n'));
            last.decor_mut().set_suffix(suffix);
        }
        None => orphans.insert_str(0, &waiting),
    }
    orphans
}

fn text(raw: Option<&RawString>) -> &str {
    raw.and_then(RawString::as_str).unwrap_or_default()
}

/// The table whose heading comes first: that of `[topics.a]` where `[topics]` itself is not written.
fn first_heading(table: &Table) -> &Table {
    if !table.is_implicit() {
        return table;
    }
    let nested = table.iter().filter_map(|(_, item)| match item {
        Item::Table(table) => Some(table),
        Item::ArrayOfTables(tables) => tables.get(0),
        Item::None | Item::Value(_) => None,
    });
    nested.map(first_heading).min_by_key(|table| table.position()).unwrap_or(table)
}

/// The comments above a heading that a blank line parts from it.
pub(crate) fn loose_comments(prefix: &str) -> String {
    let lines: Vec<&str> = prefix.split_inclusive('\n').collect();
    let parted = lines.iter().rposition(|line| line.trim().is_empty()).unwrap_or_default();
    let loose: String = lines.into_iter().take(parted).collect();
    if loose.contains('#') { loose } else { String::new() }
}

/// The meaning of an item, without how it is written.
pub(crate) fn plain(item: &Item) -> serde_json::Value {
    match item {
        Item::None => serde_json::Value::Null,
        Item::Value(value) => plain_value(value),
        Item::Table(table) => plain_table(table),
        Item::ArrayOfTables(tables) => tables.iter().map(|table| plain_table(table)).collect(),
    }
}

/// The meaning of a table.
pub(crate) fn plain_table(table: &dyn TableLike) -> serde_json::Value {
    serde_json::Value::Object(table.iter().map(|(key, item)| (key.to_owned(), plain(item))).collect())
}

/// The meaning of a value.
pub(crate) fn plain_value(value: &Value) -> serde_json::Value {
    match value {
        Value::String(it) => serde_json::Value::from(it.value().as_str()),
        Value::Integer(it) => serde_json::Value::from(*it.value()),
        Value::Float(it) => serde_json::Value::from(*it.value()),
        Value::Boolean(it) => serde_json::Value::from(*it.value()),
        Value::Datetime(it) => serde_json::Value::from(it.value().to_string()),
        Value::Array(items) => items.iter().map(plain_value).collect(),
        Value::InlineTable(table) => plain_table(table),
    }
}
