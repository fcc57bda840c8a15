//! `eventscape compat` as a script sees it: files, folders and git revisions, what it prints and with which code it ends.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod ran;

use insta::assert_snapshot;
use ran::{check, write};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const V1: &str = r#"{"type": "record", "name": "Order", "namespace": "shop", "fields": [
  {"name": "id", "type": "string"},
  {"name": "status", "type": {"type": "enum", "name": "Status", "symbols": ["NEW", "SENT"]}}
]}
"#;
const V2: &str = r#"{"type": "record", "name": "Order", "namespace": "shop", "fields": [
  {"name": "id", "type": "string"},
  {"name": "status", "type": {"type": "enum", "name": "Status", "symbols": ["NEW", "SENT"], "default": "NEW"}},
  {"name": "note", "type": ["null", "string"], "default": null}
]}
"#;
/// Breaks both in both directions.
const BROKEN: &str = r#"{"type": "record", "name": "Order", "namespace": "shop", "fields": [
  {"name": "id", "type": "long"},
  {"name": "status", "type": {"type": "enum", "name": "Status", "symbols": ["NEW", "LOST"], "default": "NEW"}},
  {"name": "currency", "type": "string"},
  {"name": "note", "type": ["null", "string"], "default": null}
]}
"#;

/// Three versions of an order, the last of which breaks the others.
fn orders() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "order-v1.avsc", V1);
    write(folder.path(), "order-v2.avsc", V2);
    write(folder.path(), "order.avsc", BROKEN);
    folder
}

#[test]
fn versions_as_files_are_compared_with_every_reason_against_every_version() {
    let folder = orders();
    let files = ["order-v1.avsc", "order-v2.avsc", "order.avsc"];
    let told = |more: &[&str], code| check(folder.path(), &[&files[..], more].concat(), code, &[]).out;
    assert_snapshot!("versions-text", told(&["--mode", "FULL_TRANSITIVE"], 1));
    assert_snapshot!("versions-json", told(&["--mode", "full", "--format", "json"], 1));
    let mut sarif: Value = serde_json::from_str(&told(&["--format", "sarif"], 1)).unwrap();
    // The table of rules names those of all commands.
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array_mut().unwrap();
    rules.retain(|rule| rule["id"].as_str().is_some_and(|id| id.starts_with("compat/")));
    assert_snapshot!("versions-sarif", format!("{sarif:#}"));
    told(&["--mode", "NONE"], 0);
    check(folder.path(), &files[..2], 0, &["order: compatible with version 1 (BACKWARD by default)"]);
    check(folder.path(), &files[..1], 0, &["order: nothing to compare with", "say --against"]);
    // One file alone follows on those beside it.
    check(folder.path(), &files[1..2], 0, &["order: compatible with version 1 (BACKWARD by default)"]);
    let alone = check(folder.path(), &[files[2], "--mode", "FULL_TRANSITIVE"], 1, &[]).out;
    let (verdict, _) = alone.split_once('\n').unwrap();
    assert!(told(&["--mode", "FULL_TRANSITIVE"], 1).starts_with(verdict), "{alone}");
    // The same in the other order is another question: version 2 has a field more than version 1 knows, and that is fine.
    check(folder.path(), &[files[1], files[0]], 0, &["order: compatible with version 1"]);
}

