//! Large designs as companies have them: contexts of ten services and ten topics, on each topic a message whose schema has two
//! versions, one and a half flows a node, and no positions, so that opening one lays everything out. The same size always
//! gives the same files. Measurements and tests of the window share them.

mod draw;
mod words;

use draw::Draw;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use words::{AREAS, EVENTS, FIELDS, MATTERS, SERVICES};

/// The files of a design by path.
pub type Files = BTreeMap<String, String>;

/// The services and topics of a context.
const NODES_OF_A_CONTEXT: usize = SERVICES.len() + EVENTS.len();

/// How many fields a schema has besides its id.
const FIELDS_OF_A_SCHEMA: usize = 8;

/// A bounded context.
struct Context {
    id: String,
    name: String,
    team: String,
}

impl Context {
    fn at(number: usize) -> Self {
        let area = AREAS.get(number % AREAS.len()).copied().unwrap_or_default();
        let matter = MATTERS.get(number / AREAS.len() % MATTERS.len()).copied().unwrap_or_default();
        let (name, id) = match number / (AREAS.len() * MATTERS.len()) {
            0 => (format!("{area} {matter}"), format!("{area}-{matter}")),
            again => (format!("{area} {matter} {again}"), format!("{area}-{matter}-{again}")),
        };
        Self { id: id.to_lowercase(), name, team: format!("{}-team", area.to_lowercase()) }
    }

    fn topic(&self, event: &str) -> String {
        format!("{}-{event}", self.id)
    }
}

/// The files of a design with so many services and topics, rounded up to whole contexts.
pub fn files(nodes: usize) -> Files {
    let contexts: Vec<Context> = (0..nodes.div_ceil(NODES_OF_A_CONTEXT)).map(Context::at).collect();
    let mut draw = Draw::new(7);
    let mut files = Files::new();
    add_frame(&mut files);
    for context in &contexts {
        add_context(&mut files, context, &mut draw);
    }
    add_flows(&mut files, &contexts, &mut draw);
    for (number, pair) in contexts.windows(2).enumerate() {
        if let [upstream, downstream] = pair {
            add_relation(&mut files, upstream, downstream);
            if number % 10 == 0 {
                add_process(&mut files, upstream, downstream);
                add_decision(&mut files, number / 10 + 1, upstream);
            }
        }
    }
    files
}

/// Writes the files of a design into a folder that is not there yet.
pub fn write(folder: &Path, files: &Files) -> anyhow::Result<()> {
    use anyhow::{Context as _, ensure};
    ensure!(!folder.exists(), "{} is already there; name a folder that is not", folder.display());
    for (path, text) in files {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).with_context(|| format!("could not make {}", parent.display()))?;
        }
        std::fs::write(&path, text).with_context(|| format!("could not write {}", path.display()))?;
    }
    Ok(())
}

fn add(files: &mut Files, path: String, text: String) {
    files.insert(path, text);
}

fn add_frame(files: &mut Files) {
    add(
        files,
        "eventscape.toml".to_owned(),
        "format_version = 1\nname = \"Large landscape\"\ndefault_environment = \"prod\"\n".to_owned(),
    );
    add(files, "policy.toml".to_owned(), "[rules]\n\"flow/weak-acks\" = \"error\"\n".to_owned());
    add(files, "views/topology.toml".to_owned(), "name = \"Topology\"\nkind = \"topology\"\n".to_owned());
    add(
        files,
        "environments/prod.toml".to_owned(),
        "name = \"Production\"\ncluster = \"events\"\nkafka_version = \"4.1.0\"\nbroker_type = \"kafka.m5.4xlarge\"\nbrokers = 60\n\
         storage_gib_per_broker = 16000\nbroker_usd_per_hour = 1.68\nstorage_usd_per_gib_month = 0.10\n"
            .to_owned(),
    );
}

fn add_context(files: &mut Files, context: &Context, draw: &mut Draw) {
    let Context { id, name, team } = context;
    let domain = draw.one_of(&["core", "supporting", "generic"]);
    let folder = format!("contexts/{id}");
    let purpose = format!("Everything that the company knows about {}", name.to_lowercase());
    add(
        files,
        format!("{folder}/context.toml"),
        format!("name = \"{name}\"\npurpose = \"{purpose}\"\ndomain = \"{domain}\"\nteam = \"{team}\"\n"),
    );
    for (service, description) in SERVICES {
        let instances = 1 + draw.below(8);
        add(
            files,
            format!("{folder}/services/{id}-{service}.toml"),
            format!(
                "name = \"{id}-{service}\"\nkind = \"application\"\ndescription = \"{description}\"\ninstances = {instances}\n"
            ),
        );
    }
    for (event, description) in EVENTS {
        let topic = context.topic(event);
        let partitions = draw.one_of(&[3, 6, 12, 24]);
        add(
            files,
            format!("{folder}/topics/{topic}.toml"),
            format!(
                "name = \"{topic}\"\nkind = \"event\"\ndescription = \"{description}\"\npartitions = {partitions}\nreplication = 3\n\
                 min_insync_replicas = 2\nretention_ms = 604800000\nkey = {{ name = \"id\", type = \"string\" }}\ncompatibility = \"BACKWARD\"\n"
            ),
        );
        add_message(files, context, event, draw);
    }
}

