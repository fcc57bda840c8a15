//! `eventscape compat` on a design: whose rules and modes hold, what is looked at, and what it makes of a design in a bad state.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

fn run(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_eventscape"))
        .arg("compat")
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    (output.status.code().unwrap(), said)
}

fn check(folder: &Path, arguments: &[&str], code: i32, expected: &[&str]) {
    let (found, said) = run(folder, arguments);
    assert_eq!(found, code, "{arguments:?}\n{said}");
    for text in expected {
        assert!(said.contains(text), "{arguments:?} does not say {text:?}\n{said}");
    }
}

const SETTINGS: &str = "design/eventscape.toml";
const HEAD: &str = "design/contexts/shop/schemas/price/schema.toml";
const DRAFT: &str = "design/contexts/shop/schemas/price/draft.avsc";

/// A decimal: registries do not look at its scale, the specification does.
fn price(scale: u32) -> String {
    format!(
        r#"{{"type": "record", "name": "Price", "fields": [{{"name": "amount", "type":
{{"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": {scale}}}}}]}}"#
    )
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A design with one schema, which two topics carry.
fn design(settings: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    write(at, SETTINGS, &format!("format_version = 1\nname = \"Shop\"\n{settings}"));
    write(at, "design/contexts/shop/context.toml", "name = \"Shop\"\n");
    write(at, HEAD, "");
    write(at, "design/contexts/shop/schemas/price/v1.avsc", &price(2));
    write(at, DRAFT, &price(3));
    for (topic, mode) in [("prices", "BACKWARD_TRANSITIVE"), ("archive", "FORWARD")] {
        let text = format!("name = \"{topic}\"\npartitions = 3\nreplication = 3\ncompatibility = \"{mode}\"\n");
        write(at, &format!("design/contexts/shop/topics/{topic}.toml"), &text);
    }
    let message =
        "name = \"Price changed\"\nkind = \"event\"\nschema = \"price\"\ntopics = [\"prices\", \"archive\"]\n";
    write(at, "design/contexts/shop/messages/price-changed.toml", message);
    folder
}

#[test]
fn the_design_says_by_whose_rules_unless_somebody_else_is_asked_for() {
    let check = |settings: &str, arguments: &[&str], code: i32, expected: &str, profile: [&str; 2]| {
        let folder = design(settings);
        let arguments = [&["design"], arguments].concat();
        check(folder.path(), &arguments, code, &[expected]);
        let (_, json) = run(folder.path(), &[&arguments[..], &["--format", "json"]].concat());
        let json: Value = serde_json::from_str(&json).unwrap();
        let subject = &json["subjects"][0];
        assert_eq!([&subject["profile"], &subject["profile_from"]], profile, "{settings}");
    };
    let (registry, letter) = ("schema_rules = \"registry\"\n", "schema_rules = \"specification\"\n");
    check("", &[], 0, "price: compatible with version 1", ["confluent", "by the design"]);
    check(registry, &[], 0, "price: compatible with version 1", ["confluent", "by the design"]);
    let says = "(FULL_TRANSITIVE by the design, specification by the design)";
    check(letter, &[], 1, says, ["specification", "by the design"]);
    check(letter, &["--profile", "confluent"], 0, "(FULL_TRANSITIVE by the design)", ["confluent", "by --profile"]);
    let says = "(FULL_TRANSITIVE by the design, specification by --profile)";
    check(registry, &["--profile", "specification"], 1, says, ["specification", "by --profile"]);
    check(letter, &["--profile", "java-strict"], 0, "java-strict by --profile", ["java-strict", "by --profile"]);
    let says = "(BACKWARD by --mode, specification by the design)";
    check(letter, &["--mode", "BACKWARD"], 1, says, ["specification", "by the design"]);
    check(letter, &["--against", "design"], 1, "specification by the design", ["specification", "by the design"]);
}

