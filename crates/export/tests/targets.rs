//! The files of each target, of a small design: what they say, and that names outside a target's alphabet survive.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests fail by panic"
)]

mod shop;

use diagnostic::{Code, Diagnostic, Location, Severity};
use export::{Export, ExportError, Handover, Options, Request, exporter};
use model::{Decision, DecisionStatus, Record};
use serde_json::json;
use shop::{add, exported, manifest, options, request, shop, text};

/// The decision draft of a request.
fn drafted(request: &Request<'_>) -> Result<Export, ExportError> {
    exporter("adr").unwrap().export(&Handover::of(request)?)
}

#[test]
fn a_topic_for_the_operator() {
    let export = exported(&shop(), None, "strimzi");
    let without_digest = |path: &str| {
        text(&export, path)
            .lines()
            .filter(|line| !line.contains("sha256"))
            .map(|line| format!("{line}\n"))
            .collect::<String>()
    };
    assert_eq!(
        without_digest("topics/payment-balances.yaml"),
        "# Written by Eventscape from the design \"Shop\", environment prod\n\
         # Owned by Payment, payment-team\n\
         apiVersion: kafka.strimzi.io/v1\n\
         kind: KafkaTopic\n\
         metadata:\n  \
           name: payment-balances\n  \
           labels:\n    \
             strimzi.io/cluster: shop-prod\n\
         spec:\n  \
           topicName: Payment_Balances\n  \
           partitions: 6\n  \
           replicas: 3\n  \
           config:\n    \
             cleanup.policy: compact,delete\n    \
             min.insync.replicas: \"2\"\n    \
             segment.ms: \"3600000\"\n"
    );
    assert_eq!(
        without_digest("users/prod-order-api.yaml"),
        "# Written by Eventscape from the design \"Shop\", environment prod\n\
         # What order-api may do, as its flows need it\n\
         apiVersion: kafka.strimzi.io/v1\n\
         kind: KafkaUser\n\
         metadata:\n  \
           name: prod-order-api\n  \
           labels:\n    \
             strimzi.io/cluster: shop-prod\n\
         spec:\n  \
           authentication:\n    \
             type: tls\n  \
           authorization:\n    \
             type: simple\n    \
             acls:\n      \
               - resource:\n          \
                   type: topic\n          \
                   name: order-events\n          \
                   patternType: literal\n        \
                 operations:\n          \
                   - Describe\n          \
                   - Write\n        \
                 host: \"*\"\n"
    );
    let listing = text(&export, "kustomization.yaml");
    for file in export.files.iter().filter(|file| file.path != "kustomization.yaml") {
        assert!(listing.contains(&format!("- {}\n", file.path)), "{} is not in\n{listing}", file.path);
    }
}

#[test]
fn names_that_the_operator_cannot_bear_are_told() {
    let codes = |records: serde_json::Value| {
        let mut design = shop();
        add(&mut design, &records);
        let notes = exported(&design, None, "strimzi").notes;
        notes.iter().map(|note| note.code.as_str().to_owned()).collect::<Vec<_>>()
    };
    let service = |principal: &str| json!([{"service": {"id": "order-api", "context": "order", "name": "Order API", "principal": principal}}]);
    assert_eq!(codes(json!([])), ["export/user-certificate"]);
    assert_eq!(codes(service("Order_API")), ["export/renamed-user", "export/user-certificate"]);
    assert_eq!(codes(service(&"a".repeat(60))), ["export/long-user-name", "export/user-certificate"]);
    let nameless = json!([{"environment": {"id": "prod", "name": "Production"}}]);
    assert_eq!(codes(nameless), ["export/no-cluster", "export/user-certificate"]);
}

#[test]
fn users_of_the_operator_may_have_passwords() {
    let mut design = shop();
    let long = "a".repeat(70);
    add(
        &mut design,
        &json!([{"service": {"id": "order-api", "context": "order", "name": "Order API", "principal": long}}]),
    );
    let options = options(&["strimzi.authentication=scram-sha-512"]);
    let export = exporter("strimzi").unwrap().export(&Handover::of(&request(&design, &options)).unwrap()).unwrap();
    assert_eq!(export.notes, []);
    let user = text(&export, &format!("users/prod-{long}.yaml"));
    assert!(user.contains("  authentication:\n    type: scram-sha-512\n"), "{user}");
}

