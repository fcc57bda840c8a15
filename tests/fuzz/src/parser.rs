//! What holds of any text: as JSON, as a schema, and of everything that is asked about it while it is typed.

use crate::spans::{edited, has_double_keys, is_inside, leads_somewhere};
use avro::data::{JsonForm, decode, encode, read_json, sample};
use avro::{Parser, Reference, Schema, is_valid};
use syntax::{Kind, NodeId, Tree};

/// Above so many bytes help is not asked for at every byte.
const SHORT: usize = 300;

/// Reads bytes as a text, and what follows a zero byte as a text that it refers to.
pub fn holds(bytes: &[u8]) {
    let both = String::from_utf8_lossy(bytes);
    let (text, reference) = both.split_once('\0').unwrap_or((&both, ""));
    json(text);
    let references = [Reference { name: "shared", text: reference }];
    let (schema, findings) = Schema::parse(text, if reference.is_empty() { &[] } else { &references });
    let (tree, shared) = (syntax::parse(text).0, syntax::parse(reference).0);
    for finding in &findings {
        let tree = if finding.source.is_own() { &tree } else { &shared };
        is_inside(finding.span, tree.text(), &finding.message);
        if !has_double_keys(tree) {
            leads_somewhere(&finding.pointer, tree, &finding.message);
        }
        assert!(!finding.message.is_empty());
        for fix in &finding.fixes {
            edited(tree.text(), &fix.edits, &fix.title);
        }
    }
    let _ = avro::infer(&[text, reference], "R", "n");
    let Some(schema) = schema else { return };
    forms(&schema, is_valid(&findings, Parser::Specification));
    help(&schema);
    data(&schema, bytes);
}

/// The tree is the text, and is JSON where the text is.
fn json(text: &str) {
    let (tree, errors) = syntax::parse(text);
    let mut printed = String::new();
    let mut done = 0;
    leaves(&tree, tree.root(), &mut |from, to| {
        assert!(done <= from && from <= to, "{done} {from} {to}\n{text}");
        printed.push_str(text.get(done..from).expect("a place between characters"));
        printed.push_str(text.get(from..to).expect("a span between characters"));
        done = to;
    });
    printed.push_str(text.get(done..).expect("a place between characters"));
    assert_eq!(printed, text);
    assert_eq!(tree.text(), text);
    let mut after = text.to_owned();
    for error in &errors {
        is_inside(error.span, text, &error.message);
        after = edited(text, &error.edits, &error.message);
    }
    if errors.len() == 1 && errors.iter().all(|error| !error.edits.is_empty()) {
        let left = syntax::parse(&after).1;
        assert!(!left.contains(&errors[0]), "mended and still there: {errors:?}\n{text}\n{after}");
    }
    let theirs = serde_json::from_str::<serde::de::IgnoredAny>(text);
    let is_deep = errors.iter().any(|error| error.kind == syntax::SyntaxErrorKind::TooDeep);
    if !is_deep {
        assert_eq!(errors.is_empty(), theirs.is_ok(), "{errors:?} {theirs:?}\n{text}");
    }
}

/// Calls with the ends of every key and every value without children, in the order of the text.
fn leaves(tree: &Tree, id: NodeId, told: &mut impl FnMut(usize, usize)) {
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        if let Some(key) = tree.key_span(id) {
            told(key.start, key.end);
        }
        let span = tree.span(id);
        let children: Vec<NodeId> = tree.children(id).collect();
        for &child in &children {
            let inner = tree.member_span(child);
            assert!(span.start <= inner.start && inner.end <= span.end, "{span:?} {inner:?}\n{}", tree.text());
            assert_eq!(tree.parent(child), Some(id));
        }
        match tree.kind(id) {
            Kind::Object | Kind::Array => open.extend(children.into_iter().rev()),
            Kind::String | Kind::Number | Kind::True | Kind::False | Kind::Null | Kind::Invalid => {
                assert!(children.is_empty());
                told(span.start, span.end);
            }
        }
    }
}

/// The written forms lead back to the same schema.
fn forms(schema: &Schema, valid: bool) {
    let (canonical, normal, pretty) = (schema.canonical_form(), schema.normal_form(), schema.pretty());
    let again = |text: &str| {
        let references: Vec<Reference<'_>> = schema
            .references()
            .iter()
            .map(|it| Reference { name: it.name.as_deref().unwrap_or_default(), text: it.tree.text() })
            .collect();
        Schema::parse(text, &references).0
    };
    assert_eq!(again(&pretty).map(|it| it.normal_form()), Some(normal.clone()), "{}", schema.text());
    assert_eq!(again(&pretty).map(|it| it.pretty()), Some(pretty));
    // A type without namespace inside one with a namespace has no canonical form that leads back, as Avro defines it.
    let has_space = |space: bool| schema.type_names().any(|name| name.namespace().is_empty() != space);
    if valid && !(has_space(true) && has_space(false)) {
        let twice = Schema::parse(&canonical, &[]).0;
        assert_eq!(twice.as_ref().map(Schema::canonical_form), Some(canonical), "{}", schema.text());
        assert_eq!(twice.map(|it| it.fingerprint()), Some(schema.fingerprint()));
    }
    let _ = (schema.md5(), schema.sha256(), schema.advice());
    // The outermost type can be one of a text that is referred to.
    let defines = schema.tree(schema.ty(schema.root().ty).source).text();
    for row in schema.form() {
        is_inside(row.span, defines, &row.name);
        is_inside(row.type_span, defines, &row.name);
    }
    if valid && schema.is_complete() {
        assert_eq!(avro::diff(schema, schema), [], "{}", schema.text());
    }
}

/// Completion and hover answer at every place and fit the text.
fn help(schema: &Schema) {
    let text = schema.text();
    let step = if text.len() <= SHORT { 1 } else { text.len() / 40 };
    for offset in (0..text.len() + 3).step_by(step) {
        for completion in schema.complete(offset, &[]) {
            edited(text, &[completion.edit], &completion.label);
        }
        if let Some(hover) = schema.hover(offset) {
            is_inside(hover.span, text, "hover");
        }
    }
}

/// Samples lead back; other bytes and texts are values or told why not.
fn data(schema: &Schema, bytes: &[u8]) {
    let _ = (decode(schema, bytes), read_json(schema, schema.text()));
    let Some(datum) = sample(schema, bytes.len() as u64) else { return };
    // Only what is nested too deep cannot be written.
    let Ok(written) = encode(schema, &datum) else { return };
    let decoded = decode(schema, &written);
    assert!(decoded.is_ok(), "{decoded:?} {datum:?}\n{}", schema.text());
    let json = datum.to_json(schema, JsonForm::Avro);
    assert!(syntax::parse(&json).1.is_empty(), "{json}");
}
