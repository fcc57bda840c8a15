//! Secrets and doors: a password in an address is printed nowhere, and an export leads only where it was sent.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::Path;
use std::process::Command;

struct Ran {
    code: i32,
    printed: String,
}

fn run(folder: &Path, arguments: &[&str]) -> Ran {
    let ran = Command::new(env!("CARGO_BIN_EXE_eventscape")).current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: ran.status.code().unwrap(), printed: text(ran.stdout) + &text(ran.stderr) }
}

/// A small design with an address in it.
fn write_design(folder: &Path, registry: &str) {
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("eventscape.toml", "format_version = 1\nname = \"Shop\"\nenvironment = \"dev\"\n");
    write("contexts/order/context.toml", "name = \"Order\"\nteam = \"checkout\"\n");
    write("contexts/order/services/api.toml", "name = \"api\"\n");
    write("contexts/order/topics/orders.toml", "name = \"orders\"\npartitions = 3\nreplication = 1\n");
    write("contexts/order/flows/w.toml", "service = \"api\"\ntopic = \"orders\"\n[direction.produce]\n");
    write("environments/dev.toml", &format!("name = \"Dev\"\ncluster = \"c\"\nschema_registry_url = \"{registry}\"\n"));
}

#[test]
fn no_password_in_an_address_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("o.avsc"), "\"int\"").unwrap();
    // The port is one that nothing listens at.
    let check = |word: &str, code: i32, expected: &str| {
        for format in ["text", "json", "sarif"] {
            let ran = run(folder.path(), &["compat", "o.avsc", "--against", word, "--format", format]);
            assert_eq!(ran.code, code, "{word:?}: {}", ran.printed);
            assert!(ran.printed.contains(expected), "{word:?}: {}", ran.printed);
            assert!(!ran.printed.contains("p4ss"), "{word:?}: {}", ran.printed);
        }
    };
    check("http://me:p4ss@127.0.0.1:1", 3, "http://127.0.0.1:1: the registry cannot be reached");
    check("http://me:p4ss/word@127.0.0.1:1", 2, "write / in a password as %2F");
    check("http://me:p4ss@127.0.0.1:1/a@b", 2, "write / in a password as %2F");
    check("http://me:p4ss?@127.0.0.1:1", 2, "in a password as %3F");
    check("http://me:p4ss#x@127.0.0.1:1", 2, "in a password as %3F");
    check("http://me:p4ss@", 2, "names no host");
    check("http://me:p4ss%40127.0.0.1:1", 2, "names no host with a port");
    check("http://me:p4ss@127.0.0.1:1\n", 3, "http://127.0.0.1:1: the registry cannot be reached");
    check("  HTTP://me:p4ss@127.0.0.1:1", 3, "cannot be reached");
    for word in [
        "htp://me:p4ss@host",
        "ftp://me:p4ss@host/x",
        "me:p4ss@host:8081",
        "//me:p4ss@host",
        "http:/me:p4ss@host",
        "http:me:p4ss@host",
        "git:http://me:p4ss@host",
        "me:p4ss p4ss@host",
        "http\u{202e}://me:p4ss@host",
    ] {
        check(word, 2, "…@host");
    }
    // As a path, as a mode, as something that is not expected.
    for arguments in [
        ["compat", "http://me:p4ss@host/o.avsc"].as_slice(),
        &["compat", "me:p4ss@host"],
        &["validate", "http://me:p4ss@host"],
        &["compat", "o.avsc", "--mode", "me:p4ss@host"],
        &["compat", "o.avsc", "--profile", "http://me:p4ss@host"],
        &["validate", "a", "http://me:p4ss@host"],
        &["infer", "https://me:p4ss@host"],
        &["export", "a", "--target", "https://me:p4ss@host", "--out", "x"],
    ] {
        let ran = run(folder.path(), arguments);
        assert!(ran.code > 1 && !ran.printed.contains("p4ss"), "{arguments:?}: {}", ran.printed);
    }
}

#[test]
fn no_password_of_a_design_s_environment_is_printed_or_exported() {
    let folder = tempfile::tempdir().unwrap();
    for address in ["http://me:p4ss@host:8081", "ftp://me:p4ss@host", "http://me:p4ss@a,https://you:p4ss@b:1/x"] {
        write_design(&folder.path().join("design"), address);
        for format in ["text", "json", "sarif"] {
            let ran = run(folder.path(), &["validate", "design", "--format", format]);
            assert!(!ran.printed.contains("p4ss"), "{}", ran.printed);
        }
        for format in ["text", "json"] {
            let ran = run(folder.path(), &["show", "design", "--record", "environment:dev", "--format", format]);
            assert!(ran.printed.contains("…@") && !ran.printed.contains("p4ss"), "{}", ran.printed);
        }
        run(
            folder.path(),
            &["export", "design", "--target", "all", "--out", "out", "--overwrite", "--environment", "dev"],
        );
        let manifest = fs::read_to_string(folder.path().join("out/manifest/manifest.json")).unwrap();
        assert!(manifest.contains("://") && !manifest.contains("p4ss"), "{manifest}");
    }
}

