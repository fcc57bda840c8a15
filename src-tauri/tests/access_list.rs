//! What the window is allowed to call is exactly what the table of commands has, no more and no less.

use std::collections::BTreeSet;

use serde_json::Value;

const CAPABILITY: &str = include_str!("../capabilities/main.json");
const CONFIGURATION: &str = include_str!("../tauri.conf.json");

#[test]
fn the_window_may_call_every_command_and_nothing_else() {
    let capability: Value = serde_json::from_str(CAPABILITY).unwrap();
    let allowed: BTreeSet<_> =
        capability["permissions"].as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect();
    let expected: BTreeSet<_> = ipc::NAMES
        .iter()
        .map(|name| format!("allow-{}", name.replace('_', "-")))
        .chain(["core:event:allow-listen".to_owned(), "core:event:allow-unlisten".to_owned()])
        .collect();
    assert_eq!(allowed, expected);
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
    assert_eq!(capability["local"], true);
    assert_eq!(capability.get("remote"), None, "nothing from elsewhere may call anything");
}

#[test]
fn the_page_may_load_nothing_from_elsewhere() {
    let configuration: Value = serde_json::from_str(CONFIGURATION).unwrap();
    let security = &configuration["app"]["security"];
    assert_eq!(security["freezePrototype"], true);
    assert_eq!(security["capabilities"], serde_json::json!(["main"]));
    assert_eq!(security.get("assetProtocol"), None);
    // Otherwise a release would add the hash of every inline script in the page to what may run.
    assert_eq!(security["dangerousDisableAssetCspModification"], serde_json::json!(["script-src", "style-src"]));
    assert_eq!(configuration["app"]["withGlobalTauri"], false);
    let harmless = ["'self'", "'none'", "'wasm-unsafe-eval'", "ipc:", "http://ipc.localhost", "data:", "blob:"];
    for (directive, sources) in security["csp"].as_object().unwrap() {
        for source in sources.as_str().unwrap().split(' ') {
            let fine = harmless.contains(&source) || (directive == "style-src" && source == "'unsafe-inline'");
            assert!(fine, "{directive} allows {source}");
        }
    }
    for directive in ["default-src", "script-src", "connect-src"] {
        assert!(security["csp"][directive].as_str().unwrap().starts_with("'self'"), "{directive}");
    }
}
