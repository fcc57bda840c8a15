//! Declares every command of the table to Tauri's access list, so that a command without a permission cannot be called.

use std::process::ExitCode;

fn main() -> ExitCode {
    let commands = tauri_build::AppManifest::new().commands(ipc::NAMES);
    match tauri_build::try_build(tauri_build::Attributes::new().app_manifest(commands)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let mut text = format!("{error:#}");
            text.retain(|character| character != '\n');
            // Cargo reads instructions and messages from standard output.
            #[allow(clippy::print_stdout)]
            {
                println!("cargo::error={text}");
            }
            ExitCode::FAILURE
        }
    }
}
