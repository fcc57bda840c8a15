//! The shell as the window sees it: requests and answers of the wire, real folders, no window.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod support;

use serde_json::{Value, json};
use support::{Bench, Window};

#[test]
fn a_design_is_made_edited_saved_closed_and_opened_again() {
    let bench = Bench::new();
    let folder = bench.path("shop");
    let window = bench.window(None);
    assert_eq!(window.ask("start", json!({}))["folder"], json!(null));

    let opened = window.ask("open_folder", json!({"path": folder, "create": true}));
    assert_eq!((&opened["files"], &opened["read_only"], &opened["name"]), (&json!([]), &json!(null), &json!("shop")));
    let handle = &opened["handle"];
    let changes = json!([
        {"path": "eventscape.toml", "before": null, "after": "format_version = 1\n"},
        {"path": "contexts/order/context.toml", "before": null, "after": "name = \"Order\"\n"},
    ]);
    let saved = window.ask("save", json!({"handle": handle, "changes": changes}));
    assert_eq!(
        saved,
        json!({"outcome": "saved", "written": ["contexts/order/context.toml", "eventscape.toml"], "deleted": []})
    );
    assert_eq!(window.ask("close_folder", json!({"handle": handle})), json!({}));
    assert_eq!(window.refused("save", json!({"handle": handle, "changes": []}))["code"], "not_open");

    let opened = window.ask("open_folder", json!({"path": format!("{folder}/eventscape.toml")}));
    assert_ne!(&opened["handle"], handle, "every opening has a handle of its own");
    assert_eq!(
        opened["files"],
        json!([
            {"path": "contexts/order/context.toml", "text": "name = \"Order\"\n"},
            {"path": "eventscape.toml", "text": "format_version = 1\n"},
        ])
    );
    let started = window.ask("start", json!({}));
    assert_eq!((&started["folder"], &started["reloaded"]), (&json!(folder), &json!(true)));
    drop(window);

    let next = bench.window(None);
    let started = next.ask("start", json!({}));
    assert_eq!(started["folder"], json!(folder), "the folder opened last comes back");
    assert_eq!(started["reloaded"], json!(false), "but nothing of it was open here");
    assert_eq!(started["recent"][0]["name"], "shop");
    assert_eq!(started["unsaved"], json!([]));
    let asked = bench.window(Some("/elsewhere"));
    assert_eq!(asked.ask("start", json!({}))["folder"], "/elsewhere", "the command line comes first");
}

#[test]
fn folders_that_cannot_be_opened_say_why_and_what_to_do() {
    let bench = Bench::new();
    let window = bench.window(None);
    std::fs::create_dir(bench.path("empty")).unwrap();
    std::fs::write(bench.path("file"), "").unwrap();
    bench.design("shop");
    let check = |request, code: &str, path: &str| {
        let error = window.refused("open_folder", request);
        assert_eq!((&error["code"], &error["path"]), (&json!(code), &json!(path)), "{error}");
        assert!(!error["next"].as_str().unwrap().is_empty(), "{error}");
    };
    let path = |name: &str| bench.path(name);
    check(json!({"path": path("nowhere")}), "not_found", &path("nowhere"));
    check(json!({"path": path("empty")}), "not_a_design", &path("empty"));
    check(json!({"path": path("file")}), "in_the_way", &path("file"));
    check(json!({"path": "shop"}), "outside_folder", "shop");
    check(json!({"path": path("shop"), "create": true}), "not_empty", &path("shop"));
    check(json!({"path": path("file"), "create": true}), "in_the_way", &path("file"));
}

