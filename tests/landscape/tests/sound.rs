//! The landscapes are designs without a fault in their files, of the size that was asked for.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use format::{SourceFile, load};
use landscape::files;

#[test]
fn a_landscape_has_the_nodes_that_were_asked_for_and_loads_without_a_finding() {
    for (nodes, contexts) in [(200, 10), (1_000, 50), (10_000, 500)] {
        let files = files(nodes);
        let sources = files.iter().map(|(path, text)| SourceFile { path: path.clone(), bytes: text.clone().into() });
        let loaded = load(sources.collect());
        assert_eq!(loaded.diagnostics, [], "{nodes}");
        let design = &loaded.design;
        assert_eq!(design.contexts().len(), contexts);
        assert_eq!(design.services().len() + design.topics().len(), nodes);
        assert_eq!(design.schemas().len(), nodes / 2);
        assert_eq!(design.flows().len(), nodes * 3 / 2);
        assert_eq!(files, landscape::files(nodes), "the same size gives the same files");
    }
}
