//! What `docs/security.md` promises, tried from inside the real window.

use anyhow::{Context, ensure};
use e2e::{App, Stage, differing, read_files, refusal_code, sample};
use serde_json::{Value, json};
use std::io::Read;
use std::net::TcpListener;
use std::time::Duration;

/// Every way that a page has to reach another machine, tried one after the other; gives those that did not fail.
const REACH_OUT: &str = r#"
const [there, done] = arguments;
const wait = 1500;
const tried = (name, attempt) => new Promise(decide => {
  const timer = setTimeout(() => decide(name + " stays open"), wait);
  const end = outcome => { clearTimeout(timer); decide(outcome); };
  try { attempt(() => end(name), () => end(null)); } catch { end(null); }
});
const element = (tag, properties) => (loaded, refused) => {
  const it = Object.assign(document.createElement(tag), properties);
  it.onload = loaded;
  it.onerror = refused;
  document.body.append(it);
  setTimeout(() => it.remove(), wait);
};
Promise.all([
  tried("fetch", (yes, no) => fetch(there).then(yes, no)),
  tried("fetch without cors", (yes, no) => fetch(there, { mode: "no-cors" }).then(yes, no)),
  tried("XMLHttpRequest", (yes, no) => {
    const request = new XMLHttpRequest();
    request.onload = yes;
    request.onerror = no;
    request.open("GET", there);
    request.send();
  }),
  tried("WebSocket", (yes, no) => {
    const socket = new WebSocket(there.replace("http", "ws"));
    socket.onopen = yes;
    socket.onerror = no;
  }),
  tried("EventSource", (yes, no) => {
    const source = new EventSource(there);
    source.onopen = yes;
    source.onerror = () => { source.close(); no(); };
  }),
  tried("import", (yes, no) => import(there + "/module.js").then(yes, no)),
  tried("image", element("img", { src: there + "/image.png" })),
  tried("script", element("script", { src: there + "/script.js" })),
  tried("style sheet", element("link", { rel: "stylesheet", href: there + "/style.css" })),
]).then(outcomes => done(outcomes.filter(it => it !== null)));
"#;

/// Ways whose refusal a page is not told of; whether they reached anybody shows at the listener.
const REACH_OUT_SILENTLY: &str = r##"
const [there] = arguments;
navigator.sendBeacon?.(there + "/beacon", "hello");
const frame = document.createElement("iframe");
frame.src = there + "/frame";
document.body.append(frame);
const form = Object.assign(document.createElement("form"), { action: there + "/form", method: "post" });
document.body.append(form);
form.submit();
const link = Object.assign(document.createElement("a"), { href: there + "/link" });
document.body.append(link);
link.click();
const ping = Object.assign(document.createElement("a"), { href: "#", ping: there + "/ping" });
document.body.append(ping);
ping.click();
location.href = there + "/location";
"##;

/// Code that does not come from the program's own files; gives what ran.
const RUN_FOREIGN_CODE: &str = r#"
const ran = [];
window.foreign = name => ran.push(name);
const attempt = (name, act) => { try { act(); } catch { /* refused, as it should be */ } };
attempt("eval", () => (0, eval)("foreign('eval')"));
attempt("Function", () => new Function("foreign('Function')")());
attempt("setTimeout", () => setTimeout("foreign('setTimeout')"));
attempt("inline script", () => {
  const script = document.createElement("script");
  script.textContent = "foreign('inline script')";
  document.body.append(script);
});
attempt("blob script", () => {
  const script = document.createElement("script");
  script.src = URL.createObjectURL(new Blob(["foreign('blob script')"], { type: "text/javascript" }));
  document.body.append(script);
});
attempt("data script", () => {
  const script = document.createElement("script");
  script.src = "data:text/javascript,foreign('data script')";
  document.body.append(script);
});
attempt("inline handler", () => {
  const button = document.createElement("button");
  button.setAttribute("onclick", "foreign('inline handler')");
  document.body.append(button);
  button.click();
  button.remove();
});
attempt("javascript: link", () => {
  const link = document.createElement("a");
  link.href = "javascript:foreign('javascript: link')";
  document.body.append(link);
  link.click();
  link.remove();
});
attempt("worker", () => {
  const worker = new Worker(URL.createObjectURL(new Blob(["postMessage(1)"], { type: "text/javascript" })));
  worker.onmessage = () => foreign("worker");
});
const done = arguments[0];
setTimeout(() => done(ran), 1000);
"#;

