//! Edits of structure as edits of text: adding, replacing, moving and removing members and elements in the style in which
//! the text around them is written.

use crate::edit::TextEdit;
use crate::quote::quote;
use crate::tree::{Kind, NodeId, Span, Tree};

impl Tree {
    /// The edit that puts another value, given as JSON text, in a node's place.
    pub fn replace_value(&self, id: NodeId, json: &str) -> TextEdit {
        let span = self.span(id);
        TextEdit::replace(span.start, span.end, json)
    }

    /// The edit that gives an object a member: its value is replaced where the key stands already, and otherwise the member
    /// is put after the one with the key `after`, or at the end.
    pub fn set_member(&self, object: NodeId, key: &str, json: &str, after: Option<&str>) -> TextEdit {
        if let Some(old) = self.get(object, key) {
            return self.replace_value(old, json);
        }
        let colon = self.colon_style(object);
        let member = format!("{}{colon}{json}", quote(key));
        let neighbour = after.and_then(|key| self.get(object, key)).or_else(|| self.children(object).last());
        self.insert_after(object, neighbour, &member)
    }

    /// The edit that puts an element, given as JSON text, at a place of an array; a place beyond the end appends.
    pub fn insert_element(&self, array: NodeId, index: usize, json: &str) -> TextEdit {
        if index == 0
            && let Some(first) = self.children(array).next()
        {
            let separator = self.separator(array);
            return TextEdit::insert(self.span(first).start, format!("{json}{separator}"));
        }
        let neighbour = index.checked_sub(1).and_then(|before| self.children(array).nth(before));
        let neighbour = neighbour.or_else(|| self.children(array).last());
        self.insert_after(array, neighbour, json)
    }

    /// The edit that removes a member or an element together with the comma that it needed.
    pub fn remove(&self, id: NodeId) -> TextEdit {
        let own = self.member_span(id);
        let Some(parent) = self.parent(id) else { return TextEdit::delete(own.start, own.end) };
        let siblings: Vec<NodeId> = self.children(parent).collect();
        let place = siblings.iter().position(|&sibling| sibling == id).unwrap_or_default();
        if let Some(before) = place.checked_sub(1).and_then(|at| siblings.get(at)) {
            return TextEdit::delete(self.span(*before).end, own.end);
        }
        match siblings.get(place + 1) {
            Some(&after) => TextEdit::delete(own.start, self.member_span(after).start),
            None => TextEdit::delete(self.inside(parent).start, self.inside(parent).end),
        }
    }

    /// The edits that remove several members or elements of one container, with the commas that they needed.
    pub fn remove_all(&self, container: NodeId, gone: &[NodeId]) -> Vec<TextEdit> {
        let (mut edits, mut kept, mut run) = (Vec::new(), None, None);
        for child in self.children(container) {
            if gone.contains(&child) {
                let start = kept.map_or(self.member_span(child).start, |before| self.span(before).end);
                run = Some((run.map_or(start, |(start, _)| start), self.member_span(child).end));
                continue;
            }
            if let Some((start, end)) = run.take() {
                // Without anything kept before it, a run takes the comma after it.
                let end = if kept.is_some() { end } else { self.member_span(child).start };
                edits.push(TextEdit::delete(start, end));
            }
            kept = Some(child);
        }
        if let Some((start, end)) = run {
            let inside = self.inside(container);
            edits.push(if kept.is_some() {
                TextEdit::delete(start, end)
            } else {
                TextEdit::delete(inside.start, inside.end)
            });
        }
        edits
    }

    /// The edits that move an element of an array to another place; what stands between keeps its order and the text around
    /// the elements stays.
    pub fn move_element(&self, array: NodeId, from: usize, to: usize) -> Vec<TextEdit> {
        let elements: Vec<NodeId> = self.children(array).collect();
        let mut order = elements.clone();
        if from >= order.len() || to >= order.len() || from == to {
            return Vec::new();
        }
        let moved = order.remove(from);
        order.insert(to, moved);
        elements
            .iter()
            .zip(&order)
            .filter(|(here, there)| here != there)
            .map(|(&here, &there)| self.replace_value(here, self.raw(there)))
            .collect()
    }

    fn insert_after(&self, container: NodeId, neighbour: Option<NodeId>, text: &str) -> TextEdit {
        match neighbour {
            Some(neighbour) => {
                let separator = self.separator(container);
                TextEdit::insert(self.span(neighbour).end, format!("{separator}{text}"))
            }
            None => {
                let inside = self.inside(container);
                TextEdit::replace(inside.start, inside.end, text)
            }
        }
    }

    /// Comma and white space between two members of a container, as it does it already.
    fn separator(&self, container: NodeId) -> String {
        let mut children = self.children(container);
        let between = match (children.next(), children.next()) {
            (Some(first), Some(second)) => self.slice(Span::new(self.span(first).end, self.member_span(second).start)),
            (Some(only), None) => {
                let lead = self.slice(Span::new(self.span(container).start + 1, self.member_span(only).start));
                return if lead.contains('\n') { format!(",{lead}") } else { ", ".to_owned() };
            }
            (None, _) => ", ",
        };
        let white = between.trim_start_matches([' ', '\t']).strip_prefix(',').unwrap_or(" ");
        if white.chars().all(|c| c.is_ascii_whitespace()) { format!(",{white}") } else { ", ".to_owned() }
    }

    /// The separator between a key and its value in an object, `: ` when it has no member yet and the text is not compact.
    fn colon_style(&self, object: NodeId) -> &str {
        let colon = |id: NodeId| {
            let key = self.key_span(id)?;
            let between = self.slice(Span::new(key.end, self.span(id).start));
            (between.trim() == ":").then_some(between)
        };
        let own = self.children(object).find_map(colon);
        let root =
            || if self.kind(self.root()) == Kind::Object { self.children(self.root()).find_map(colon) } else { None };
        own.or_else(root).unwrap_or(": ")
    }
}