#[test]
fn a_second_window_reads_only_until_the_first_one_closes() {
    let bench = Bench::new();
    let folder = bench.design("shop");
    let first = bench.window(None);
    let second = bench.window(None);
    let open = json!({"path": folder});
    let opened = first.ask("open_folder", open.clone());
    assert_eq!(opened["read_only"], json!(null));
    first.ask("journal_append", json!({"handle": opened["handle"], "sequence": 1, "entries": ["edit"]}));

    let read_only = second.ask("open_folder", open.clone());
    assert_eq!(read_only["read_only"]["reason"], "another_window");
    assert_eq!(read_only["files"], opened["files"]);
    assert_eq!(read_only["journal"], json!(null), "what the first window edits is not for recovery");
    assert_eq!(second.ask("start", json!({}))["unsaved"], json!([]));
    let handle = &read_only["handle"];
    for (name, request) in [
        ("save", json!({"handle": handle, "changes": []})),
        ("journal_append", json!({"handle": handle, "sequence": 1, "entries": ["x"]})),
        ("journal_clear", json!({"handle": handle, "through": 1})),
        ("journal_discard", json!({"handle": handle})),
    ] {
        assert_eq!(second.refused(name, request)["code"], "read_only", "{name}");
    }

    let again = first.ask("open_folder", open.clone());
    assert_eq!(again["read_only"], json!(null), "the window that writes may open its folder again");
    drop(first);
    let opened = second.ask("open_folder", open);
    assert_eq!(opened["read_only"], json!(null));
    assert_eq!(opened["journal"]["entries"], json!([{"sequence": 1, "entry": "edit"}]));
}

#[test]
fn unsaved_work_is_offered_until_it_is_saved_or_given_up() {
    let bench = Bench::new();
    let folder = bench.design("shop");
    let open = json!({"path": folder});
    let append = |window: &Window, handle: &Value, sequence: u64| {
        window.ask("journal_append", json!({"handle": handle, "sequence": sequence, "entries": ["edit"]}))
    };
    let window = bench.window(None);
    let handle = window.ask("open_folder", open.clone())["handle"].clone();
    assert_eq!(append(&window, &handle, 1), json!({"sequence": 1}));
    assert_eq!(
        window.refused("journal_append", json!({"handle": handle, "sequence": 5, "entries": []}))["code"],
        "journal_gap"
    );
    drop(window);
    std::fs::write(format!("{folder}/eventscape.toml"), "format_version = 1\nname = \"x\"\n").unwrap();

    let window = bench.window(None);
    assert_eq!(window.ask("start", json!({}))["unsaved"][0]["path"], json!(folder));
    let opened = window.ask("open_folder", open.clone());
    assert_eq!(opened["journal"]["entries"], json!([{"sequence": 1, "entry": "edit"}]));
    assert_eq!(opened["journal"]["changed_since"], json!(["eventscape.toml"]));
    assert_eq!(window.ask("start", json!({}))["unsaved"][0]["path"], json!(folder));
    append(&window, &opened["handle"], 2);
    window.ask("journal_clear", json!({"handle": opened["handle"], "through": 1}));
    drop(window);

    let window = bench.window(None);
    let opened = window.ask("open_folder", open.clone());
    assert_eq!(opened["journal"]["entries"], json!([{"sequence": 2, "entry": "edit"}]));
    window.ask("journal_discard", json!({"handle": opened["handle"]}));
    drop(window);
    let window = bench.window(None);
    assert_eq!(window.ask("start", json!({}))["unsaved"], json!([]));
    assert_eq!(window.ask("open_folder", open)["journal"], json!(null));
}

#[test]
fn work_is_given_up_only_once_the_other_folder_is_open() {
    let bench = Bench::new();
    let (shop, other) = (bench.design("shop"), bench.design("other"));
    std::fs::create_dir(bench.path("empty")).unwrap();
    let window = bench.window(None);
    let handle = window.ask("open_folder", json!({"path": shop}))["handle"].clone();
    let edit =
        |handle: &Value| window.ask("journal_append", json!({"handle": handle, "sequence": 1, "entries": ["edit"]}));
    let leftovers = || window.ask("start", json!({}))["unsaved"].clone();
    edit(&handle);
    for path in [bench.path("empty"), bench.path("nowhere")] {
        window.refused("open_folder", json!({"path": path, "discard_open": true}));
        assert_eq!(leftovers()[0]["path"], json!(shop), "{path} did not open, and the work is gone");
        window.ask("save", json!({"handle": handle, "changes": []}));
    }
    window.ask("open_folder", json!({"path": other, "discard_open": true}));
    assert_eq!(leftovers(), json!([]));

    // The same folder again: what is given up does not come back by its own journal.
    let handle = window.ask("open_folder", json!({"path": shop}))["handle"].clone();
    edit(&handle);
    let again = window.ask("open_folder", json!({"path": shop, "discard_open": true}));
    assert_eq!((&again["journal"], leftovers()), (&json!(null), json!([])));
    edit(&again["handle"]);
    let kept = window.ask("open_folder", json!({"path": shop}));
    assert_eq!(kept["journal"]["entries"], json!([{"sequence": 1, "entry": "edit"}]));
}