#[tokio::test]
async fn the_page_reaches_nobody_and_goes_nowhere() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    let there = format!("http://{}", listener.local_addr()?);
    let app = App::start(&stage).await?;
    let page = location(&app).await?;

    let reached = app.script_with_answer(REACH_OUT, &[there.clone().into()]).await?;
    ensure!(reached == json!([]), "the page can reach out by {reached}");
    app.script(REACH_OUT_SILENTLY, &[there.into()]).await?;
    let opened = app.script("return window.open('about:blank') === null", &[]).await?;
    ensure!(opened == Value::Bool(true), "the page can open windows");
    for elsewhere in ["data:text/html,hello", "file:///etc/passwd", "about:blank", "tauri://elsewhere/"] {
        app.script("try { location.assign(arguments[0]) } catch { /* refused at once */ }", &[elsewhere.into()])
            .await?;
    }

    // The page is still there and works: a question and its answer take longer than any of these would.
    app.click("view-schemas").await?;
    app.find("schemas").await?;
    app.click("view-topology").await?;
    app.find("canvas").await?;
    let now = location(&app).await?;
    ensure!(now.trim_end_matches('#') == page, "the page went from {page} to {now}");
    ensure!(app.web().windows().await?.len() == 1, "there is more than one window");
    // The engine of the page opens a connection ahead of a link that is clicked. Nothing may ever be asked through it.
    while let Ok((mut connection, _)) = listener.accept() {
        connection.set_nonblocking(false)?;
        connection.set_read_timeout(Some(Duration::from_secs(1)))?;
        let mut request = [0; 1000];
        let length = connection.read(&mut request).unwrap_or_default();
        ensure!(length == 0, "the page reached out: {}", String::from_utf8_lossy(&request[..length]));
    }
    Ok(())
}

#[tokio::test]
async fn the_page_runs_no_code_but_its_own() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    let ran = app.script_with_answer(RUN_FOREIGN_CODE, &[]).await?;
    ensure!(ran == json!([]), "these ran: {ran}");
    let hardened = app
        .script(
            "return [Object.isFrozen(Object.prototype), typeof window.__TAURI__, typeof window.isSecureContext]",
            &[],
        )
        .await?;
    ensure!(hardened == json!([true, "undefined", "boolean"]), "prototype frozen, global Tauri object: {hardened}");
    Ok(())
}

#[tokio::test]
async fn the_shell_answers_its_own_commands_only() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let app = App::start(&stage).await?;
    for command in [
        "read_everything",
        "plugin:fs|read_file",
        "plugin:shell|execute",
        "plugin:dialog|open",
        "plugin:http|fetch",
        "plugin:window|create",
        "plugin:webview|create_webview_window",
        "plugin:path|resolve_directory",
        "plugin:event|emit",
        "plugin:app|version",
    ] {
        let answer = app.invoke(command, json!({})).await?;
        ensure!(answer.is_err(), "{command} answers {answer:?}");
    }
    let known = app.invoke("recent", json!({})).await?;
    ensure!(known.is_ok(), "a known command is refused: {known:?}");
    let with_more = app.invoke("recent", json!({ "also": "/etc" })).await?;
    ensure!(refusal_code(&with_more) == Some("bad_request"), "an unknown field is answered by {with_more:?}");
    Ok(())
}

#[tokio::test]
async fn nothing_is_written_outside_the_folder() -> anyhow::Result<()> {
    let stage = Stage::with_sample()?;
    let outside = stage.folder.with_file_name("outside");
    std::fs::create_dir(&outside)?;
    std::os::unix::fs::symlink(&outside, stage.folder.join("contexts/linked"))?;
    std::os::unix::fs::symlink(outside.join("file.toml"), stage.folder.join("linked.toml"))?;
    let app = App::start(&stage).await?;
    let handle = app.open_handle().await?;

    let absolute = outside.join("file.toml").display().to_string();
    for (path, expected) in [
        ("../outside/file.toml", "outside_folder"),
        ("contexts/../../outside/file.toml", "outside_folder"),
        (absolute.as_str(), "outside_folder"),
        (".git/config.toml", "outside_folder"),
        ("contexts/.hidden/file.toml", "outside_folder"),
        ("contexts\\..\\..\\outside\\file.toml", "outside_folder"),
        ("run.sh", "outside_folder"),
        ("file.toml\u{0}.md", "outside_folder"),
        ("contexts/linked/file.toml", "symbolic_link"),
        ("linked.toml", "symbolic_link"),
    ] {
        let change = json!({ "path": path, "before": null, "after": "harm = true\n" });
        let answer = app.invoke("save", json!({ "handle": handle, "changes": [change] })).await?;
        ensure!(refusal_code(&answer) == Some(expected), "saving {path} is answered by {answer:?}, not by {expected}");
    }
    let target = stage.picked_folder.display().to_string();
    for path in ["../outside/file.sh", "/tmp/file.sh", "strimzi/../../outside/file.sh"] {
        let files = json!([{ "path": path, "text": "harm", "executable": true }]);
        let request = json!({ "folder": target, "files": files, "overwrite": true });
        let answer = app.invoke("write_export", request).await?;
        ensure!(refusal_code(&answer) == Some("outside_folder"), "exporting {path} is answered by {answer:?}");
    }
    ensure!(std::fs::read_dir(&outside)?.next().is_none(), "something was written outside");
    drop(app);
    std::fs::remove_file(stage.folder.join("contexts/linked"))?;
    std::fs::remove_file(stage.folder.join("linked.toml"))?;
    let changed = differing(&read_files(&sample())?, &read_files(&stage.folder)?);
    ensure!(changed.is_empty(), "the design was changed: {changed:?}");
    Ok(())
}

async fn location(app: &App<'_>) -> anyhow::Result<String> {
    Ok(app.script("return location.href", &[]).await?.as_str().context("the page has no place")?.to_owned())
}
