//! `eventscape export --list`: the targets with their options, from the schemas by which options are checked.

use crate::arguments::Format;
use crate::{Failure, say};
use engine::export::{EXPORTERS, Exporter, OptionInfo, OptionKind};
use serde_json::{Value, json};

/// The list, for people or for programs.
pub fn listed(format: Format) -> Result<String, Failure> {
    match format {
        Format::Text => Ok(EXPORTERS.iter().map(target).collect::<Vec<_>>().join("\n")),
        Format::Json => Ok(say::json(&EXPORTERS.iter().map(as_json).collect::<Value>())),
        Format::Sarif => Err(Failure::Usage("targets are no findings, so --list has no SARIF; use json".to_owned())),
    }
}

fn target(target: &Exporter) -> String {
    let options: String = target.options().iter().map(|it| option(target, it)).collect();
    format!("{} — {}\n  {}\n{options}", target.word, target.title, target.sentence)
}

fn option(target: &Exporter, option: &OptionInfo) -> String {
    let unit = option.unit.as_ref().map_or_else(String::new, |unit| format!(" in {unit}"));
    let default = match &option.default {
        Value::String(text) => format!("; {text} by default"),
        Value::Number(_) | Value::Bool(_) => format!("; {} by default", option.default),
        Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
    };
    let takes = option.kind.in_words();
    let mut out = format!("  --set {target}.{}=…   {takes}{unit}{default}\n      {}\n", option.name, option.sentence);
    match &option.kind {
        OptionKind::Choice(choices) => {
            let width = choices.iter().map(|choice| choice.word.chars().count()).max().unwrap_or_default();
            for choice in choices {
                out.push_str(&format!("        {:width$}  {}\n", choice.word, choice.sentence));
            }
        }
        OptionKind::Text | OptionKind::Number | OptionKind::Flag | OptionKind::Texts | OptionKind::Records => {}
    }
    out
}

fn as_json(target: &Exporter) -> Value {
    json!({
        "word": target.word, "title": target.title, "sentence": target.sentence, "options": target.json_schema(),
    })
}
