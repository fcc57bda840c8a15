//! `eventscape compat` on files as people keep them: versions by names of many kinds, types in other files, and files that hold
//! something else than a schema.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod ran;

use ran::{check, run, write};
use serde_json::Value;

/// Records of one name in a namespace, with a field of a type.
fn seat(name: &str, kind: &str) -> String {
    format!(
        r#"{{"type": "record", "name": "{name}", "namespace": "fleet", "fields": [{{"name": "row", "type": {kind}}}]}}"#
    )
}

#[test]
fn folders_and_numbers_are_versions_where_files_define_one_name() {
    let tell = |files: &[(&str, &str, &str)], code: i32, expected: &[&str]| {
        let folder = tempfile::tempdir().unwrap();
        for (path, name, kind) in files {
            write(folder.path(), path, &seat(name, kind));
        }
        check(folder.path(), &["."], code, expected);
        folder
    };
    let breaks = ["Seat: not compatible with version 1 "];
    let folders = tell(&[("v1/Seat.avsc", "Seat", "\"int\""), ("v2/Seat.avsc", "Seat", "\"string\"")], 1, &breaks);
    tell(&[("Seat/1/Seat.avsc", "Seat", "\"int\""), ("Seat/2/Seat.avsc", "Seat", "\"string\"")], 1, &breaks);
    tell(&[("Seat_1.avsc", "Seat", "\"int\""), ("Seat_2.avsc", "Seat", "\"string\"")], 1, &breaks);
    tell(
        &[("Seat_1.9.0.avsc", "Seat", "\"int\""), ("Seat_1.10.0.avsc", "Seat", "\"string\"")],
        1,
        &["Seat: not compatible with version 1.9.0", "against version 1.9.0", "In version 1.9.0"],
    );
    // One file alone follows on the folders before its own.
    check(folders.path(), &["v2/Seat.avsc"], 1, &breaks);
    check(&folders.path().join("v2"), &["Seat.avsc"], 1, &breaks);
    check(folders.path(), &["v1/Seat.avsc"], 0, &["nothing to compare with"]);
    // Folders that are packages hold schemas of their own, and nothing was compared.
    let nothing = "Nothing was compared: none of the schemas has an earlier version here";
    tell(&[("v1/Seat.avsc", "Seat", "\"int\""), ("v2/Seat.avsc", "Chair", "\"string\"")], 0, &[nothing]);
    let one = tell(&[("Seat.avsc", "Seat", "\"int\"")], 0, &["the schema has no earlier version here"]);
    check(one.path(), &[".", "--fail-on", "info"], 1, &["--against git:main"]);
    // Versions under names that say nothing do not pass for two schemas.
    let two = "fleet.Seat has 2 meanings, in new/Seat.avsc:1:28 and old/Seat.avsc:1:28";
    let says = [nothing, "error[compat/two-meanings]", two, "call them so"];
    tell(&[("old/Seat.avsc", "Seat", "\"int\""), ("new/Seat.avsc", "Seat", "\"string\"")], 1, &says);
}

#[test]
fn a_name_with_two_meanings_is_told_whatever_the_files_are_called() {
    let inner =
        |kind: &str| format!(r#"{{"type": "record", "name": "Row", "fields": [{{"name": "at", "type": {kind}}}]}}"#);
    for names in [["a", "b", "c"], ["c", "a", "b"], ["b", "c", "a"], ["c", "b", "a"]] {
        let [first, second, user] = names.map(|name| format!("{name}.avsc"));
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &first, &seat("Bus", &inner("\"int\"")));
        write(folder.path(), &second, &seat("Tram", &inner("\"string\"")));
        write(folder.path(), &user, &seat("Plan", "\"Row\""));
        let mut places = [format!("{first}:1:"), format!("{second}:1:")];
        places.sort();
        let says =
            ["warning[compat/two-meanings]: fleet.Row has 2 meanings", "cannot be judged", &places[0], &places[1]];
        check(folder.path(), &["."], 1, &says);
        check(folder.path(), &[&user], 1, &["error[avro/undefined]: fleet.Row has 2 meanings"]);
        // The text that is named counts, and so does a file that is about the type.
        check(folder.path(), &[&user, "--references", &first], 0, &["nothing to compare with"]);
        write(folder.path(), "zz-row.avsc", &inner("\"int\"").replace("\"Row\"", "\"fleet.Row\""));
        check(folder.path(), &[&user], 0, &["nothing to compare with"]);
    }
}