#[test]
fn the_lightest_finding_that_fails_can_be_chosen() {
    let folder = tempfile::tempdir().unwrap();
    let decimal =
        |scale: u32| format!(r#"{{"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": {scale}}}"#);
    write(folder.path(), "a.avsc", &decimal(2));
    write(folder.path(), "b.avsc", &decimal(3));
    let says = ["warning[avro/decimal-changed]", "b: compatible with version 1"];
    check(folder.path(), &["a.avsc", "b.avsc"], 0, &says);
    check(folder.path(), &["a.avsc", "b.avsc", "--fail-on", "warning"], 1, &says);
    check(folder.path(), &["a.avsc", "b.avsc", "--profile", "specification"], 1, &["error[compat/decimal-mismatch]"]);
}

#[test]
fn a_folder_is_read_with_types_across_files_in_any_order() {
    let folder = tempfile::tempdir().unwrap();
    let uses = |name: &str, field: &str, uses: &str| {
        format!(
            r#"{{"type": "record", "name": "{name}", "namespace": "shop", "fields": [{{"name": "{field}", "type": "{uses}"}}]}}"#
        )
    };
    write(folder.path(), "a-order/v1.avsc", &uses("Order", "line", "Line"));
    write(folder.path(), "a-order/draft.avsc", &uses("Order", "lines", "shop.Line"));
    write(folder.path(), "b-line.avsc", &uses("Line", "price", "Money"));
    write(folder.path(), "deep/er/money.avsc", &uses("Money", "amount", "long"));
    write(folder.path(), ".hidden/money.avsc", "nonsense");
    write(folder.path(), "notes.txt", "nonsense");
    let told = check(folder.path(), &["."], 1, &[]);
    assert_snapshot!("folder-text", told.out);
    // A file by itself finds what lies beside it and below, and what it is told to look at.
    check(folder.path(), &["b-line.avsc"], 0, &["b-line: nothing to compare with"]);
    write(folder.path(), "apart/b-line.avsc", &uses("Line", "price", "Money"));
    let says =
        ["No type has the name Money", "cannot be judged", "Name the file or folder that defines it with --references"];
    check(folder.path(), &["apart/b-line.avsc"], 1, &says);
    check(folder.path(), &["apart/b-line.avsc", "--references", "deep"], 0, &["b-line: nothing to compare with"]);
    fs::remove_dir_all(folder.path().join("apart")).unwrap();
    check(folder.path(), &[".", "--subject", "nobody"], 2, &["holds no subject nobody", "a-order, b-line, money"]);
    check(folder.path(), &[".", "--subject", "b-line"], 0, &["b-line: nothing to compare with"]);
}

#[test]
fn a_history_that_breaks_its_mode_is_a_warning_because_nobody_can_change_it() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "n/v1.avsc", "\"string\"");
    write(folder.path(), "n/v2.avsc", "\"int\"");
    write(folder.path(), "n/v3.avsc", "\"long\"");
    check(folder.path(), &["n"], 0, &["warning[compat/type-mismatch]: n breaks BACKWARD", "n/v2.avsc:1:1"]);
    check(folder.path(), &["n", "--mode", "BACKWARD_TRANSITIVE"], 1, &["error[compat/type-mismatch]", "n/v3.avsc:1:1"]);
}

#[test]
fn a_folder_or_file_of_older_versions_is_found_by_name() {
    let folder = orders();
    write(folder.path(), "old/order/1.avsc", V1);
    write(folder.path(), "old/order/2.avsc", V2);
    write(folder.path(), "old/other.avsc", "\"int\"");
    let at = folder.path();
    check(at, &["order.avsc", "--against", "old"], 1, &["order: not compatible with version 2 (BACKWARD"]);
    let transitive = ["--mode", "BACKWARD_TRANSITIVE"];
    check(at, &[&["order.avsc", "--against", "old"], &transitive[..]].concat(), 1, &["with 2 versions, version 1 to"]);
    check(at, &["order-v2.avsc", "--against", "old/order/1.avsc"], 0, &["order: compatible with version 1"]);
    check(
        at,
        &["order-v2.avsc", "--against", "order-v1.avsc", "--against", "order-v2.avsc"],
        0,
        &["compatible with version 2"],
    );
    check(
        at,
        &["order.avsc", "--against", "old", "--subject", "nobody"],
        2,
        &["no subject nobody in old", "order, other"],
    );
    check(at, &["order.avsc", "--against", "old", "--subject", "other"], 1, &["other: not compatible"]);
    fs::create_dir(at.join("new")).unwrap();
    fs::copy(at.join("order-v2.avsc"), at.join("new/order.avsc")).unwrap();
    write(at, "new/fresh.avsc", "\"int\"");
    let told =
        check(at, &["new", "--against", "old"], 0, &["order: compatible with version 2", "fresh: nothing to compare"]);
    assert!(told.out.contains("there is no such schema in old, so it is new"), "{}", told.out);
}

