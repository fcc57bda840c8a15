//! Files of a design folder out of the fuzzer's bytes.

use engine::format::SourceFile;

/// Places of every kind, good ones and such as a slip would make.
const PATHS: [&str; 20] = [
    "eventscape.toml",
    "policy.toml",
    "contexts/order/context.toml",
    "contexts/order/services/api.toml",
    "contexts/order/topics/orders.toml",
    "contexts/order/messages/placed.toml",
    "contexts/order/flows/w.toml",
    "contexts/order/flows/r.toml",
    "contexts/order/schemas/placed/schema.toml",
    "contexts/order/schemas/placed/v1.avsc",
    "contexts/order/schemas/placed/draft.avsc",
    "contexts/order/schemas/placed/v01.avsc",
    "contexts/Not An Id/context.toml",
    "contexts/order/topic/orders.toml",
    "relations/r.toml",
    "processes/p.toml",
    "environments/dev.toml",
    "decisions/0001-a.md",
    "views/v.toml",
    "notes.toml",
];

/// The files of an input: a byte that says where, and the text up to a zero byte, as often as there is something left.
pub fn files(bytes: &[u8]) -> Vec<SourceFile> {
    let parts = bytes.split(|byte| *byte == 0).filter_map(|part| part.split_first());
    parts.map(|(&at, text)| SourceFile { path: path(at).to_owned(), bytes: text.to_vec() }).collect()
}

/// The path that a byte stands for.
pub fn path(byte: u8) -> &'static str {
    PATHS.get(usize::from(byte) % PATHS.len()).copied().unwrap_or_default()
}
