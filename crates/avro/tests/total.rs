//! Any text goes in: nothing panics, and every edit that is offered fits.

mod generate;

use avro::data::{decode, read_json, sample};
use avro::{
    Compatibility, Labels, Profile, Schema, check, check_candidate, diff, infer, is_compatible, warn_candidate,
    warnings,
};
use generate::Choices;
use proptest::prelude::*;

/// A schema's text with some bytes taken out and others put in.
fn broken() -> impl Strategy<Value = String> {
    let cut = (any::<prop::sample::Index>(), 0..12usize, "[\\[\\]{}:,\"a-z0-9 ]{0,6}");
    (prop::collection::vec(any::<u16>(), 0..60), prop::collection::vec(cut, 0..3)).prop_map(|(choices, cuts)| {
        let mut text = generate::schema(&mut Choices::new(&choices)).to_string();
        for (at, length, put) in cuts {
            let start = at.index(text.len() + 1);
            let end = (start + length).min(text.len());
            text.replace_range(start..end, &put);
        }
        text
    })
}

proptest! {
    #![proptest_config(laws::cases(256))]

    #[test]
    fn everything_is_said_of_any_two_texts(a in broken(), b in broken(), seed in any::<u64>()) {
        let ((first, findings), (second, _)) = (Schema::parse(&a, &[]), Schema::parse(&b, &[]));
        for fix in findings.iter().flat_map(|it| &it.fixes) {
            prop_assert!(syntax::apply_edits(&a, &fix.edits).is_ok(), "{}", fix.title);
        }
        let _ = infer(&[&a, &b], "R", "n");
        let (Some(first), Some(second)) = (first, second) else { return Ok(()) };
        let versions = [(1, &second)];
        for finding in check_candidate(&first, &versions, Compatibility::Full, Profile::Confluent) {
            for repair in finding.candidate_repairs() {
                prop_assert!(syntax::apply_edits(&a, &repair.edits).is_ok(), "{}", repair.title);
            }
        }
        for warning in warn_candidate(&first, &versions, Compatibility::Full) {
            for repair in warning.warning.repairs.iter().filter(|it| it.side == warning.direction.candidate()) {
                prop_assert!(syntax::apply_edits(&a, &repair.edits).is_ok(), "{}", repair.title);
            }
        }
        for profile in [Profile::Confluent, Profile::Specification] {
            let _ = is_compatible(&first, &second, profile);
        }
        prop_assert_eq!(check(&first, &second).is_empty(), is_compatible(&first, &second, Profile::Confluent));
        let _ = (diff(&first, &second), warnings(&first, &second, &Labels::default()), first.advice(), first.form());
        let _ = (first.canonical_form(), first.normal_form(), first.fingerprint());
        let pretty = first.pretty();
        let (again, _) = Schema::parse(&pretty, &[]);
        prop_assert_eq!(again.map(|it| it.normal_form()), Some(first.normal_form()));
        let offset = usize::try_from(seed).unwrap_or(0) % (a.len() + 1);
        for completion in first.complete(offset, &[]) {
            prop_assert!(syntax::apply_edits(&a, &[completion.edit]).is_ok(), "{}", completion.label);
        }
        let _ = first.hover(offset);
        let _ = (sample(&first, seed), decode(&first, &seed.to_be_bytes()), read_json(&first, &b));
    }
}

#[test]
fn schemas_nested_to_the_limit_are_worked_with() {
    let deep = |levels: usize| {
        let open = r#"{"type": "array", "items": "#.repeat(levels);
        format!("{open}\"int\"{}", "}".repeat(levels))
    };
    let records = |levels: usize, kind: &str| {
        (0..levels).rev().fold("\"null\"".to_owned(), |inner, at| {
            format!(
                r#"["null", {{"type": "record", "name": "L{at}", "fields": [{{"name": "v", "type": "{kind}"}},
                    {{"name": "next", "type": {inner}}}]}}]"#
            )
        })
    };
    for (a, b) in [(deep(990), deep(990).replace("int", "string")), (records(240, "int"), records(240, "string"))] {
        let (first, findings) = Schema::parse(&a, &[]);
        assert_eq!(findings, []);
        let (second, _) = Schema::parse(&b, &[]);
        let (first, second) = (first.unwrap(), second.unwrap());
        assert!(is_compatible(&first, &first, Profile::Confluent));
        assert_eq!(check(&first, &second).len(), 1);
        assert!(!diff(&first, &second).is_empty());
        assert_eq!(first.canonical_form().matches("int").count(), first.normal_form().matches("int").count());
        let _ = (sample(&first, 1), warnings(&first, &first, &Labels::default()), first.pretty());
    }
}

#[test]
fn a_chain_of_twenty_thousand_types_needs_no_stack() {
    let chain = |kind: &str| {
        let last = 20_000;
        let link = |at: usize| {
            format!(r#"{{"type": "record", "name": "C{at}", "fields": [{{"name": "n", "type": "C{}"}}]}}"#, at + 1)
        };
        let mut links: Vec<String> = (0..last).map(link).collect();
        links
            .push(format!(r#"{{"type": "record", "name": "C{last}", "fields": [{{"name": "n", "type": "{kind}"}}]}}"#));
        format!("[{}]", links.join(","))
    };
    let parse = |text: &str| Schema::parse(text, &[]).0.unwrap();
    let (int, string) = (parse(&chain("int")), parse(&chain("string")));
    assert!(is_compatible(&int, &int, Profile::Confluent));
    assert!(!is_compatible(&int, &string, Profile::Confluent));
    let _ = int.canonical_form();
}