fn git(folder: &Path, arguments: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "init.defaultBranch=main"])
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?} {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_git_revision_says_what_was_before() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    write(at, "schemas/order.avsc", V1);
    write(
        at,
        "schemas/line.avsc",
        r#"{"type": "record", "name": "Line", "fields": [{"name": "money", "type": "Money"}]}"#,
    );
    write(at, "schemas/money.avsc", r#"{"type": "record", "name": "Money", "fields": [{"name": "a", "type": "int"}]}"#);
    write(at, "schemas/v/v1.avsc", V1);
    write(at, "schemas/v/draft.avsc", V1);
    git(at, &["init", "--quiet"]);
    git(at, &["add", "."]);
    git(at, &["commit", "--quiet", "--message", "first"]);
    git(at, &["branch", "released"]);

    check(at, &["schemas", "--against", "HEAD"], 0, &["order: compatible with the version at HEAD"]);
    write(at, "schemas/order.avsc", BROKEN);
    write(
        at,
        "schemas/money.avsc",
        r#"{"type": "record", "name": "Money", "fields": [{"name": "a", "type": "string"}]}"#,
    );
    write(at, "schemas/new.avsc", "\"int\"");
    write(at, "schemas/v/draft.avsc", V2);
    let told = check(
        at,
        &["schemas", "--against", "released"],
        1,
        &[
            "line: not compatible with the version at released",
            "money: not compatible with the version at released",
            "new: nothing to compare with",
            "there is no such schema at released, so it is new",
            "order breaks BACKWARD: The version at released writes field id as string, but the new version reads it as long",
            "In the version at released: released:order.avsc:2:26: string",
            // A draft is no version yet, then as now.
            "v: compatible with version 1",
        ],
    );
    assert!(told.out.contains("--> schemas/order.avsc:2:26"), "{}", told.out);
    let sarif = check(at, &["schemas", "--against", "released", "--format", "sarif"], 1, &[]);
    let sarif: Value = serde_json::from_str(&sarif.out).unwrap();
    for result in sarif["runs"][0]["results"].as_array().unwrap() {
        let file = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        assert!(file.as_str().is_some_and(|file| file.starts_with("schemas/")), "{result}");
    }

    // Another form is no change, another meaning is one.
    write(at, "schemas/v/v1.avsc", &V1.replace("\n", " "));
    let told = check(at, &["schemas", "--against", "released"], 1, &[]);
    assert!(!told.out.contains("a released version never changes"), "{}", told.out);
    write(at, "schemas/v/v1.avsc", V2);
    let says = "schemas/v/v1.avsc says something else than at released, though a released version never changes";
    check(at, &["schemas", "--against", "released"], 1, &[says]);

    // The files of a change, one by one, as CI has them; from a folder inside; and a name that is also a file's.
    let files = ["schemas/order.avsc", "schemas/new.avsc", "schemas/line.avsc", "--against", "released"];
    check(at, &files, 1, &["line: not compatible", "new: nothing to compare with", "order: not compatible"]);
    check(&at.join("schemas"), &["order.avsc", "--against", "HEAD"], 1, &["order: not compatible"]);
    write(at, "released", "\"int\"");
    check(at, &["schemas/order.avsc", "--against", "released"], 1, &["with the version in released", "int"]);
    check(at, &["schemas/order.avsc", "--against", "git:released"], 1, &["with the version at released"]);
    check(
        at,
        &["schemas", "--against", "nowhere"],
        3,
        &["nowhere: there is no such folder or file here, and no such git revision"],
    );
    check(at, &["schemas", "--against=--help"], 2, &["is no git revision"]);
    check(at, &["schemas", "--against=git:"], 2, &["is no git revision"]);
}

#[test]
fn a_hook_s_variables_do_not_lead_to_another_repository() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.avsc", "\"int\"");
    git(folder.path(), &["init", "--quiet"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "--quiet", "--message", "first"]);
    let output = Command::new(env!("CARGO_BIN_EXE_eventscape"))
        .args(["compat", "a.avsc", "--against", "HEAD"])
        .current_dir(folder.path())
        .env("GIT_DIR", "/nowhere")
        .env("GIT_INDEX_FILE", "/nowhere/index")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_design_is_judged_under_the_modes_of_its_schemas() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let told = check(
        &sample,
        &["ecommerce"],
        1,
        &[
            "order-submitted: not compatible with 4 versions, version 1 to version 4 (FULL_TRANSITIVE by the design)",
            "order-submitted breaks BACKWARD: The new version needs field currency",
            "customer-created: compatible with version 2 (FULL by the design)",
        ],
    );
    assert!(told.out.contains("--> ecommerce/contexts/order/schemas/order-submitted/draft.avsc:"), "{}", told.out);
    check(&sample, &["ecommerce", "--mode", "NONE"], 0, &["(NONE by --mode)"]);
}

