//! The verdict on a schema as a whole: which mode its readers need, how a draft gets out, and what a change to a shared
//! record does to those who use it. A small shop, one thing changed, everything that is said of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use check::{Checker, SchemaVerdict};
use fixture::change;
use model::{Change, Design, RecordKey};

const TODAY: &str = "2026-11-21";

const ID: &str = "id: string";
const NOTE: &str = "note: string = \"\"";
const TOTAL: &str = "total: long";
const COUNT: &str = "count: int";

/// One producer, two consumers: the mailer with the version given, the stock with the latest.
fn shop(topic: &str, mode: &str, versions: &[&str], draft: Option<&str>, mailer_reads: u32) -> Design {
    let versions = (1..).zip(versions).map(|(number, fields)| format!(" v{number} {{ {fields} }}"));
    let draft = draft.map(|fields| format!(" draft {{ {fields} }}"));
    let texts: String = versions.chain(draft).collect();
    fixture::design(&format!(
        "
        context order
          topic events \"order-events\" p=12 min-isr=null retention=null {topic}
          schema shop.Placed mode={mode} {texts}
          message Placed on events
          service api \"order-api\" -> events id=api-writes
          events -> service mailer group=g reads=Placed:{mailer_reads} id=mailer-reads
          events -> service stock group=g id=stock-reads
        "
    ))
}

fn judged(design: &Design, schema: &str) -> SchemaVerdict {
    let mut checker = Checker::default();
    checker.check_all(design, TODAY);
    checker.verdict(&schema.parse().unwrap()).unwrap().as_ref().clone()
}

fn steps(verdict: &SchemaVerdict) -> Vec<String> {
    let line = |(at, step): (usize, &check::Step)| {
        let after: Vec<String> = step.after.iter().map(|it| (it + 1).to_string()).collect();
        let after = if after.is_empty() { String::new() } else { format!(" [after {}]", after.join(", ")) };
        format!("{} {}: {}{after}", at + 1, step.title, step.note)
    };
    verdict.rollout.iter().enumerate().map(line).collect()
}

#[test]
fn a_roll_out_is_an_order_that_breaks_nobody() {
    let check = |topic: &str, mode: &str, versions: &[&str], draft: &str, mailer_reads: u32, expected: &[&str]| {
        let design = shop(topic, mode, versions, Some(draft), mailer_reads);
        assert_eq!(steps(&judged(&design, "placed")), expected, "{mode} {versions:?} -> {draft}");
    };
    let week = "retention=7d";
    // Everybody reads it: one step for the registry, one for the producer.
    check(
        week,
        "BACKWARD",
        &[ID],
        &format!("{ID}, {NOTE}"),
        1,
        &[
            "1 Release version 2: BACKWARD accepts it",
            "2 Switch order-api to version 2: all 2 consumers read it then [after 1]",
        ],
    );
    // A field goes that old readers need: consumers first.
    check(
        week,
        "BACKWARD",
        &[&format!("{ID}, {TOTAL}")],
        ID,
        1,
        &[
            "1 Release version 2: BACKWARD accepts it",
            "2 Deploy mailer with version 2: no released version reads it, and 2 reads what is stored too [after 1]",
            "3 Deploy stock with version 2: no released version reads it, and 2 reads what is stored too [after 1]",
            "4 Switch order-api to version 2: all 2 consumers read it then [after 1, 2, 3]",
        ],
    );
    // Only the one that is behind has to move, to a version that is there already, while the registry is asked.
    check(
        week,
        "BACKWARD",
        &[&format!("{ID}, {TOTAL}"), ID],
        &format!("{ID}, {NOTE}"),
        1,
        &[
            "1 Release version 3: BACKWARD accepts it",
            "2 Upgrade mailer to version 2: its version 1 cannot read version 3",
            "3 Switch order-api to version 3: all 2 consumers read it then [after 1, 2]",
        ],
    );
    // A field comes that is not in the old events: producers first, consumers when the old events are gone.
    check(
        week,
        "FORWARD",
        &[ID],
        &format!("{ID}, {TOTAL}"),
        1,
        &[
            "1 Release version 2: FORWARD accepts it",
            "2 Switch order-api to version 2: all 2 consumers read it then [after 1]",
            "3 Wait until order-events holds version 2 alone: that takes 7 days; version 2 cannot read older records [after 2]",
            "4 Then upgrade mailer and stock to version 2: until then the present version reads old and new events [after 3]",
        ],
    );
    // The same where nothing ever goes.
    check(
        "cleanup=compact",
        "FORWARD",
        &[ID],
        &format!("{ID}, {TOTAL}"),
        1,
        &[
            "1 Release version 2: FORWARD accepts it",
            "2 Switch order-api to version 2: all 2 consumers read it then [after 1]",
            "3 Leave mailer and stock on the present version: version 2 cannot read what order-events keeps for good; to upgrade, write version 2 to a topic of its own [after 2]",
        ],
    );
    // Neither reads the other, and no mode minds: nothing but a topic of its own helps.
    check(
        week,
        "NONE",
        &[COUNT],
        TOTAL,
        1,
        &[
            "1 Release version 2: NONE accepts it",
            "2 Write version 2 to a topic of its own: neither a released version nor version 2 lets mailer and stock read both old and new events on order-events [after 1]",
            "3 Switch order-api to version 2: 0 of 2 consumers read it then [after 1, 2]",
        ],
    );
    // A text that the mode refuses is fixed first.
    check(
        week,
        "BACKWARD",
        &[ID],
        &format!("{ID}, {TOTAL}"),
        1,
        &[
            "1 Give total the default 0: then version 2 reads v1",
            "2 Release version 2: BACKWARD accepts it [after 1]",
            "3 Switch order-api to version 2: all 2 consumers read it then [after 2]",
        ],
    );
    // Where it refuses most of the draft, what is left decides.
    let many: Vec<String> = (0..9).map(|at| format!("f{at}: int")).collect();
    let draft = format!("{ID}, {}", many.join(", "));
    let expected = "1 Mend the draft at 9 places: version 2 does not read v1; the steps follow from what is left";
    check(week, "BACKWARD", &[ID], &draft, 1, &[expected]);
}