#[test]
fn other_programs_are_noticed_and_the_window_itself_is_not() {
    let bench = Bench::new();
    let folder = bench.design("repository/shop");
    std::fs::create_dir(bench.path("repository/.git")).unwrap();
    std::fs::write(bench.path("repository/.git/HEAD"), "ref: refs/heads/main\n").unwrap();
    let window = bench.window(None);
    let opened = window.ask("open_folder", json!({"path": folder}));
    assert_eq!(opened["branch"], "main");
    let handle = &opened["handle"];

    window.ask(
        "save",
        json!({"handle": handle, "changes": [{"path": "contexts/a/context.toml", "before": null, "after": "name = \"A\"\n"}]}),
    );
    std::fs::create_dir_all(format!("{folder}/contexts/b/topics")).unwrap();
    std::fs::write(format!("{folder}/contexts/b/topics/t.toml"), "partitions = 1\n").unwrap();
    assert_eq!(
        window.next_event(),
        json!({"event": "files_changed", "handle": handle, "changes": [
            {"path": "contexts/b/topics/t.toml", "content": {"text": "partitions = 1\n"}},
        ]})
    );
    std::fs::remove_dir_all(format!("{folder}/contexts/b")).unwrap();
    assert_eq!(
        window.next_event(),
        json!({"event": "files_changed", "handle": handle, "changes": [
            {"path": "contexts/b/topics/t.toml", "content": null},
        ]})
    );
    // As git does it: a new file in place of the old one.
    std::fs::write(bench.path("repository/.git/HEAD.lock"), "ref: refs/heads/next\n").unwrap();
    std::fs::rename(bench.path("repository/.git/HEAD.lock"), bench.path("repository/.git/HEAD")).unwrap();
    assert_eq!(window.next_event(), json!({"event": "branch_changed", "handle": handle, "branch": "next"}));
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(window.next_event()["event"], "watching_stopped");
}

#[test]
fn a_file_changed_between_reading_and_saving_is_a_conflict() {
    let bench = Bench::new();
    let folder = bench.design("shop");
    let window = bench.window(None);
    let opened = window.ask("open_folder", json!({"path": folder}));
    std::fs::write(format!("{folder}/eventscape.toml"), "theirs\n").unwrap();
    let changes = json!([{"path": "eventscape.toml", "before": "format_version = 1\n", "after": "ours\n"}]);
    assert_eq!(
        window.ask("save", json!({"handle": opened["handle"], "changes": changes})),
        json!({"outcome": "conflict", "changes": [{"path": "eventscape.toml", "content": {"text": "theirs\n"}}]})
    );
    assert_eq!(std::fs::read_to_string(format!("{folder}/eventscape.toml")).unwrap(), "theirs\n");
}

#[test]
fn a_picked_folder_comes_back_and_cancelling_is_no_error() {
    let bench = Bench::new();
    let window = bench.window(None);
    assert_eq!(window.ask("pick_folder", json!({"purpose": "export"})), json!({"path": null}));
    window.person_picks("/designs/shop");
    assert_eq!(window.ask("pick_folder", json!({"purpose": "open_design"})), json!({"path": "/designs/shop"}));
}