#[test]
fn a_name_that_is_not_defined_says_where_to_look() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "plan.avsc", &seat("Plan", "\"Row\""));
    write(
        folder.path(),
        "old/plan.avsc",
        &seat("Plan", r#"{"type": "enum", "name": "Row", "namespace": "city", "symbols": []}"#),
    );
    let ran = check(
        folder.path(),
        &["plan.avsc"],
        1,
        &[
            "Row means fleet.Row here, which is not defined; did you mean city.Row?",
            "old/plan.avsc defines city.Row",
            "Repair: Change it to city.Row",
            "\n1 error",
        ],
    );
    assert!(!ran.out.contains("already defined"), "{}", ran.out);
    write(folder.path(), "plan.avsc", &seat("Plan", "\"city.Row\""));
    let says = [
        "city.Row is not defined: old/plan.avsc defines it, but defines fleet.Plan as well",
        "Move city.Row into a file",
    ];
    check(folder.path(), &["plan.avsc"], 1, &says);
    write(
        folder.path(),
        "deep/er/row.avsc",
        r#"{"type": "enum", "name": "Row", "namespace": "city", "symbols": ["A"]}"#,
    );
    check(folder.path(), &["plan.avsc"], 0, &["nothing to compare with"]);
}

#[test]
fn protocols_and_answers_of_registries_are_read_and_the_other_language_is_recognised() {
    let folder = tempfile::tempdir().unwrap();
    let protocol = |kind: &str| {
        format!(
            "{{\"protocol\": \"Fleet\", \"namespace\": \"city\", \"types\": [\n  {{\"type\": \"enum\", \"name\": \"Row\", \
             \"symbols\": [\"A\"], \"default\": \"A\"}},\n  {{\"type\": \"record\", \"name\": \"Seat\", \"fields\": \
             [{{\"name\": \"row\", \"type\": \"Row\"}}, {{\"name\": \"at\", \"type\": \"{kind}\"}}]}}], \"messages\": {{}}}}"
        )
    };
    write(folder.path(), "fleet-v1.avpr", &protocol("int"));
    write(folder.path(), "fleet-v2.avpr", &protocol("string"));
    let says = ["city.Row: compatible with version 1", "city.Seat: not compatible with version 1", "fleet-v2.avpr:3:"];
    check(folder.path(), &["fleet-v1.avpr", "fleet-v2.avpr"], 1, &says);
    check(folder.path(), &["."], 1, &says);
    // A repair is one of the protocol's own bytes.
    let ran = run(folder.path(), &["fleet-v1.avpr", "fleet-v2.avpr", "--format", "json"]);
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    let edit = &told["findings"][0]["fixes"][0]["edits"][0];
    let text = protocol("string");
    let bytes = |key: &str| usize::try_from(edit[key].as_u64().unwrap()).unwrap();
    assert_eq!(
        (text.get(bytes("start")..bytes("end")).unwrap(), edit["text"].as_str()),
        ("\"string\"", Some("\"int\"")),
        "{told}"
    );

    let answer = |version: u32, kind: &str| {
        let schema = seat("Seat", &format!("\"{kind}\""));
        serde_json::json!({ "subject": "seat-value", "version": version, "id": 7, "schema": schema }).to_string()
    };
    write(folder.path(), "one.json", &answer(1, "int"));
    write(folder.path(), "two.json", &answer(2, "string"));
    let says = ["seat-value: not compatible with version 1", "two.json:1:"];
    check(folder.path(), &["one.json", "two.json"], 1, &says);
    write(folder.path(), "all.json", &format!("[{}, {}]", answer(2, "string"), answer(1, "int")));
    check(folder.path(), &["all.json"], 1, &["seat-value: not compatible with version 1", "all.json:1:"]);
    write(folder.path(), "quoted.json", &serde_json::json!(seat("Seat", "\"int\"")).to_string());
    check(folder.path(), &["quoted.json"], 0, &["nothing to compare with"]);
    let check_refused = |file: &str, text: &str, expected: &[&str]| {
        write(folder.path(), file, text);
        check(folder.path(), &[file], 3, expected);
    };
    check_refused(
        "a.json",
        r#"{"error_code": 40401, "message": "Subject not found."}"#,
        &["Subject not found. (40401)"],
    );
    check_refused("b.json", r#"{"schemaType": "JSON", "schema": "{}"}"#, &["with a schema of type JSON"]);
    check_refused("c.avpr", r#"{"protocol": "Fleet", "messages": {}}"#, &["an Avro protocol without types"]);
    check_refused("d.avdl", "/** of the fleet */ protocol Fleet { }", &["this is Avro IDL", "avro-tools idl2schemata"]);
    check_refused("e.avsc", "@namespace(\"city\") protocol Fleet { }", &["this is Avro IDL"]);
    let only = tempfile::tempdir().unwrap();
    write(only.path(), "fleet.avdl", "protocol Fleet { }");
    check(only.path(), &["."], 3, &["no .avsc or .avpr file", "avro-tools idl2schemata"]);
}