#[test]
fn a_draft_that_is_no_schema_is_mended_first() {
    let design = shop("", "BACKWARD", &[ID], Some("id: strnig"), 1);
    let steps = steps(&judged(&design, "placed"));
    assert_eq!(steps, ["1 Mend the draft’s text: until then nobody can say who reads it"]);
}

#[test]
fn the_mode_that_is_needed_follows_from_who_reads_and_what_is_kept() {
    let check = |topic: &str, mailer_reads: u32, expected: (&str, &[&str])| {
        let versions = [ID, &format!("{ID}, {NOTE}")];
        let needs = judged(&shop(topic, "BACKWARD", &versions, None, mailer_reads), "placed").needs.unwrap();
        let why: Vec<&str> = needs.why.iter().map(String::as_str).collect();
        assert_eq!((needs.mode.as_str(), why.as_slice()), expected, "{topic} {mailer_reads}");
    };
    let met = "an upgraded consumer meets what is stored";
    let kept = "order-events keeps records of every version";
    let behind = "mailer still reads with version 1";
    check("", 2, ("BACKWARD", &[met]));
    check("retention=1s", 2, ("BACKWARD", &[met]));
    check("retention=forever", 2, ("BACKWARD_TRANSITIVE", &[kept]));
    check("cleanup=compact retention=1s", 2, ("BACKWARD_TRANSITIVE", &[kept]));
    check("cleanup=compact-delete retention=1s", 2, ("BACKWARD", &[met]));
    check("", 1, ("FULL_TRANSITIVE", &[met, behind]));
    check("retention=forever", 1, ("FULL_TRANSITIVE", &[kept, behind]));
}

#[test]
fn what_is_stored_counts_as_well_as_what_will_be_written() {
    let versions = [COUNT, &format!("{ID}, {NOTE}"), ID];
    let check = |topic: &str, expected: &[(u32, &[u32])]| {
        let verdict = judged(&shop(topic, "NONE", &versions, None, 2), "placed");
        let found: Vec<(u32, Vec<u32>)> = verdict
            .consumers
            .iter()
            .map(|it| (it.reads, it.unreadable.iter().map(|(number, _)| *number).collect()))
            .collect();
        let expected: Vec<(u32, Vec<u32>)> = expected.iter().map(|(reads, kept)| (*reads, kept.to_vec())).collect();
        assert_eq!(found, expected, "{topic}");
    };
    check("retention=1s", &[(2, &[]), (3, &[])]);
    check("cleanup=compact", &[(2, &[1]), (3, &[1])]);
    check("config.cleanup.policy=compact", &[(2, &[1]), (3, &[1])]);
}

fn with_money(draft: Option<&str>) -> Design {
    let mut design = shop("", "FULL", &["id: string, price: Money"], None, 1);
    let draft = draft.map(|fields| format!("draft {{ {fields} }}")).unwrap_or_default();
    change(&mut design, &format!("schema shop.Money v1 {{ amount: long }} {draft}"));
    design
}

