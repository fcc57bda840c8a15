//! What holds of the exports of any design: another parser reads every file, and no text of the design is more in it than a text.

use crate::folder::Still;
use engine::Engine;
use engine::export::{EXPORTERS, OutFile, Options};
use engine::format::SourceFile;
use pulldown_cmark::{CodeBlockKind, Event, Options as Extensions, Parser, Tag};
use serde_json::Value;
use yaml_rust2::{Yaml, YamlLoader};

/// Fills a design with the texts of an input, which zero bytes part, and exports it.
pub fn holds(bytes: &[u8]) {
    let texts: Vec<String> =
        bytes.split(|byte| *byte == 0).map(|text| String::from_utf8_lossy(text).into_owned()).collect();
    let engine = Engine::open(design(&texts), Box::new(Still));
    let targets: Vec<_> = EXPORTERS.iter().collect();
    let environment = engine.design().environments().keys().next();
    // A text that a format cannot hold is refused with its reason.
    let Ok(exported) = engine.export(environment, &targets, &Options::default()) else { return };
    for file in exported.iter().flat_map(|it| &it.files) {
        match file.path.rsplit_once('.') {
            Some((_, "yaml")) => yaml(&file.text),
            Some((_, "json")) => manifest(file, &engine.design().settings().name),
            Some((_, "md")) => decision(&file.text),
            Some((_, "sh")) => script(&file.text),
            Some(_) | None => panic!("nothing reads {} back", file.path),
        }
    }
}

/// A design with a text of the input in every place that takes any.
fn design(texts: &[String]) -> Vec<SourceFile> {
    let text = |at: usize| texts.get(at % texts.len().max(1)).map_or("", String::as_str);
    let spelled = |at: usize| Value::from(text(at)).to_string().replace('\u{7f}', "\\u007f");
    let file = |path: &str, text: String| SourceFile { path: path.to_owned(), bytes: text.into_bytes() };
    let (a, b, c, d, e, f) = (spelled(0), spelled(1), spelled(2), spelled(3), spelled(4), spelled(5));
    vec![
        file("eventscape.toml", format!("format_version = 1\nname = {a}\ndescription = {b}\n")),
        file("contexts/order/context.toml", format!("name = {c}\nteam = {d}\npurpose = {e}\n")),
        file("contexts/stock/context.toml", format!("name = {d}\nteam = {c}\n")),
        file("contexts/order/services/api.toml", format!("name = {b}\n")),
        file("contexts/stock/services/mailer.toml", format!("name = {a}\nprincipal = {f}\n")),
        file(
            "contexts/order/topics/orders.toml",
            format!("name = \"orders\"\npartitions = 3\nreplication = 1\ndescription = {a}\n[config]\n\"retention.ms\" = {e}\n{f} = {b}\n"),
        ),
        file("contexts/order/topics/other.toml", format!("name = {c}\npartitions = 3\nreplication = 1\n")),
        file("contexts/order/messages/placed.toml", format!("name = {e}\ntopics = [\"orders\"]\n")),
        file(
            "contexts/order/flows/w.toml",
            "service = \"api\"\ntopic = \"orders\"\nmessages = [\"placed\"]\n[direction.produce]\n".to_owned(),
        ),
        file("contexts/order/flows/r.toml", format!("service = \"mailer\"\ntopic = \"orders\"\n[direction.consume]\ngroup = {d}\n")),
        file("environments/dev.toml", format!("name = {f}\ncluster = {a}\nbroker_type = {b}\nbrokers = 1\n")),
        file("decisions/0001-a.md", format!("---\nstatus: accepted\n---\n# {}\n", text(3).replace(['\n', '\r'], " "))),
    ]
}

/// One document of a Kubernetes resource, and no key but its own.
fn yaml(text: &str) {
    let documents = YamlLoader::load_from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let [Yaml::Hash(resource)] = documents.as_slice() else { panic!("{documents:?}\n{text}") };
    for key in resource.keys() {
        let known = ["apiVersion", "kind", "metadata", "spec", "resources"];
        assert!(key.as_str().is_some_and(|key| known.contains(&key)), "{key:?}\n{text}");
    }
}

fn manifest(file: &OutFile, name: &str) {
    let manifest: Value = serde_json::from_str(&file.text).unwrap_or_else(|error| panic!("{error}\n{}", file.text));
    assert_eq!(manifest.pointer("/design/name").and_then(Value::as_str), Some(name));
}

/// Markdown without HTML, pictures and links to elsewhere, with a chart that has no empty label.
fn decision(text: &str) {
    let (matter, body) = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).unwrap_or_default();
    assert!(matches!(YamlLoader::load_from_str(matter).as_deref(), Ok([Yaml::Hash(_)])), "{text}");
    let mut in_chart = false;
    for event in Parser::new_ext(body, Extensions::ENABLE_TABLES | Extensions::ENABLE_STRIKETHROUGH | Extensions::ENABLE_MATH) {
        match event {
            Event::Html(_) | Event::InlineHtml(_) | Event::InlineMath(_) | Event::DisplayMath(_) => panic!("{event:?}\n{text}"),
            Event::Start(Tag::Image { .. } | Tag::Emphasis | Tag::Strikethrough | Tag::BlockQuote(_)) => {
                panic!("{event:?}\n{text}");
            }
            Event::Start(Tag::Link { dest_url, .. }) => assert_eq!(&*dest_url, "0001-a.md", "{text}"),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => in_chart = &*language == "mermaid",
            Event::Text(chart) if in_chart => {
                assert!(!chart.contains("\"\""), "{chart}");
                assert!(!chart.contains("%%") && !chart.contains("$$"), "{chart}");
            }
            _ => {}
        }
    }
}

/// A script whose every line about the design is one call with words.
fn script(text: &str) {
    for line in text.lines().filter(|line| line.starts_with("  topic ") || line.starts_with("  allow ")) {
        let words = shlex::split(line).unwrap_or_else(|| panic!("{line}"));
        assert!(words.len() >= 4, "{line}");
        assert!(!words.iter().any(|word| word.contains('\n')), "{line}");
    }
    assert!(text.starts_with("#!"), "{text}");
}