#[test]
fn what_lies_in_a_design_is_judged_as_the_design_says() {
    let folder = design("schema_rules = \"specification\"\n");
    let at = folder.path();
    let schemas = at.join("design/contexts/shop/schemas");
    let says = "price: not compatible with version 1 (FULL_TRANSITIVE by the design, specification by the design)";
    check(at, &["design/contexts"], 1, &[says]);
    check(at, &["design/contexts/shop/schemas/price"], 1, &[says]);
    check(&schemas, &["price"], 1, &[says]);
    check(&schemas, &["price/v1.avsc", "price/draft.avsc"], 1, &[says]);
    check(&schemas.join("price"), &["draft.avsc", "--against", "v1.avsc"], 1, &[says]);
    check(at, &[DRAFT, "--against", "design/contexts/shop/schemas/price/v1.avsc"], 1, &[says]);
    check(
        at,
        &[DRAFT, "--mode", "NONE", "--profile", "confluent"],
        0,
        &["price: nothing to compare with (NONE by --mode)"],
    );
    write(at, HEAD, "compatibility = \n");
    check(&schemas, &["price"], 1, &["schemas/price/schema.toml:1:"]);
    check(at, &[DRAFT], 1, &["--> design/contexts/shop/schemas/price/schema.toml:1:"]);
    // What lies beside its schemas, or in no design, is under nobody's rules.
    write(at, "design/contexts/shop/notes/v1.avsc", &price(2));
    write(at, "elsewhere/contexts/shop/schemas/price/v1.avsc", &price(2));
    check(at, &["elsewhere"], 0, &["price: nothing to compare with (BACKWARD by default)"]);
    check(at, &["elsewhere/contexts/shop/schemas/price/v1.avsc"], 0, &["(BACKWARD by default)"]);
}

#[test]
fn the_mode_of_several_topics_serves_them_all() {
    let folder = design("");
    let at = folder.path();
    check(at, &["design"], 0, &["price: compatible with version 1 (FULL_TRANSITIVE by the design)"]);
    write(at, HEAD, "compatibility = \"FORWARD\"\n");
    check(at, &["design"], 0, &["(FORWARD by the design)"]);
    // The guardrails have the same mode.
    write(at, DRAFT, "\"int\"");
    check(at, &["design"], 1, &["price breaks FORWARD"]);
}

#[test]
fn the_draft_of_a_shared_type_is_judged_with_everything_that_uses_it() {
    let folder = design("");
    let at = folder.path();
    let uses = r#"{"type": "record", "name": "Offer", "fields": [{"name": "price", "type": "Price"}]}"#;
    write(at, "design/contexts/shop/schemas/offer/schema.toml", "compatibility = \"BACKWARD\"\n");
    write(at, "design/contexts/shop/schemas/offer/v1.avsc", uses);
    let only = ["design", "--subject", "offer"];
    check(at, &only, 0, &["offer: compatible with version 1 (BACKWARD by the design)"]);
    write(at, DRAFT, &price(2).replace("amount", "total"));
    let says = "With design/contexts/shop/schemas/price/draft.avsc, offer breaks BACKWARD: The new version needs field price.total";
    check(at, &only, 1, &[says, "--> design/contexts/shop/schemas/price/draft.avsc:1:"]);
    // What is released alone stays with what is released.
    fs::remove_file(at.join(DRAFT)).unwrap();
    check(at, &only, 0, &["offer: nothing to compare with"]);
    write(at, "design/contexts/shop/schemas/price/v2.avsc", &price(2).replace("amount", "total"));
    check(at, &only, 0, &["offer: nothing to compare with"]);
}

#[test]
fn what_lies_beside_a_design_is_not_part_of_it() {
    let folder = design("");
    let at = folder.path();
    write(at, "design/node_modules/other/order.avsc", "nonsense");
    write(at, "design/schemas/latin.avsc", "");
    #[cfg(unix)]
    std::os::unix::fs::symlink("draft.avsc", at.join("design/contexts/shop/schemas/price/v2.avsc")).unwrap();
    fs::write(at.join("design/schemas/latin.avsc"), b"\"\xe9\"").unwrap();
    let (_, said) = run(at, &["design"]);
    assert_eq!(said.matches("by the design").count(), 1, "{said}");
    check(&at.join("design"), &["."], i32::from(cfg!(unix)), &["price: compatible with version 1 ("]);
    check(at, &["design"], i32::from(cfg!(unix)), &[if cfg!(unix) { "v2.avsc is a symbolic link" } else { "price" }]);
}