#[test]
fn an_export_is_a_job_that_tells_its_result_and_is_found_again_until_it_is_dismissed() {
    let bench = Bench::new();
    let window = bench.window(None);
    let request = |text: &str| {
        let files = json!([{"path": "kafka/apply.sh", "text": text, "executable": true}]);
        json!({"folder": bench.path("out"), "files": files})
    };
    let first = window.ask("write_export", request("#!/bin/sh\n"))["job"].clone();
    let written = json!({
        "outcome": "written", "folder": bench.path("out"), "written": ["kafka/apply.sh"], "unchanged": [],
    });
    assert_eq!(window.end_of(&first)["result"], written);
    let second = window.ask("write_export", request("other\n"))["job"].clone();
    let refused = json!({"outcome": "already_there", "files": ["kafka/apply.sh"]});
    assert_eq!(window.end_of(&second)["result"], refused);

    let listed = window.ask("jobs", json!({}))["jobs"].clone();
    let title = format!("Export to {}", bench.path("out"));
    assert_eq!(
        listed,
        json!([
            {"id": first, "command": "write_export", "title": title, "state": "done", "result": written},
            {"id": second, "command": "write_export", "title": title, "state": "done", "result": refused},
        ])
    );
    window.ask("dismiss_job", json!({"job": first}));
    assert_eq!(window.ask("jobs", json!({}))["jobs"].as_array().unwrap().len(), 1);

    let refused = window.refused("write_export", json!({"folder": "out", "files": []}));
    assert_eq!(refused["code"], "outside_folder");
    assert_eq!(window.ask("jobs", json!({}))["jobs"].as_array().unwrap().len(), 1, "a refused command begins no job");
    std::fs::write(bench.path("file"), "").unwrap();
    let failing = window.ask("write_export", json!({"folder": bench.path("file"), "files": []}))["job"].clone();
    let end = window.end_of(&failing);
    assert_eq!((&end["state"], &end["error"]["code"]), (&json!("failed"), &json!("in_the_way")));
}

#[test]
fn journal_and_save_never_wait_for_jobs() {
    let bench = Bench::new();
    let folder = bench.design("shop");
    let window = bench.window(None);
    let handle = window.ask("open_folder", json!({"path": folder}))["handle"].clone();
    let hold = || {
        window.begin(|job| {
            while !job.is_cancelled() {
                std::thread::sleep(std::time::Duration::from_millis(1));
            }
            Ok(json!("stopped"))
        })
    };
    let jobs: Vec<u32> = (0..18).map(|_| hold()).collect();
    let refused = window.refused("write_export", json!({"folder": bench.path("out"), "files": []}));
    assert_eq!(refused["code"], "too_many_jobs");

    window.ask("journal_append", json!({"handle": handle, "sequence": 1, "entries": ["edit"]}));
    let changes = json!([{"path": "policy.toml", "before": null, "after": ""}]);
    let saved = window.ask("save", json!({"handle": handle, "changes": changes}));
    assert_eq!(saved["outcome"], "saved");
    let states = |window: &Window| -> Vec<String> {
        let listed = window.ask("jobs", json!({}))["jobs"].clone();
        listed.as_array().unwrap().iter().map(|job| job["state"].as_str().unwrap().to_owned()).collect()
    };
    let now = states(&window);
    assert_eq!(now[..3], ["running", "running", "queued"], "the jobs still run and wait");
    for job in jobs.iter().rev() {
        window.ask("cancel_job", json!({"job": job}));
    }
    assert_eq!(window.end_of(&json!(jobs[0]))["result"], "stopped");
}

#[cfg(unix)]
#[test]
fn a_folder_without_write_permission_opens_for_reading() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    use std::os::unix::process::CommandExt as _;

    const NOBODY: u32 = 65_534;
    let bench = Bench::new();
    let folder = bench.design("shop");
    if std::fs::metadata(&folder).unwrap().uid() == 0 {
        // Root may write anywhere, so somebody else runs this test, from a place that is open to everybody.
        let name = "a_folder_without_write_permission_opens_for_reading";
        let open = tempfile::tempdir().unwrap();
        std::fs::set_permissions(open.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let program = open.path().join("shell");
        std::fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
        let mut command = std::process::Command::new(program);
        let output = command.args(["--exact", name]).current_dir("/").uid(NOBODY).gid(NOBODY).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"), "the other one ran nothing");
        return;
    }
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o555)).unwrap();
    let opened = bench.window(None).ask("open_folder", json!({"path": folder}));
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(opened["read_only"]["reason"], "no_permission");
}