#[test]
fn wrong_usage_ends_with_2_and_unreadable_input_with_3() {
    let folder = orders();
    let at = folder.path();
    write(at, "latin.avsc", "");
    fs::write(at.join("latin.avsc"), b"\"\xe9\"").unwrap();
    fs::create_dir(at.join("empty")).unwrap();
    fs::create_dir(at.join("other")).unwrap();
    check(at, &[], 2, &["Usage"]);
    check(at, &["order.avsc", "--mode", "SIDEWAYS"], 2, &["SIDEWAYS", "BACKWARD_TRANSITIVE"]);
    check(at, &["order.avsc", "other"], 2, &["several folders need several calls"]);
    check(at, &["order.avsc", "--against", "http://"], 2, &["names no host"]);
    check(at, &["nowhere.avsc"], 3, &["nowhere.avsc: there is no such file or folder"]);
    check(at, &["empty"], 3, &["there is no .avsc or .avpr file in it"]);
    check(at, &["latin.avsc"], 3, &["this is not UTF-8 from byte 2 on"]);
    check(at, &["order.avsc", "--against", "main"], 3, &["this is not in a git repository"]);
    check(at, &["--help"], 0, &["Examples:", "Exit codes: 0 fine, 1 findings, 2 wrong usage, 3 could not read"]);
}

#[cfg(unix)]
#[test]
fn links_in_circles_and_pipes_do_not_hold_it_up() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    write(at, "s/order.avsc", V1);
    symlink("..", at.join("s/up")).unwrap();
    symlink("loop.avsc", at.join("s/loop.avsc")).unwrap();
    fs::create_dir(at.join("s/folder.avsc")).unwrap();
    assert!(Command::new("mkfifo").arg(at.join("s/pipe.avsc")).status().unwrap().success());
    check(at, &["s"], 0, &["order: nothing to compare with"]);
    check(at, &["s/pipe.avsc"], 3, &["this is neither a file nor a folder"]);
    check(at, &["s/loop.avsc"], 3, &["s/loop.avsc"]);
}

#[test]
fn hostile_texts_are_findings() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let deep = |levels: usize| format!("{}\"int\"{}", r#"{"type":"array","items":"#.repeat(levels), "}".repeat(levels));
    let texts = [
        ("empty", String::new(), 1, "cannot be judged"),
        ("spaces", " \n".to_owned(), 1, "cannot be judged"),
        ("nan", "{\"type\": NaN}".to_owned(), 1, "cannot be judged"),
        ("surrogate", r#""\ud800""#.to_owned(), 1, "cannot be judged"),
        ("mark", "\u{feff}\"int\"".to_owned(), 1, ""),
        ("twice", r#"{"type": "int", "type": "string"}"#.to_owned(), 0, "avro/duplicate-key"),
        ("deep", deep(900), 0, "nothing to compare with"),
        ("deeper", deep(10_000), 1, "nested deeper than 1000 levels"),
        ("long", format!("\"{}\"", "x".repeat(1 << 20)), 1, "cannot be judged"),
        ("wide", format!("{{\"type\": \"int\", \"doc\": \"{}\"}}", "x".repeat(1 << 20)), 0, "nothing to compare"),
        ("control", "\"a\u{1b}[2Jb\"".to_owned(), 1, "cannot be judged"),
    ];
    for (name, text, code, expected) in texts {
        write(at, &format!("{name}.avsc"), &text);
        let ran = check(at, &[&format!("{name}.avsc")], code, &[expected]);
        assert!(ran.out.len() < 10_000, "{name} is told in {} bytes", ran.out.len());
        assert!(!ran.out.contains('\u{1b}'), "{name} steers the terminal");
    }
}