#[test]
fn a_design_in_a_bad_state_says_what_it_lacks() {
    let check = |path: &str, text: Option<&str>, arguments: &[&str], code: i32, expected: &[&str]| {
        let folder = design("");
        match text {
            Some(text) => write(folder.path(), path, text),
            None if folder.path().join(path).is_dir() => fs::remove_dir_all(folder.path().join(path)).unwrap(),
            None => fs::remove_file(folder.path().join(path)).unwrap(),
        }
        check(folder.path(), &[&["design"], arguments].concat(), code, expected);
    };
    // What decides on a verdict and cannot be read fails the run, though the verdict by what is left is good.
    check(SETTINGS, Some("schema_rules = \"spec"), &[], 1, &["--> design/eventscape.toml:1:"]);
    check(
        SETTINGS,
        Some("format_version = 1\nname = \"Shop\"\nschema_rules = \"avro\"\n"),
        &[],
        1,
        &["design/eventscape.toml:3:"],
    );
    check(
        HEAD,
        Some("compatibility = \"SIDEWAYS\"\n"),
        &[],
        1,
        &["--> design/contexts/shop/schemas/price/schema.toml:1:"],
    );
    check(HEAD, Some("compatibility = \n"), &[], 1, &["--> design/contexts/shop/schemas/price/schema.toml:1:"]);
    check(HEAD, Some("compatability = \"NONE\"\n"), &[], 0, &["warning[", "schema.toml:1:"]);
    check(SETTINGS, Some("format_version = 99\nname = \"Shop\"\n"), &[], 0, &["warning[folder/newer-format]"]);
    let topic = "design/contexts/shop/topics/prices.toml";
    check(topic, Some("name = \n"), &[], 1, &["--> design/contexts/shop/topics/prices.toml:1:"]);
    check(
        "design/contexts/shop/messages/price-changed.toml",
        Some("<<<<<<< ours\n"),
        &[],
        1,
        &["price-changed.toml:1:"],
    );
    // What does not is the business of `validate`.
    check("design/contexts/shop/services/web.toml", Some("name = \n"), &[], 0, &["\n1 warning"]);
    check("design/policy.toml", Some("= \n"), &[], 0, &["\n1 warning"]);
    check(DRAFT, Some("{\"type\": \"record\""), &[], 1, &["price: cannot be judged", "draft.avsc:1:"]);
    // Broken, but with everything in it: what it breaks is told, and that nobody can be sure.
    let cut = price(3).replace("bytes", "int").replace(", \"precision\": 9, \"scale\": 3", "").replace("}]}", "}],}");
    check(DRAFT, Some(&cut), &[], 1, &["price: cannot be judged", "error[avro/json]", "error[compat/type-mismatch]"]);
    check(DRAFT, Some(""), &["--format", "sarif"], 1, &["design/contexts/shop/schemas/price/draft.avsc"]);
    // Lost settings leave a design, not a folder of schemas.
    check(SETTINGS, None, &[], 1, &["(FULL_TRANSITIVE by the design)", "has no eventscape.toml"]);
    check("design/contexts", None, &[], 0, &["there is no schema to judge"]);
    check("design/contexts", None, &["--subject", "price"], 2, &["holds no subject price; it holds none"]);
    check("design/contexts", None, &["--format", "json"], 0, &["\"subjects\": []"]);
}

#[test]
fn a_name_with_two_meanings_is_told_once_whatever_the_schemas_are_called() {
    let nests = |name: &str, kind: &str| {
        let meta =
            format!(r#"{{"type": "record", "name": "Meta", "fields": [{{"name": "sender", "type": "{kind}"}}]}}"#);
        format!(r#"{{"type": "record", "name": "dup.{name}", "fields": [{{"name": "m", "type": {meta}}}]}}"#)
    };
    let user = r#"{"type": "record", "name": "dup.Third", "fields": [{"name": "m", "type": "Meta", "default": {"sender": 3}}]}"#;
    for ids in [["alpha", "beta", "gamma"], ["zeta", "beta", "gamma"], ["beta", "gamma", "alpha"]] {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "eventscape.toml", "format_version = 1\nname = \"Shop\"\n");
        write(folder.path(), "contexts/shop/context.toml", "name = \"Shop\"\n");
        for (id, text) in ids.iter().zip([nests("First", "string"), nests("Second", "int"), user.to_owned()]) {
            write(folder.path(), &format!("contexts/shop/schemas/{id}/schema.toml"), "");
            write(folder.path(), &format!("contexts/shop/schemas/{id}/v1.avsc"), &text);
        }
        let output =
            Command::new(env!("CARGO_BIN_EXE_eventscape")).arg("validate").arg(folder.path()).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert_eq!(said.matches("error[").count(), 1, "{said}");
        for text in
            ["error[schema/two-meanings]: dup.Meta has 2 meanings, in version 1 of ", "which of them Third gets"]
        {
            assert!(said.contains(text), "{said}");
        }
        assert!(said.contains("version 1 of First") && said.contains("version 1 of Second"), "{said}");
    }
}
