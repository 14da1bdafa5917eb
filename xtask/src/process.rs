//! Other programs: run, with words for what can go wrong.

use anyhow::{Context, bail};
use std::process::{Command, Stdio};

/// Runs a program whose standard output is that of the whole command.
///
/// # Errors
/// If it cannot be started or fails.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<()> {
    let status = command.status().with_context(|| cannot_start(command))?;
    if !status.success() {
        bail!("`{}` ended with {status}", words(command));
    }
    Ok(())
}

/// Runs a program that is only a step on the way: all that it says goes to standard error.
///
/// # Errors
/// If it cannot be started or fails.
pub(crate) fn run_beside(command: &mut Command) -> anyhow::Result<()> {
    run(command.stdout(std::io::stderr()))
}

/// What a program prints on its standard output, while what it says on standard error is shown.
///
/// # Errors
/// If it cannot be started or fails.
pub(crate) fn output_beside(command: &mut Command) -> anyhow::Result<String> {
    let output =
        command.stdin(Stdio::null()).stderr(Stdio::inherit()).output().with_context(|| cannot_start(command))?;
    if !output.status.success() {
        bail!("`{}` ended with {}", words(command), output.status);
    }
    text(command, output.stdout)
}

/// What a program prints on its standard output.
///
/// # Errors
/// If it cannot be started or fails, with what it said on standard error.
pub(crate) fn output(command: &mut Command) -> anyhow::Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| cannot_start(command))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` ended with {}: {}", words(command), output.status, said.trim());
    }
    text(command, output.stdout)
}

fn text(command: &Command, printed: Vec<u8>) -> anyhow::Result<String> {
    String::from_utf8(printed).with_context(|| format!("`{}` printed something else than text", words(command)))
}

fn cannot_start(command: &Command) -> String {
    format!("`{}` could not be started", words(command))
}

/// The command as one would type it, near enough to try it by hand.
fn words(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
