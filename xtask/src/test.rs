//! `cargo xtask test`: every test there is, against a complete build.

use crate::browser::Browser;
use crate::build;
use crate::cargo;
use crate::conformance::CpythonTests;
use crate::documentation::Documentation;
use crate::firefox::Firefox;
use crate::process;
use crate::profile::Profile;
use crate::progress::Progress;
use crate::relay;
use crate::toolchain::{TARGET, Toolchain};
use crate::workspace::Workspace;
use std::process::Command;

/// Builds everything, then runs the tests whose names contain the filter, or all.
///
/// # Errors
/// If the build or a test fails.
pub(crate) fn run(workspace: &Workspace, profile: Profile, filter: Option<&str>) -> anyhow::Result<()> {
    let mut progress = Progress::of_steps(build::STEPS + 6);
    // A missing browser should show before the long steps begin.
    let browser = progress.step("Chromium and its driver", Browser::find_or_install)?;
    let firefox = progress.step("Firefox and its driver", || Firefox::find_or_install(workspace))?;
    let cpython = progress.step("the tests of CPython", CpythonTests::find_or_install)?;
    let documentation = progress.step("Python's documentation", Documentation::find_or_install)?;
    let toolchain = build::all(workspace, profile, &mut progress)?;
    progress.step("the core's tests on wasm32", || on_wasm(workspace, &toolchain, filter))?;
    progress.announce("all tests on this machine");
    let mut test = natively(workspace, profile, filter);
    process::run(documentation.name_to(firefox.name_to(browser.name_to(cpython.name_to(&mut test)))))
}

/// The core's tests in Node.js. The core is what runs on both sides of the wire, so both must agree.
fn on_wasm(workspace: &Workspace, toolchain: &Toolchain, filter: Option<&str>) -> anyhow::Result<()> {
    let mut build = cargo::of_the_root(workspace);
    build.args(["build", "--package", "wasm-test-runner"]).arg("--target-dir").arg(workspace.target(""));
    process::run_beside(&mut build)?;
    let runner = workspace.target("debug/wasm-test-runner");
    let mut test = cargo::of_the_web(workspace, toolchain, "");
    test.args(["test", "--package", "sockbox-core", "--target", TARGET]);
    test.arg("--config").arg(format!("target.{TARGET}.runner=[{runner:?}]"));
    test.arg("--target-dir").arg(workspace.target("page")).args(filter);
    process::run(&mut test)
}

/// The tests of all packages of the root, the end-to-end tests among them.
fn natively(workspace: &Workspace, profile: Profile, filter: Option<&str>) -> Command {
    let mut test = cargo::of_the_root(workspace);
    test.args(["test", "--workspace", "--no-fail-fast"]).arg("--target-dir").arg(workspace.target("")).args(filter);
    test.env("SOCKBOX_BINARY", relay::binary(workspace, profile));
    test
}
