//! Edits of structure keep the style of the text around them.

use syntax::{TextEdit, apply_edits, parse};

fn after(text: &str, edits: &[TextEdit]) -> String {
    let changed = apply_edits(text, edits).unwrap_or_else(|error| error.to_string());
    assert_eq!(parse(&changed).1, [], "{changed}");
    changed
}

#[test]
fn a_member_is_added_in_the_style_of_its_neighbours() {
    let check = |text: &str, key: Option<&str>, expected: &str| {
        let (tree, _) = parse(text);
        assert_eq!(after(text, &[tree.set_member(tree.root(), "default", "null", key)]), expected);
    };
    check(r#"{"name": "a", "type": "int"}"#, None, r#"{"name": "a", "type": "int", "default": null}"#);
    check(r#"{"name":"a","type":"int"}"#, Some("name"), r#"{"name":"a","default":null,"type":"int"}"#);
    check("{\n  \"name\": \"a\"\n}", None, "{\n  \"name\": \"a\",\n  \"default\": null\n}");
    check("{ \"a\" : 1\n, \"b\" : 2 }", None, "{ \"a\" : 1\n, \"b\" : 2, \"default\" : null }");
    check("{}", None, r#"{"default": null}"#);
    check("{ \n }", None, r#"{"default": null}"#);
    check(r#"{"default": 1, "x": 2}"#, None, r#"{"default": null, "x": 2}"#);
}

#[test]
fn an_element_goes_where_it_is_asked_for() {
    let check = |text: &str, index: usize, expected: &str| {
        let (tree, _) = parse(text);
        assert_eq!(after(text, &[tree.insert_element(tree.root(), index, "9")]), expected);
    };
    check("[1, 2]", 0, "[9, 1, 2]");
    check("[1, 2]", 1, "[1, 9, 2]");
    check("[1, 2]", 7, "[1, 2, 9]");
    check("[]", 0, "[9]");
    check("[1,2]", 2, "[1,2,9]");
    check("[\n  1\n]", 1, "[\n  1,\n  9\n]");
    check("[\n  1\n]", 0, "[\n  9,\n  1\n]");
}

#[test]
fn what_is_removed_takes_its_comma_with_it() {
    let check = |text: &str, pointer: &str, expected: &str| {
        let (tree, _) = parse(text);
        assert_eq!(after(text, &[tree.remove(tree.locate(pointer).unwrap())]), expected);
    };
    check(r#"{"a": 1, "b": 2, "c": 3}"#, "/a", r#"{"b": 2, "c": 3}"#);
    check(r#"{"a": 1, "b": 2, "c": 3}"#, "/b", r#"{"a": 1, "c": 3}"#);
    check(r#"{"a": 1, "b": 2, "c": 3}"#, "/c", r#"{"a": 1, "b": 2}"#);
    check("[\n  1,\n  2\n]", "/1", "[\n  1\n]");
    check("[ 1 ]", "/0", "[]");
}

#[test]
fn an_element_moves_and_the_white_space_stays() {
    let check = |from: usize, to: usize, expected: &str| {
        let text = "[1,  2,\n3, 4]";
        let (tree, _) = parse(text);
        assert_eq!(after(text, &tree.move_element(tree.root(), from, to)), expected);
    };
    check(0, 2, "[2,  3,\n1, 4]");
    check(3, 0, "[4,  1,\n2, 3]");
    check(1, 1, "[1,  2,\n3, 4]");
    check(1, 9, "[1,  2,\n3, 4]");
}
