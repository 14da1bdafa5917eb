//! `cargo xtask build`: the steps, in their order.

use crate::bundle::{self, Parts};
use crate::profile::Profile;
use crate::progress::Progress;
use crate::toolchain::Toolchain;
use crate::workspace::Workspace;
use crate::{bindings, editor, library, notices, patched, registry, relay, tables, wasm};

/// How many steps a build has.
pub(crate) const STEPS: usize = 9;

/// Builds everything that is not built yet, and says where the binary is.
///
/// # Errors
/// Those of the first step that fails.
pub(crate) fn run(workspace: &Workspace, profile: Profile) -> anyhow::Result<()> {
    let mut progress = Progress::of_steps(STEPS);
    all(workspace, profile, &mut progress)?;
    let seconds = progress.elapsed().as_secs_f64();
    eprintln!("{} is ready after {seconds:.0} s", relay::binary(workspace, profile).display());
    Ok(())
}

/// The same as part of a longer command, which may go on with the toolchain.
///
/// # Errors
/// Those of the first step that fails.
pub(crate) fn all(workspace: &Workspace, profile: Profile, progress: &mut Progress) -> anyhow::Result<Toolchain> {
    let toolchain = progress.step("the web part's toolchain", || Toolchain::find_or_install(workspace))?;
    let sources = progress.step("the sources of RustPython", || registry::fetch(workspace, &toolchain))?;
    let library = progress.step("RustPython patched, Python's library divided", || {
        patched::prepare(workspace, &sources.patched)?;
        library::prepare(workspace, &sources.library)
    })?;
    // The quick steps first: what they may lack shows before the long one begins.
    let editor = progress.step("the editor bundled", || editor::build(workspace))?;
    let page = progress.step("the page compiled to wasm", || wasm::build_page(workspace, &toolchain, profile))?;
    let python =
        progress.step("Python compiled to wasm", || wasm::build_python(workspace, &toolchain, profile, &library))?;
    let parts = progress.step("bindings to JavaScript, notices", || {
        let page = bindings::generate(workspace, &page, "page", profile)?;
        let wasm::Python { wasm, library, names } = python;
        let python = bindings::generate(workspace, &wasm, "python", profile)?;
        let notices = notices::collect(workspace, &toolchain, &sources)?;
        Ok(Parts { page, python, library, encodings: tables::encodings(&sources.common), names, editor, notices })
    })?;
    let web = progress.step("the web part compressed", || bundle::assemble(workspace, &parts, profile))?;
    progress.step("the relay around it", || relay::build(workspace, profile, &web))?;
    Ok(toolchain)
}
