//! The schemas that everybody is measured on: those that people have, made larger, and those that break checkers.

/// How many versions a subject of the estate has.
pub const VERSIONS: usize = 20;

/// What is measured: the schemas, one in a line of a file, and what is done with them.
pub struct Case {
    /// The name of the file.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The reader and the writer, or every version of every subject.
    pub schemas: Vec<String>,
    /// Whether the verdict is that the reader reads everything.
    pub compatible: bool,
    /// How long a check of parsed schemas may take, in microseconds.
    pub aim_us: Option<f64>,
}

impl Case {
    fn pair(name: &str, title: &str, reader: String, writer: String, aim_us: Option<f64>) -> Self {
        Self { name: name.to_owned(), title: title.to_owned(), schemas: vec![reader, writer], compatible: true, aim_us }
    }

    /// Whether it is the estate.
    pub fn is_estate(&self) -> bool {
        self.schemas.len() > 2
    }
}

/// Every case, in the order of the table.
pub fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    for (count, aim) in [(500, Some(40.0)), (1000, None), (2000, None)] {
        let title = format!("{count} fields, mixed");
        cases.push(Case::pair(&format!("wide-{count}"), &title, wide(count, true), wide(count, false), aim));
    }
    for (levels, aim) in [(28, Some(20.0)), (60, Some(20.0)), (120, None)] {
        let title = format!("{levels} nested recursive records, nullable");
        cases.push(Case::pair(&format!("deep-{levels}"), &title, deep(levels, "long"), deep(levels, "int"), aim));
    }
    for (count, aim) in [(100, Some(200.0)), (200, None), (400, None)] {
        let title = format!("union of {count} records, reversed");
        let (reader, writer) = (union((0..count).rev()), union(0..count));
        cases.push(Case::pair(&format!("union-{count}"), &title, reader, writer, aim));
    }
    let pair = Case::pair("broken-500", "500 fields, each broken", broken(500, true), broken(500, false), None);
    cases.push(Case { compatible: false, ..pair });
    cases.push(Case {
        name: "estate".to_owned(),
        title: format!("1,000 subjects × {VERSIONS} versions, FULL_TRANSITIVE"),
        schemas: (0..1000).flat_map(|subject| (1..=VERSIONS).map(move |version| event(subject, version))).collect(),
        compatible: true,
        aim_us: Some(1_000_000.0),
    });
    cases
}

fn record(name: &str, fields: &[String]) -> String {
    format!(r#"{{"type":"record","name":"{name}","fields":[{}]}}"#, fields.join(","))
}

/// A field of one of eight kinds. As the reader has it, it differs from the writer's in a way that is compatible.
fn field(at: usize, is_reader: bool) -> String {
    let of_reader = |reader: &str, writer: &str| if is_reader { reader.to_owned() } else { writer.to_owned() };
    let kind = match at % 8 {
        0 => of_reader(r#""long""#, r#""int""#),
        1 => r#""string""#.to_owned(),
        2 => format!(r#"["null",{}]"#, of_reader(r#""double""#, r#""float""#)),
        3 => format!(r#"{{"type":"array","items":{}}}"#, of_reader(r#""bytes""#, r#""string""#)),
        4 => {
            let more = of_reader(r#","LOST""#, "");
            format!(r#"{{"type":"enum","name":"E{at}","symbols":["NEW","PAID","SENT"{more}]}}"#)
        }
        5 => {
            let more = of_reader(r#",{"name":"note","type":["null","string"],"default":null}"#, "");
            format!(
                r#"{{"type":"record","name":"N{at}","fields":[{{"name":"a","type":"int"}},{{"name":"b","type":"string"}}{more}]}}"#
            )
        }
        6 => r#"{"type":"map","values":"long"}"#.to_owned(),
        _ => r#"{"type":"long","logicalType":"timestamp-millis"}"#.to_owned(),
    };
    format!(r#"{{"name":"field_{at}","type":{kind}}}"#)
}

/// A record of many fields. The reader has lost every twentieth and has as many new ones with defaults.
fn wide(count: usize, is_reader: bool) -> String {
    let mut fields: Vec<String> =
        (0..count).filter(|at| !is_reader || at % 20 != 7).map(|at| field(at, is_reader)).collect();
    if is_reader {
        let new = (0..count / 20).map(|at| format!(r#"{{"name":"new_{at}","type":"string","default":""}}"#));
        fields.extend(new);
    }
    record("Wide", &fields)
}

/// Records in each other, each of which may also hold itself.
fn deep(levels: usize, kind: &str) -> String {
    (0..levels).rev().fold(r#""null""#.to_owned(), |inner, at| {
        let next = if inner == r#""null""# { inner } else { format!(r#"["null",{inner}]"#) };
        record(
            &format!("L{at}"),
            &[
                format!(r#"{{"name":"value","type":"{kind}"}}"#),
                format!(r#"{{"name":"again","type":["null","L{at}"]}}"#),
                format!(r#"{{"name":"next","type":{next}}}"#),
            ],
        )
    })
}

fn union(order: impl Iterator<Item = usize>) -> String {
    let branch = |at: usize| {
        let fields = [
            format!(r#"{{"name":"id_{at}","type":"string"}}"#),
            r#"{"name":"count","type":["null","int"]}"#.to_owned(),
        ];
        record(&format!("Event{at}"), &fields)
    };
    format!("[{}]", order.map(branch).collect::<Vec<_>>().join(","))
}

/// A record of which every field breaks: another type, a symbol that is not known, another size.
fn broken(count: usize, is_reader: bool) -> String {
    let of_reader = |reader: &'static str, writer: &'static str| if is_reader { reader } else { writer };
    let kind = |at: usize| match at % 3 {
        0 => of_reader(r#""string""#, r#""int""#).to_owned(),
        1 => format!(r#"{{"type":"enum","name":"E{at}","symbols":["NEW"{}]}}"#, of_reader("", r#","PAID""#)),
        _ => format!(r#"{{"type":"fixed","name":"F{at}","size":{}}}"#, of_reader("4", "8")),
    };
    let fields: Vec<String> = (0..count).map(|at| format!(r#"{{"name":"field_{at}","type":{}}}"#, kind(at))).collect();
    record("Broken", &fields)
}

/// A version of an event as teams grow them: a field more with each version.
fn event(subject: usize, version: usize) -> String {
    let mut fields: Vec<String> = vec![
        r#"{"name":"id","type":{"type":"string","logicalType":"uuid"}}"#.to_owned(),
        r#"{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}}"#.to_owned(),
        r#"{"name":"status","type":{"type":"enum","name":"Status","symbols":["UNKNOWN","NEW","PAID"],"default":"UNKNOWN"}}"#
            .to_owned(),
        r#"{"name":"items","type":{"type":"array","items":{"type":"record","name":"Item","fields":[{"name":"sku","type":"string"},{"name":"count","type":"int"}]}}}"#
            .to_owned(),
        r#"{"name":"first","type":["null","Item"],"default":null}"#.to_owned(),
    ];
    fields.extend((1..version).map(|at| {
        let kind = ["string", "long", "double", "boolean"].get((subject + at) % 4).copied().unwrap_or_default();
        format!(r#"{{"name":"added_{at}","type":["null","{kind}"],"default":null}}"#)
    }));
    record(&format!("Event{subject}"), &fields)
}
