//! Draws the topology of a design folder, in both themes, as SVG: `cargo run -p scene --example picture -- FOLDER OUT`.
#![allow(missing_docs, reason = "a program")]

use model::ViewId;
use scene::{AdvanceTable, Inputs, NoFacts, Scene, Theme, to_svg};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

fn files(folder: &Path, under: &Path, out: &mut Vec<format::SourceFile>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files(&path, under, out)?;
        } else if let Ok(relative) = path.strip_prefix(under) {
            let path_text = relative.to_string_lossy().replace('\\', "/");
            out.push(format::SourceFile { path: path_text, bytes: fs::read(&path)? });
        }
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).map(PathBuf::from);
    let (Some(folder), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("say which folder to draw and where to put the pictures".into());
    };
    let mut sources = Vec::new();
    files(&folder, &folder, &mut sources)?;
    let design = format::load(sources).design;
    let inputs = Inputs { design: &design, facts: &NoFacts, measure: &AdvanceTable };
    let scene = Scene::new(&ViewId::new("topology")?, &inputs);
    fs::create_dir_all(&out)?;
    for (name, theme) in [("light", Theme::LIGHT), ("dark", Theme::DARK)] {
        fs::write(out.join(format!("topology-{name}.svg")), to_svg(&scene.whole_picture(&theme, 24.0)))?;
    }
    Ok(())
}
