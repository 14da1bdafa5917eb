//! The web part as the relay embeds it: `target/web`.
//!
//! ```text
//! index.html                                  with its placeholders filled in
//! assets/HASH/  start.js compile.js style.css from web/page, the sheets of web/page/style in one
//!               page.js page_bg.wasm          web/page, compiled
//!               editor.js                     web/editor, bundled
//!               worker.js                     from web/python
//!               python.js python_bg.wasm      web/python, compiled
//!               examples.json                 web/examples
//!               common.bin rest.bin           the parts of Python's library that are fetched, compiled
//!               encodings.bin names.bin       tables of encodings, and of characters' names, taken out of python_bg.wasm
//!               lib/                          the sources of Python's library
//!               NOTICES.txt                   the licences of third parties
//! ```
//! Each file stands there also compressed, as `.br` and `.gz`. `HASH` is of all assets together: a browser may keep them
//! for ever.

use crate::compressed::{self, Encoding};
use crate::digest::Digest;
use crate::editor;
use crate::examples;
use crate::library;
use crate::profile::Profile;
use crate::progress::Progress;
use crate::tables;
use crate::tree::{self, Tree};
use crate::workspace::Workspace;
use anyhow::{Context, bail};
use std::path::{Path, PathBuf};

/// What a learner may have to download before the first prompt, compressed, in bytes.
const DOWNLOAD_LIMIT: usize = 3_500_000;

/// The interpreter.
const PYTHON: &str = "python_bg.wasm";

/// What is taken out of it.
const ENCODINGS: &str = "encodings.bin";
const NAMES: &str = "names.bin";

/// The folder of the library's sources.
const SOURCES: &str = "lib";

/// The page's style sheets, in their order.
const SHEETS: [&str; 9] = ["page", "header", "room", "terminal", "files", "output", "threads", "timeline", "sockets"];

/// Where the compiled parts are.
pub(crate) struct Parts {
    /// The folder of the page's wasm and bindings.
    pub(crate) page: PathBuf,
    /// The folder of the interpreter's wasm and bindings.
    pub(crate) python: PathBuf,
    /// The folder of Python's compiled library.
    pub(crate) library: PathBuf,
    /// The folder of the source of RustPython's encodings.
    pub(crate) encodings: PathBuf,
    /// The folder of the source that has the names of Unicode's characters.
    pub(crate) names: PathBuf,
    /// The editor's one file.
    pub(crate) editor: PathBuf,
    /// The licences of third parties.
    pub(crate) notices: PathBuf,
}

/// Puts `target/web` together, and tells what it holds by a digest.
///
/// # Errors
/// If a part is missing, or the download of a release is larger than it may be.
pub(crate) fn assemble(workspace: &Workspace, parts: &Parts, profile: Profile) -> anyhow::Result<Digest> {
    let assets = assets(workspace, parts)?;
    let folder = format!("assets/{}", digest(&assets).short());
    let index = index(workspace, &folder, &assets)?;
    let mut web: Tree = assets.into_iter().map(|(path, content)| (Path::new(&folder).join(path), content)).collect();
    web.insert("index.html".into(), index);
    let compressed = compressed::all(workspace, &web, profile)?;
    check_download(&compressed, profile)?;
    web.extend(compressed);
    tree::mirror(&workspace.target("web"), &web)?;
    Ok(digest(&web))
}

fn assets(workspace: &Workspace, parts: &Parts) -> anyhow::Result<Tree> {
    let mut assets = tree::read(&parts.page)?;
    assets.extend(tree::read(&parts.python)?);
    let python = assets.get_mut(Path::new(PYTHON)).with_context(|| format!("wasm-bindgen made no {PYTHON}"))?;
    let encodings = tables::take_out(python, &parts.encodings)?;
    let names = tables::take_out(python, &parts.names)?;
    assets.extend([(ENCODINGS.into(), encodings), (NAMES.into(), names)]);
    assets.extend(library::code(&parts.library)?);
    let sources = library::sources(workspace)?;
    assets.extend(sources.into_iter().map(|(path, source)| (Path::new(SOURCES).join(path), source)));
    let single = [
        workspace.path("web/page/start.js"),
        workspace.path("web/page/compile.js"),
        workspace.path("web/python/worker.js"),
        parts.editor.clone(),
        parts.notices.clone(),
    ];
    for path in single {
        let content = std::fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
        let name = path.file_name().context("the path of a file has a name")?;
        assets.insert(name.into(), content);
    }
    assets.insert("style.css".into(), style(workspace)?);
    minify(workspace, &mut assets)?;
    assets.insert("examples.json".into(), examples::collect(workspace)?);
    Ok(assets)
}