fn add_message(files: &mut Files, context: &Context, event: &str, draw: &mut Draw) {
    let topic = context.topic(event);
    let folder = format!("contexts/{}", context.id);
    let name: String = topic.split('-').map(capitalised).collect();
    add(
        files,
        format!("{folder}/messages/{topic}.toml"),
        format!("name = \"{name}\"\nkind = \"event\"\nschema = \"{topic}\"\ntopics = [\"{topic}\"]\n"),
    );
    let mut fields = vec![json!({ "name": "id", "type": "string", "doc": "What it is about; also the record's key" })];
    let first = draw.below(FIELDS.len());
    for (name, kind) in FIELDS.iter().cycle().skip(first).take(FIELDS_OF_A_SCHEMA) {
        fields.push(field(name, kind));
    }
    let namespace = format!("com.example.{}", context.id.replace('-', "_"));
    let schema = |fields: &[Value]| {
        let schema = json!({ "type": "record", "name": name, "namespace": namespace, "fields": fields });
        format!("{schema:#}\n")
    };
    add(files, format!("{folder}/schemas/{topic}/v1.avsc"), schema(&fields));
    fields.push(field("traceId", "[\"null\", \"string\"]"));
    add(files, format!("{folder}/schemas/{topic}/v2.avsc"), schema(&fields));
}

fn field(name: &str, kind: &str) -> Value {
    let mut field = json!({ "name": name, "type": serde_json::from_str::<Value>(kind).unwrap_or_default() });
    if kind.starts_with('[')
        && let Some(field) = field.as_object_mut()
    {
        field.insert("default".to_owned(), Value::Null);
    }
    field
}

fn add_flows(files: &mut Files, contexts: &[Context], draw: &mut Draw) {
    let wanted = contexts.len() * NODES_OF_A_CONTEXT * 3 / 2;
    let mut seen = BTreeSet::new();
    while seen.len() < wanted {
        let at = draw.below(contexts.len());
        // Most of what a service reads and writes is its own context's or a neighbour's.
        let there = if draw.percent(60) { (at + draw.below(5)).saturating_sub(2) } else { draw.below(contexts.len()) };
        let there = there.min(contexts.len() - 1);
        let (Some(own), Some(other)) = (contexts.get(at), contexts.get(there)) else { continue };
        let service = format!("{}-{}", own.id, draw.one_of(&SERVICES).0);
        let topic = other.topic(draw.one_of(&EVENTS).0);
        let writes = draw.percent(35);
        let id = format!("{service}-{}-{topic}", if writes { "writes" } else { "reads" });
        if !seen.insert(id.clone()) {
            continue;
        }
        let head = format!("service = \"{service}\"\ntopic = \"{topic}\"\nmessages = [\"{topic}\"]\n");
        let text = if writes {
            let rate = 1 + draw.below(500);
            format!(
                "{head}\n[direction.produce]\nrate_per_second = {rate}.0\nsize_bytes = 700\nacks = \"all\"\nidempotent = true\n"
            )
        } else {
            format!(
                "{head}\n[direction.consume]\ngroup = \"{service}-group\"\nconcurrency = 3\ntime_per_message_ms = 2.0\n"
            )
        };
        add(files, format!("contexts/{}/flows/{id}.toml", own.id), text);
    }
}

fn add_relation(files: &mut Files, upstream: &Context, downstream: &Context) {
    add(
        files,
        format!("relations/{}-to-{}.toml", upstream.id, downstream.id),
        format!(
            "upstream = \"{}\"\ndownstream = \"{}\"\npatterns = [\"published-language\"]\ndescription = \"{} needs to know about {}\"\n",
            upstream.id,
            downstream.id,
            downstream.name,
            upstream.name.to_lowercase()
        ),
    );
}

fn add_process(files: &mut Files, from: &Context, to: &Context) {
    add(
        files,
        format!("processes/from-{}-to-{}.toml", from.id, to.id),
        format!(
            "name = \"From {} to {}\"\nstyle = \"choreographed\"\n\n\
             [[steps]]\nid = \"begin\"\nname = \"Begins\"\nkind = \"event\"\nservice = \"{}-api\"\nmessage = \"{}\"\nthen = [\"end\"]\n\n\
             [[steps]]\nid = \"end\"\nname = \"Ends\"\nkind = \"event\"\nservice = \"{}-worker\"\nmessage = \"{}\"\n",
            from.name.to_lowercase(),
            to.name.to_lowercase(),
            from.id,
            from.topic("created"),
            to.id,
            to.topic("completed"),
        ),
    );
}

fn add_decision(files: &mut Files, number: usize, context: &Context) {
    add(
        files,
        format!("decisions/{number:04}-keep-{}-apart.md", context.id),
        format!(
            "---\nstatus: accepted\ndate: 2025-10-24\nrecords:\n  - context:{}\n---\n\n# Keep {} apart\n\nThe {} decides alone.\n",
            context.id,
            context.name.to_lowercase(),
            context.team,
        ),
    );
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
