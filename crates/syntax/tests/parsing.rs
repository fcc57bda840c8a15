//! Any text gives a tree: what is right is read like every other parser reads it, what is wrong is survived.

use proptest::prelude::*;
use syntax::{Kind, MAX_DEPTH, NodeId, SyntaxErrorKind, TextEdit, Tree, apply_edits, parse};

/// The tree as a value of `serde_json`, to compare with what that crate reads.
fn value(tree: &Tree, id: NodeId) -> serde_json::Value {
    match tree.kind(id) {
        Kind::Object => tree
            .children(id)
            .map(|member| (tree.key(member).unwrap_or_default().into_owned(), value(tree, member)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Kind::Array => tree.children(id).map(|element| value(tree, element)).collect::<Vec<_>>().into(),
        Kind::String => tree.string(id).unwrap_or_default().into_owned().into(),
        Kind::Number => serde_json::from_str(tree.raw(id)).unwrap_or_default(),
        Kind::True => true.into(),
        Kind::False => false.into(),
        Kind::Null | Kind::Invalid => serde_json::Value::Null,
    }
}

/// Children lie in their parents, in order, and know them.
fn assert_well_formed(tree: &Tree) {
    let mut open = vec![tree.root()];
    let mut seen = 0;
    while let Some(id) = open.pop() {
        seen += 1;
        let mut at = tree.span(id).start;
        for child in tree.children(id) {
            let span = tree.member_span(child);
            assert!(at <= span.start && span.start <= span.end && span.end <= tree.span(id).end, "{:?}", tree.text());
            assert!(tree.text().get(span.start..span.end).is_some());
            assert_eq!(tree.parent(child), Some(id));
            at = span.end;
            open.push(child);
        }
    }
    assert_eq!(seen, tree.len());
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        (-1.0e9..1.0e9).prop_map(|x: f64| x.into()),
        ".{0,6}".prop_map(Into::into),
    ];
    leaf.prop_recursive(5, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
            prop::collection::vec((".{0,4}", inner), 0..5)
                .prop_map(|members| members.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

proptest! {
    #![proptest_config(laws::cases(256))]

    #[test]
    fn correct_json_is_read_as_serde_json_reads_it(expected in json(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&expected) } else { serde_json::to_string(&expected) }.unwrap();
        let (tree, errors) = parse(&text);
        prop_assert_eq!(errors, vec![]);
        prop_assert_eq!(value(&tree, tree.root()), serde_json::from_str::<serde_json::Value>(&text).unwrap());
        assert_well_formed(&tree);
    }

    #[test]
    fn a_text_is_right_exactly_when_serde_json_takes_it(text in r#"[\[\]{}:,"a\\ntrue0-9.e \n/'u]{0,14}"#) {
        let (tree, errors) = parse(&text);
        let theirs = serde_json::from_str::<serde_json::Value>(&text);
        // What lies beyond the range of a double is JSON all the same.
        let out_of_range = theirs.as_ref().is_err_and(|error| error.to_string().contains("out of range"));
        prop_assert_eq!(errors.is_empty(), theirs.is_ok() || out_of_range, "{:?}", errors);
        prop_assert_eq!(tree.text(), text.as_str());
        assert_well_formed(&tree);
    }

    #[test]
    fn a_broken_document_keeps_a_tree_and_fitting_edits(value in json(), cut in any::<prop::sample::Index>(), put in "[\\[\\]{}:,\"x ]{0,2}") {
        let mut text = serde_json::to_string(&value).unwrap();
        let at = cut.index(text.len() + 1);
        let at = (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap();
        text.insert_str(at, &put);
        let (tree, errors) = parse(&text);
        assert_well_formed(&tree);
        for error in errors {
            prop_assert!(apply_edits(&text, &error.edits).is_ok());
        }
    }

    #[test]
    fn every_node_is_found_again_by_its_pointer(value in json()) {
        let text = serde_json::to_string(&value).unwrap();
        let (tree, _) = parse(&text);
        let mut open = vec![tree.root()];
        while let Some(id) = open.pop() {
            prop_assert_eq!(tree.locate(&tree.pointer(id)), Some(id));
            open.extend(tree.children(id));
        }
    }
}

#[test]
fn each_fault_is_named_and_its_edit_repairs_it() {
    let check = |text: &str, kind: SyntaxErrorKind, repaired: Option<&str>| {
        let (tree, errors) = parse(text);
        assert_well_formed(&tree);
        assert_eq!(errors.iter().map(|error| error.kind).collect::<Vec<_>>(), [kind], "{text}: {errors:?}");
        let edits: Vec<TextEdit> = errors.into_iter().flat_map(|error| error.edits).collect();
        let after = (!edits.is_empty()).then(|| apply_edits(text, &edits).unwrap());
        assert_eq!(after.as_deref(), repaired, "{text}");
        if let Some(after) = after {
            assert_eq!(parse(&after).1, [], "{after}");
        }
    };
    check(r#"{"a": 1 "b": 2}"#, SyntaxErrorKind::MissingComma, Some(r#"{"a": 1, "b": 2}"#));
    check(r"[1 2]", SyntaxErrorKind::MissingComma, Some("[1, 2]"));
    check(r#"{"a": 1,}"#, SyntaxErrorKind::ExtraComma, Some(r#"{"a": 1}"#));
    check("[1,,2]", SyntaxErrorKind::ExtraComma, Some("[1,2]"));
    check(r#"{"a" 1}"#, SyntaxErrorKind::MissingColon, Some(r#"{"a": 1}"#));
    check(r#"{"a": }"#, SyntaxErrorKind::MissingValue, None);
    check(r#"{"a"}"#, SyntaxErrorKind::MissingValue, None);
    check("", SyntaxErrorKind::MissingValue, None);
    check(r#"{"a": [{"b": 1"#, SyntaxErrorKind::Unclosed, Some(r#"{"a": [{"b": 1}]}"#));
    check(r#"{"a": [1}"#, SyntaxErrorKind::Unclosed, Some(r#"{"a": [1]}"#));
    check("[1]]", SyntaxErrorKind::ExtraData, Some("[1]"));
    check(r#"{"type": "string"}; DROP TABLE"#, SyntaxErrorKind::ExtraData, Some(r#"{"type": "string"}"#));
    check("{a: 1}", SyntaxErrorKind::Unquoted, Some(r#"{"a": 1}"#));
    check(r#"{"type": record}"#, SyntaxErrorKind::Unquoted, Some(r#"{"type": "record"}"#));
    check(r"{'a': 1}", SyntaxErrorKind::SingleQuotes, Some(r#"{"a": 1}"#));
    check("{\"a\": \"b,\n\"c\": 1}", SyntaxErrorKind::UnclosedString, Some("{\"a\": \"b\",\n\"c\": 1}"));
    check("\"a\tb\"", SyntaxErrorKind::ControlCharacter, Some(r#""a\tb""#));
    check(r#""a\b\x""#, SyntaxErrorKind::BadEscape, Some(r#""a\b\\x""#));
    check("[01]", SyntaxErrorKind::BadNumber, None);
    check("[1, // one\n2]", SyntaxErrorKind::Comment, Some("[1, \n2]"));
    check("[1 /* one */]", SyntaxErrorKind::Comment, Some("[1 ]"));
    check("\u{feff}1", SyntaxErrorKind::ByteOrderMark, Some("1"));
}

#[test]
fn a_text_nested_to_the_limit_is_read_and_one_beyond_is_an_error() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert_eq!(parse(&nested(MAX_DEPTH)).1, []);
    let (tree, errors) = parse(&nested(MAX_DEPTH + 1));
    assert_eq!(errors.iter().map(|error| error.kind).collect::<Vec<_>>(), [SyntaxErrorKind::TooDeep]);
    assert_eq!(tree.len(), MAX_DEPTH + 1);
    let (tree, errors) = parse(&"[".repeat(2_000_000));
    assert_eq!(tree.len(), MAX_DEPTH + 1);
    assert!(errors.iter().any(|error| error.kind == SyntaxErrorKind::TooDeep));
}

#[test]
fn a_key_that_stands_twice_is_kept_and_the_last_counts() {
    let (tree, errors) = parse(r#"{"a": 1, "b": 2, "a": 3}"#);
    assert_eq!(errors, []);
    assert_eq!(tree.children(tree.root()).count(), 3);
    assert_eq!(tree.raw(tree.get(tree.root(), "a").unwrap()), "3");
}

#[test]
fn the_node_under_a_cursor_is_the_innermost() {
    let text = r#"{"fields": [{"name": "id"}]}"#;
    let (tree, _) = parse(text);
    let check = |needle: &str, pointer: &str| {
        assert_eq!(tree.pointer(tree.node_at(text.find(needle).unwrap())), pointer);
    };
    check("id", "/fields/0/name");
    check("name", "/fields/0/name");
    check("fields", "/fields");
    check(r#"{"name"#, "/fields/0");
}

#[test]
fn values_are_compared_by_what_they_say() {
    let check = |a: &str, b: &str, expected: bool| {
        let ((a, _), (b, _)) = (parse(a), parse(b));
        assert_eq!(a.says_the_same(a.root(), &b, b.root(), |key| key == "doc"), expected, "{} {}", a.text(), b.text());
    };
    check(r#"{"a": 1, "b": [true, "x"]}"#, r#"{ "b":[true,"\u0078"],"a":1 }"#, true);
    check(r#"{"a": 1, "doc": "x"}"#, r#"{"a": 1}"#, true);
    check(r#"{"a": 1}"#, r#"{"a": 1, "b": 2}"#, false);
    check("[1, 2]", "[2, 1]", false);
    check("[1]", "[1, 2]", false);
    check("1", "1.0", false);
}

#[test]
fn what_ends_in_white_that_is_none_of_json_s_stays_inside_what_is_around_it() {
    for text in ["{\"a\": \"b\u{b}", "{\"a\": {\"b\": \"c\u{a0}", "[\"a\u{2028}", "{\"a\u{c}"] {
        let (tree, _) = parse(text);
        let mut open = vec![tree.root()];
        while let Some(id) = open.pop() {
            for child in tree.children(id) {
                let (outer, inner) = (tree.span(id), tree.member_span(child));
                assert!(outer.start <= inner.start && inner.end <= outer.end, "{text:?} {outer:?} {inner:?}");
                open.push(child);
            }
        }
    }
}

#[test]
fn of_a_key_that_stands_twice_the_last_counts_in_comparisons() {
    let check = |a: &str, b: &str, expected: bool| {
        let (a, b) = (parse(a).0, parse(b).0);
        assert_eq!(a.says_the_same(a.root(), &b, b.root(), |_| false), expected);
    };
    check(r#"{"a": 1, "a": 2}"#, r#"{"a": 1, "a": 2}"#, true);
    check(r#"{"a": 1, "a": 2}"#, r#"{"a": 2, "a": 1}"#, false);
}

#[test]
fn the_inside_of_a_container_ends_before_its_own_bracket_alone() {
    let check = |text: &str, expected: &str| {
        let (tree, _) = parse(text);
        assert_eq!(tree.slice(tree.inside(tree.root())), expected);
    };
    check("{\"a\": 1}", "\"a\": 1");
    check("[]", "");
    check("[1, [2]", "1, [2]");
    check("{", "");
    check("[", "");
}