/// The scripts and the style sheet, without what only people read.
fn minify(workspace: &Workspace, assets: &mut Tree) -> anyhow::Result<()> {
    let is_text = |path: &Path| path.extension().is_some_and(|extension| extension == "js" || extension == "css");
    let texts = assets.iter().filter(|(path, _)| is_text(path)).map(|(path, text)| (path.clone(), text.clone()));
    let folder = workspace.target("minified");
    tree::mirror(&folder, &texts.collect())?;
    editor::minify(workspace, &folder)?;
    assets.extend(tree::read(&folder)?);
    Ok(())
}

/// One sheet of all, which is one request. A rule of a later one counts where two are as specific.
fn style(workspace: &Workspace) -> anyhow::Result<Vec<u8>> {
    let sheets = SHEETS.map(|name| {
        let path = workspace.path("web/page/style").join(name).with_extension("css");
        std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))
    });
    Ok(sheets.into_iter().collect::<anyhow::Result<String>>()?.into_bytes())
}

fn index(workspace: &Workspace, folder: &str, assets: &Tree) -> anyhow::Result<Vec<u8>> {
    let skeleton = std::fs::read_to_string(workspace.path("index.html")).context("reading index.html")?;
    let python = assets.get(Path::new(PYTHON)).with_context(|| format!("there is no {PYTHON}"))?;
    fill_in(&skeleton, &[("__ASSETS__", &format!("/{folder}")), ("__PYTHON_SIZE__", &python.len().to_string())])
        .map(String::into_bytes)
}

fn fill_in(skeleton: &str, values: &[(&str, &str)]) -> anyhow::Result<String> {
    let mut text = skeleton.to_owned();
    for (placeholder, value) in values {
        if !text.contains(placeholder) {
            bail!("index.html has no {placeholder}");
        }
        text = text.replace(placeholder, value);
    }
    Ok(text)
}

fn check_download(compressed: &Tree, profile: Profile) -> anyhow::Result<()> {
    let download: usize = compressed.iter().filter(|(path, _)| is_downloaded(path)).map(|(_, c)| c.len()).sum();
    let megabytes = |bytes: usize| bytes as f64 / 1e6;
    let [common, rest] = library::FETCHED.map(|name| {
        let suffix = format!("{name}{}", Encoding::Brotli.suffix());
        let found = compressed.iter().find(|(path, _)| path.to_string_lossy().ends_with(&suffix));
        megabytes(found.map_or(0, |(_, content)| content.len()))
    });
    Progress::remark(&format!(
        "download until the first prompt: {:.2} MB compressed; then {common:.2} MB, and {rest:.2} MB if a program needs it",
        megabytes(download)
    ));
    if profile == Profile::Release && download > DOWNLOAD_LIMIT {
        bail!("the download is {:.2} MB, the limit is {:.2} MB", megabytes(download), megabytes(DOWNLOAD_LIMIT));
    }
    Ok(())
}

/// Whether a browser loads the file before the first prompt.
fn is_downloaded(path: &Path) -> bool {
    let name = path.to_string_lossy();
    let is_source = path.iter().any(|folder| folder == SOURCES);
    let waits = ["NOTICES.txt", "examples.json", ENCODINGS, NAMES]
        .iter()
        .chain(&library::FETCHED)
        .any(|later| name.contains(later));
    name.ends_with(Encoding::Brotli.suffix()) && !waits && !is_source
}

fn digest(tree: &Tree) -> Digest {
    let names = tree.keys().map(|path| path.as_os_str().as_encoded_bytes());
    Digest::of(names.chain(tree.values().map(Vec::as_slice)))
}

#[cfg(test)]
mod tests {
    use super::{DOWNLOAD_LIMIT, check_download, fill_in};
    use crate::profile::Profile;
    use crate::tree::Tree;

    fn files(size: usize) -> Tree {
        Tree::from([("python_bg.wasm.br".into(), vec![0; size]), ("python_bg.wasm.gz".into(), vec![0; 9_000_000])])
    }

    #[test]
    fn a_release_above_the_limit_is_refused() {
        assert!(check_download(&files(DOWNLOAD_LIMIT), Profile::Release).is_ok());
        assert!(check_download(&files(DOWNLOAD_LIMIT + 1), Profile::Release).is_err());
    }

    #[test]
    fn a_development_build_may_be_larger() {
        assert!(check_download(&files(DOWNLOAD_LIMIT + 1), Profile::Dev).is_ok());
    }

    #[test]
    fn every_occurrence_of_a_placeholder_is_filled_in() {
        assert_eq!(fill_in("_A_/x _A_/y", &[("_A_", "/1")]).unwrap(), "/1/x /1/y");
    }

    #[test]
    fn a_missing_placeholder_is_named() {
        assert!(fill_in("x", &[("_A_", "1")]).unwrap_err().to_string().contains("_A_"));
    }
}