#[test]
fn a_change_to_a_shared_record_shows_whom_it_breaks() {
    let sound = with_money(None);
    let verdict = judged(&sound, "placed");
    assert_eq!(verdict.next, None);
    assert!(verdict.versions.iter().all(|it| it.text.findings.is_empty()), "Money is found in its own subject");

    let check = |draft: &str, broken: usize, expected: &[&str]| {
        let design = with_money(Some(draft));
        let mut checker = Checker::default();
        checker.check_all(&design, TODAY);
        let verdict = checker.verdict(&"placed".parse().unwrap()).unwrap();
        assert_eq!(verdict.consumers.iter().filter(|it| !it.breaks.is_empty()).count(), broken, "{draft}");
        let mut lines: Vec<String> =
            checker.findings().map(|it| format!("{} {} {}", it.rule.code, it.location(), it.message)).collect();
        lines.sort();
        assert_eq!(lines, expected, "{draft}");
    };
    check("amount: long", 0, &[]);
    check(
        "amount: string",
        2,
        &[
            "schema/breaks-consumer flow:mailer-reads/direction/consume/reader_versions/placed mailer cannot read Placed with the draft of money",
            "schema/breaks-consumer flow:stock-reads/direction/consume/reader_versions/placed stock cannot read Placed with the draft of money",
            "schema/incompatible schema:money/fields/0/type The draft of Money breaks BACKWARD: Version 1 writes field amount as long, but the new version reads it as string",
            "schema/incompatible schema:money/fields/0/type With the draft of money, Placed breaks BACKWARD: Version 1 writes field price.amount as long, but the new version reads it as string",
            "schema/incompatible schema:money/fields/0/type With the draft of money, Placed breaks FORWARD: The new version writes field price.amount as string, but version 1 reads it as long",
        ],
    );
}

#[test]
fn texts_are_brought_together_again_when_one_of_them_changes() {
    let mut design = with_money(None);
    let mut checker = Checker::default();
    checker.check_all(&design, TODAY);
    let fresh = |design: &Design| {
        let mut fresh = Checker::default();
        fresh.check_all(design, TODAY);
        let mut lines: Vec<String> = fresh.findings().map(|it| format!("{it:?}")).collect();
        lines.sort();
        (lines, fresh.verdict(&"placed".parse().unwrap()).cloned(), fresh.verdict(&"money".parse().unwrap()).cloned())
    };
    let key: RecordKey = "schema:money".parse().unwrap();
    let money = |texts: &str| fixture::design(&format!("context order\n  schema shop.Money {texts}")).get(&key);
    let cash =
        r#"{"type": "record", "name": "Cash", "namespace": "shop", "fields": [{"name": "amount", "type": "long"}]}"#;
    for after in [
        money("v1 { amount: long } draft { amount: string }"),
        money(&format!("v1 {{ amount: long }} draft {cash}")),
        money(&format!("v1 {cash}")),
        None,
        money("v1 { amount: long }"),
    ] {
        let before = design.get(&key);
        match &after {
            Some(record) => drop(design.insert(record.clone())),
            None => drop(design.remove(&key)),
        }
        checker.recheck(&design, &Vec::from_iter(Change::between(key.clone(), before, after)), TODAY);
        let mut lines: Vec<String> = checker.findings().map(|it| format!("{it:?}")).collect();
        lines.sort();
        let (expected, placed, money) = fresh(&design);
        assert_eq!(lines, expected);
        assert_eq!(checker.verdict(&"placed".parse().unwrap()), placed.as_ref());
        assert_eq!(checker.verdict(&"money".parse().unwrap()), money.as_ref());
    }
    assert!(checker.findings().next().is_none(), "back where it began");
}

#[test]
fn a_renamed_service_is_told_by_its_new_name() {
    let mut design = shop("", "BACKWARD", &[ID], Some(COUNT), 1);
    let mut checker = Checker::default();
    checker.check_all(&design, TODAY);
    let step = change(&mut design, "set service:mailer name=letters");
    checker.recheck(&design, &step.changes, TODAY);
    assert!(checker.findings().any(|it| it.message.starts_with("letters cannot read")));
    assert!(checker.findings().all(|it| !it.message.contains("mailer")));
}

#[test]
fn the_design_says_by_whose_rules_schemas_are_judged() {
    let amount = |scale: u32| {
        format!(r#"total: {{"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": {scale}}}"#)
    };
    let check = |rules: &str, broken: usize| {
        let mut design = shop("", "BACKWARD", &[&amount(2)], Some(&amount(4)), 1);
        change(&mut design, &format!("set settings schema-rules={rules}"));
        let verdict = judged(&design, "placed");
        assert_eq!(verdict.consumers.iter().filter(|it| !it.breaks.is_empty()).count(), broken, "{rules}");
        assert_eq!(verdict.versions.iter().map(|it| it.draft.len()).sum::<usize>(), broken.min(1), "{rules}");
    };
    check("registry", 0);
    check("specification", 2);
}
