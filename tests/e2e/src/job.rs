//! What the main job is done to: records of the sample, or of whatever design there is.

use crate::files::{Files, read_files};
use anyhow::Context;
use std::path::Path;

/// What the main job is done to.
pub struct Job {
    /// The context that the topic is drawn into.
    pub context: String,
    /// The record beside which it is drawn.
    pub beside: String,
    /// The id of the topic, which is also its first name, and its second name.
    pub topic: [String; 2],
    /// The id of the service that is connected to it; nothing in a context without services.
    pub service: Option<String>,
    /// The schema that gets a draft; nothing in a design where every schema has one.
    pub schema: Option<Break>,
}

/// A change of a schema that nobody is prepared for: another name for a field.
pub struct Break {
    /// The id of the schema.
    pub schema: String,
    /// The field.
    pub field: String,
    /// Its new name.
    pub name: String,
}

impl Job {
    /// The job in the sample.
    pub fn in_sample() -> Self {
        Self {
            context: "order".to_owned(),
            beside: "topic:customer-events".to_owned(),
            topic: ["order-audit".to_owned(), "order-audit-events".to_owned()],
            service: Some("order-api".to_owned()),
            schema: Some(Break {
                schema: "payment-captured".to_owned(),
                field: "orderId".to_owned(),
                name: "orderNumber".to_owned(),
            }),
        }
    }

    /// The job in any design: the sample's where its records are, else the first that fit.
    pub fn in_design(folder: &Path) -> anyhow::Result<Self> {
        let files = read_files(folder)?;
        let sample = Self::in_sample();
        let has = |path: &str| files.contains_key(path);
        if has("contexts/order/services/order-api.toml") && has("contexts/payment/schemas/payment-captured/v2.avsc") {
            return Ok(sample);
        }
        let context = ids(&files, "context.toml").next();
        let context = context.context("the design has no context yet; draw one and try again")?.to_owned();
        let service = files
            .keys()
            .filter_map(|path| path.strip_prefix(&format!("contexts/{context}/services/"))?.strip_suffix(".toml"))
            .next();
        let taken = |name: &str| files.keys().any(|path| path.ends_with(&format!("/topics/{name}.toml")));
        let name = ["audit", "audit-trail", "audit-log"].into_iter().find(|name| !taken(name));
        let name = name.context("the design has all the topics that this would draw")?;
        Ok(Self {
            beside: service.map_or_else(|| format!("context:{context}"), |service| format!("service:{service}")),
            service: service.map(str::to_owned),
            topic: [name.to_owned(), format!("{name}-events")],
            schema: breakable(&files),
            context,
        })
    }

    /// The topic's key.
    pub fn topic_key(&self) -> String {
        let [id, _] = &self.topic;
        format!("topic:{id}")
    }

    /// The key of the flow that connects service and topic.
    pub fn flow_key(&self) -> Option<String> {
        let [id, _] = &self.topic;
        self.service.as_ref().map(|service| format!("flow:{service}-writes-{id}"))
    }
}

/// The contexts that have a file.
fn ids<'a>(files: &'a Files, file: &str) -> impl Iterator<Item = &'a str> {
    files.keys().filter_map(move |path| path.strip_prefix("contexts/")?.strip_suffix(&format!("/{file}")))
}

/// The first schema that has a version with a field, and no draft.
fn breakable(files: &Files) -> Option<Break> {
    files.iter().find_map(|(path, text)| {
        let folder = path.strip_suffix("/v1.avsc")?;
        if files.contains_key(&format!("{folder}/draft.avsc")) {
            return None;
        }
        let schema: serde_json::Value = serde_json::from_str(text).ok()?;
        let mut names = schema.get("fields")?.as_array()?.iter().filter_map(|field| field.get("name")?.as_str());
        // Names that are words of the format stand in the text more than once.
        let field = names.find(|name| !["name", "type", "doc", "default", "items", "values"].contains(name))?;
        let id = folder.rsplit('/').next()?;
        Some(Break { schema: id.to_owned(), field: field.to_owned(), name: format!("{field}Renamed") })
    })
}
