//! Everything that the core makes of a design, as texts by name, so that what it makes in WebAssembly can be held against what
//! it makes natively. A design that a colleague saves from the window and one that a build machine exports from the command
//! line must not differ by a byte, or every review would show changes that nobody made.

use std::collections::{BTreeMap, BTreeSet};

use engine::edit::Command;
use engine::export::{EXPORTERS, Options};
use engine::format::SourceFile;
use engine::model::RecordKey;
use engine::scene::{self, AdvanceTable, Inputs, Scene, Theme};
use engine::{Engine, Host};
use wasm_bindgen::prelude::wasm_bindgen;

/// A world that stands still.
struct StillWorld;

impl Host for StillWorld {
    fn today(&self) -> String {
        "2026-11-21".to_owned()
    }

    fn unix_ms(&self) -> u64 {
        0
    }

    fn now_ms(&self) -> f64 {
        0.0
    }

    fn journal(&mut self, _line: String) {}
}

/// Opens the files of a design folder, edits every context, and returns findings, saved files, exports, layout and picture.
pub fn outputs(files: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let files = files.into_iter().map(|(path, text)| SourceFile { path, bytes: text.into_bytes() }).collect();
    let mut engine = Engine::open(files, Box::new(StillWorld));
    let mut outputs = BTreeMap::new();
    edit_every_context(&mut engine, &mut outputs);
    outputs.insert("findings.json".to_owned(), json(&engine.diagnostics()));
    for change in engine.unsaved() {
        outputs.insert(format!("saved/{}", change.path), change.after.as_deref().unwrap_or("deleted").to_owned());
    }
    let environments: Vec<_> = [None].into_iter().chain(engine.design().environments().keys().map(Some)).collect();
    for environment in environments {
        let folder = environment.map_or_else(|| "exported".to_owned(), |id| format!("exported for {id}"));
        match engine.export(environment, &EXPORTERS.iter().collect::<Vec<_>>(), &Options::default()) {
            Ok(exported) => {
                for file in exported.into_iter().flat_map(|target| target.files) {
                    outputs.insert(format!("{folder}/{}", file.path), file.text);
                }
            }
            Err(error) => {
                outputs.insert(folder, error.to_string());
            }
        }
    }
    for view in engine.design().views().keys() {
        let placements = scene::arrange(engine.design(), view, &BTreeSet::new());
        outputs.insert(format!("arranged/{view}.json"), json(&placements));
        let inputs = Inputs { design: engine.design(), facts: &engine, measure: &AdvanceTable };
        let scene = Scene::new(view, &inputs);
        for (name, theme) in [("light", Theme::LIGHT), ("dark", Theme::DARK)] {
            let picture = scene::to_svg(&scene.whole_picture(&theme, 24.0));
            outputs.insert(format!("pictures/{view} {name}.svg"), picture);
        }
    }
    outputs
}

/// The same, from JSON to JSON: what the window's WebAssembly can be handed by a script.
#[wasm_bindgen]
pub fn outputs_json(files: &str) -> String {
    match serde_json::from_str(files) {
        Ok(files) => json(&outputs(files)),
        Err(error) => error.to_string(),
    }
}

fn edit_every_context(engine: &mut Engine, outputs: &mut BTreeMap<String, String>) {
    let contexts: Vec<_> = engine
        .design()
        .contexts()
        .values()
        .map(|context| (context.id.clone(), format!("{} Ω", context.name)))
        .collect();
    for (id, name) in contexts {
        let command = Command::Rename { key: RecordKey::Context(id.clone()), name };
        if let Err(refused) = engine.dispatch(&command) {
            outputs.insert(format!("refused/{id}"), refused.to_string());
        }
    }
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_else(|error| error.to_string())
}