/// What an export does with something else in its way: it ends with 3, names it, and has written nothing at all.
#[cfg(unix)]
#[test]
fn an_export_writes_through_no_link_and_opens_no_pipe_or_device() {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    let check = |prepare: fn(&Path), named: &str| {
        let folder = tempfile::tempdir().unwrap();
        write_design(&folder.path().join("design"), "http://host");
        fs::create_dir_all(folder.path().join("out")).unwrap();
        fs::create_dir_all(folder.path().join("else/topics")).unwrap();
        fs::write(folder.path().join("else/theirs.yaml"), "theirs").unwrap();
        prepare(folder.path());
        for overwrite in [&["--overwrite"][..], &[]] {
            let arguments = ["export", "design", "--target", "all", "--out", "out"];
            let ran = run(folder.path(), &[&arguments[..], overwrite].concat());
            assert_eq!(ran.code, 3, "{named}: {}", ran.printed);
            assert!(ran.printed.contains(&format!("out/{named}: ")), "{named}: {}", ran.printed);
            assert!(!folder.path().join("out/manifest/manifest.json").exists(), "{named}");
        }
        assert_eq!(fs::read_to_string(folder.path().join("else/theirs.yaml")).unwrap(), "theirs");
        assert_eq!(fs::read_dir(folder.path().join("else/topics")).unwrap().count(), 0, "{named}");
    };
    let pipe = |path: &Path| {
        let made = Command::new("mkfifo").arg(path).status().unwrap();
        assert!(made.success());
    };
    check(|at| symlink("../else", at.join("out/strimzi")).unwrap(), "strimzi");
    check(|at| symlink("/nowhere", at.join("out/strimzi")).unwrap(), "strimzi");
    check(|at| symlink("/dev/full", at.join("out/kafka-script")).unwrap(), "kafka-script");
    check(
        |at| {
            fs::create_dir(at.join("out/strimzi")).unwrap();
            symlink("../../else/topics", at.join("out/strimzi/topics")).unwrap();
        },
        "strimzi/topics",
    );
    check(
        |at| {
            fs::create_dir(at.join("out/strimzi")).unwrap();
            symlink("../../else/theirs.yaml", at.join("out/strimzi/kustomization.yaml")).unwrap();
        },
        "strimzi/kustomization.yaml",
    );
    check(|at| fs::write(at.join("out/strimzi"), "").unwrap(), "strimzi");
    check(|at| fs::create_dir_all(at.join("out/strimzi/kustomization.yaml")).unwrap(), "strimzi/kustomization.yaml");
    check(
        |at| {
            fs::create_dir(at.join("out/strimzi")).unwrap();
            drop(UnixListener::bind(at.join("out/strimzi/kustomization.yaml")).unwrap());
        },
        "strimzi/kustomization.yaml",
    );
    // A pipe that nobody writes to: opening it would wait for ever, also while looking for files of an earlier export.
    let folder = tempfile::tempdir().unwrap();
    write_design(&folder.path().join("design"), "http://host");
    fs::create_dir_all(folder.path().join("out/strimzi/topics")).unwrap();
    pipe(&folder.path().join("out/strimzi/topics/old.yaml"));
    let arguments = ["export", "design", "--target", "strimzi", "--out", "out"];
    assert_eq!(run(folder.path(), &arguments).code, 0);
    pipe(&folder.path().join("out/strimzi/pipe.yaml"));
    fs::rename(folder.path().join("out/strimzi/pipe.yaml"), folder.path().join("out/strimzi/kustomization.yaml"))
        .unwrap();
    let ran = run(folder.path(), &arguments);
    assert!(ran.code == 3 && ran.printed.contains("out/strimzi/kustomization.yaml: "), "{}", ran.printed);
}

#[cfg(unix)]
#[test]
fn a_folder_that_the_person_named_may_be_a_link() {
    let folder = tempfile::tempdir().unwrap();
    write_design(&folder.path().join("real"), "http://host");
    std::os::unix::fs::symlink("real", folder.path().join("design")).unwrap();
    fs::create_dir(folder.path().join("there")).unwrap();
    std::os::unix::fs::symlink("there", folder.path().join("out")).unwrap();
    assert_eq!(run(folder.path(), &["export", "design", "--target", "manifest", "--out", "out/new"]).code, 0);
    assert!(folder.path().join("there/new/manifest/manifest.json").is_file());
    assert_eq!(run(folder.path(), &["fmt", "design"]).code, 0);
}

#[test]
fn what_a_killed_program_left_is_taken_away_by_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let design = folder.path().join("design");
    write_design(&design, "http://host");
    let leave = |path: &str| {
        fs::create_dir_all(folder.path().join(path).parent().unwrap()).unwrap();
        fs::write(folder.path().join(path), "half").unwrap();
    };
    let left = ["design/contexts/order/topics/.orders.toml.Ab12Cd", "out/strimzi/topics/.orders.yaml.000zzz"];
    left.iter().for_each(|path| leave(path));
    leave("out/strimzi/topics/.mine");
    fs::write(design.join("contexts/order/topics/orders.toml"), "partitions=3\nname=\"orders\"\nreplication=1\n")
        .unwrap();
    assert_eq!(run(folder.path(), &["fmt", "design", "--check"]).code, 1);
    assert!(folder.path().join(left[0]).exists(), "looking changes nothing");
    assert_eq!(run(folder.path(), &["fmt", "design"]).code, 0);
    assert_eq!(run(folder.path(), &["export", "design", "--target", "strimzi", "--out", "out"]).code, 0);
    left.iter().for_each(|path| assert!(!folder.path().join(path).exists(), "{path}"));
    assert!(folder.path().join("out/strimzi/topics/.mine").exists());
}