#[test]
fn the_script_states_each_topic_and_as_few_rules_as_say_the_same() {
    let script = text(&exported(&shop(), None, "kafka-script"), "apply.sh");
    let stated: Vec<_> = script
        .lines()
        .skip_while(|line| *line != "design() {")
        .skip(1)
        .take_while(|line| *line != "}")
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    assert_eq!(
        stated,
        [
            "topic Payment_Balances 6 3 cleanup.policy=compact,delete min.insync.replicas=2 segment.ms=3600000",
            "topic order-events 12 3 min.insync.replicas=2 retention.ms=604800000",
            "topic order-events.dlq 1 3",
            "topic order-events.retry 3 3",
            "allow User:prod-order-api 'Describe Write' topic:order-events",
            "allow User:prod-payment-worker 'Describe Read' topic:order-events",
            "allow User:prod-payment-worker 'Describe Read Write' topic:order-events.retry",
            "allow User:prod-payment-worker 'Describe Write' topic:Payment_Balances topic:order-events.dlq transactional-id:payment-tx",
            "allow User:prod-payment-worker Read group:payment-group",
        ]
    );
}

#[test]
fn no_name_in_a_design_becomes_a_command() {
    let mut design = shop();
    let evil = "x'; touch /nowhere; echo '\n#@design\n$(reboot)";
    add(
        &mut design,
        &json!([
            {"settings": {"format_version": 1, "name": evil, "default_environment": "prod"}},
            {"flow": {"id": "pays", "context": "payment", "service": "payment-worker", "topic": "orders",
                      "direction": {"consume": {"group": "it's $(reboot) #@header"}}}},
        ]),
    );
    let script = text(&exported(&design, None, "kafka-script"), "apply.sh");
    assert!(script.contains(r#"Read "group:it's \$(reboot) #@header""#), "{script}");
    let touching: Vec<_> = script.lines().filter(|line| line.contains("touch")).collect();
    assert!(touching.len() == 1 && touching[0].starts_with("# Written by Eventscape"), "{touching:?}");
}

#[test]
fn a_draft_is_numbered_after_the_last_decision_and_named_by_its_title() {
    let check = |title: Option<&str>, records: &[&str], decisions: &[&str], expected: &str| {
        let mut design = shop();
        for id in decisions {
            design.insert(Record::Decision(Decision {
                id: id.parse().unwrap(),
                title: "Use Kafka".to_owned(),
                status: DecisionStatus::Accepted,
                date: String::new(),
                decision_makers: Vec::new(),
                consulted: Vec::new(),
                informed: Vec::new(),
                records: Vec::new(),
                supersedes: Vec::new(),
                body: "# Use Kafka\n".to_owned(),
            }));
        }
        let titles = title.iter().map(|title| format!("adr.title={title}"));
        let records = records.iter().map(|key| format!("adr.records={key}"));
        let chosen: Vec<String> = titles.chain(records).collect();
        let options = options(&chosen.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(drafted(&request(&design, &options)).unwrap().files[0].path, expected);
    };
    check(None, &[], &[], "0001-introduce-the-event-topology-of-shop.md");
    check(None, &["topic:orders"], &["0005-use-kafka"], "0006-introduce-order-events.md");
    check(
        None,
        &["service:payment-worker"],
        &["0005-use-kafka", "0012-b"],
        "0013-introduce-payment-balances-and-order-events.md",
    );
    check(Some("Raise order-events to 24 partitions"), &[], &["adr"], "0001-raise-order-events-to-24-partitions.md");
}

#[test]
fn no_text_of_a_design_swallows_the_rest_of_a_draft() {
    let mut design = shop();
    add(
        &mut design,
        &json!([
            {"settings": {"format_version": 1, "name": "Shop", "description": "```"}},
            {"context": {"id": "order", "name": "Order", "purpose": "---\n# Take <b>orders</b>"}},
        ]),
    );
    let exported = exported(&design, None, "adr");
    let draft = &exported.files[0].text;
    assert!(draft.contains("\n\\`\\`\\`.\n"), "{draft}");
    assert!(draft.contains("): \\--- # Take &lt;b>orders&lt;/b>.\n"), "{draft}");
}

#[test]
fn numbers_beyond_those_of_json_stay_numbers() {
    let mut design = shop();
    add(
        &mut design,
        &json!([{"flow": {"id": "places", "context": "order", "service": "order-api", "topic": "orders",
                          "direction": {"produce": {"rate_per_second": 1e308, "size_bytes": 4_000_000_000u32}}}}]),
    );
    let manifest = manifest(&design, None);
    let rates = &manifest["topics"].as_array().unwrap().iter().find(|it| it["id"] == "orders").unwrap()["ordinary"];
    assert!(rates["bytes_per_second"].is_f64(), "{rates}");
}

#[test]
fn a_draft_needs_a_date_and_records_that_exist() {
    let design = shop();
    let moon = options(&["adr.records=topic:moon"]);
    assert!(matches!(drafted(&request(&design, &moon)), Err(ExportError::UnknownRecord { .. })));
    let options = Options::default();
    let request = Request { today: "today", ..request(&design, &options) };
    assert!(matches!(drafted(&request), Err(ExportError::IllegalDate { .. })));
}

#[test]
fn the_manifest_satisfies_its_published_schema() {
    let published = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/schemas/manifest.schema.json");
    let current = serde_json::to_string_pretty(&export::json_schema()).unwrap() + "\n";
    if std::env::var_os("EVENTSCAPE_UPDATE_GOLDEN").is_some() {
        std::fs::write(published, &current).unwrap();
    }
    let published: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(published).unwrap()).unwrap();
    assert_eq!(
        published,
        export::json_schema(),
        "set EVENTSCAPE_UPDATE_GOLDEN=1 to write it anew, and look at the difference"
    );

    let validator = jsonschema::validator_for(&published).unwrap();
    let manifest = manifest(&shop(), None);
    let errors: Vec<_> =
        validator.iter_errors(&manifest).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(errors, Vec::<String>::new());

    let refused = |pointer: &str, value: serde_json::Value| {
        let mut broken = manifest.clone();
        *broken.pointer_mut(pointer).unwrap() = value;
        assert!(!validator.is_valid(&broken), "{pointer} passes");
    };
    refused("/topics/0/partitions", json!("many"));
    refused("/topics/0/partitions", json!(-1));
    refused("/access/0/allow/0/operations/0", json!("Fly"));
    refused("/access/0/allow/0/resource/type", json!("moon"));
    refused("/subjects/0/compatibility", json!("SOMEHOW"));
    refused("/groups", json!({}));
}

#[test]
fn a_draft_is_about_its_records_and_what_is_known_of_them() {
    let mut design = shop();
    add(
        &mut design,
        &json!([
            {"policy": {"waivers": [
                {"rule": "topic/no-consumer", "record": "topic:orders", "reason": "Reporting reads it from May", "expires": "2027-05-31"},
                {"rule": "topic/no-consumer", "record": "topic:balances", "reason": "Not of interest here", "expires": "2027-05-31"},
            ]}},
            {"environment": {"id": "prod", "name": "Production", "brokers": 3, "broker_usd_per_hour": 2.0, "storage_gib_per_broker": 1,
                             "budget_usd_per_month": 3000.0}},
        ]),
    );
    let finding = |record: &str, severity, message: &str| {
        Diagnostic::new(Code::new("schema/breaks-consumer"), severity, message, Location::record(record))
    };
    let findings = [
        finding("schema:order-placed", Severity::Error, "The draft of order-placed breaks payment-worker"),
        finding("topic:orders", Severity::Warning, "The topic has a pipe | in it"),
        finding("topic:balances", Severity::Error, "Somewhere else"),
    ];
    let options =
        options(&["adr.records=topic:orders", "adr.decision-makers=Ada", "adr.alternatives=Call the payment service"]);
    let request = Request { findings: &findings, ..request(&design, &options) };
    let page = drafted(&request).unwrap().files[0].text.clone();
    let has = |line: &str| assert!(page.lines().any(|found| found.trim() == line), "{line}\nis not in\n{page}");
    has("- Ada");
    has("- payment-team");
    has("# Introduce order-events");
    has("The decision concerns 3 topics in 1 bounded context:");
    has("* Call the payment service");
    has("* Bad, because prod costs $4,380 a month, $1,380 more than its budget of $3,000");
    has(
        "* Bad, because the records take 135 GiB on disk, all copies counted, with Kafka's 7 days where no retention is stated; all topics together fill 5,633 % of 3 GiB",
    );
    has("* Bad, because `schema/breaks-consumer`: The draft of order-placed breaks payment-worker");
    has(
        "* Bad, because `topic/no-consumer` is suppressed for `topic:orders` until 2027-05-31: Reporting reads it from May",
    );
    has("* Compatibility, `schema/breaks-consumer`: The draft of order-placed breaks payment-worker");
    has("* Rule `schema/breaks-consumer`: The draft of order-placed breaks payment-worker, and 1 more");
    has("t2[(\"order-events.dlq\")]");
    for elsewhere in ["Somewhere else", "Not of interest", "Payment_Balances |", "no alternative is recorded"] {
        assert!(!page.contains(elsewhere), "{elsewhere} is in\n{page}");
    }
    let rows: Vec<_> = page.lines().filter(|line| line.starts_with("| ")).collect();
    let bars = |row: &str| row.replace("\\|", "").matches('|').count();
    assert!(rows.len() == 5 && rows.iter().all(|row| bars(row) == 13), "{rows:?}");
}
