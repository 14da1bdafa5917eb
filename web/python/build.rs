//! Compiles Python's library to bytecode, and gives the linker two arguments. `cargo xtask` has divided the library by when a
//! worker needs it: see its module `library`, which also takes the files for the web from here.
//!
//! ```text
//! OUT_DIR/ frozen.lib              the modules that are part of the worker, in RustPython's format
//!          common.bin rest.bin     the code of the others, one module after the other
//!          index.json              where each of those is: {module: [file, start, size, is a package]}
//! ```

use rustpython_compiler::{CompileOpts, Mode, compile};
use rustpython_compiler_core::frozen::{FrozenCodeObject, FrozenLib, FrozenModule};
use rustpython_compiler_core::marshal;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Bytes of the stack that Rust keeps in wasm's memory. It has to run out before the browser's own stack does: the first
/// is a `RecursionError`, the second ends the worker.
const STACK_SIZE: usize = 512 * 1024;

/// Bytes of memory that a process may have: a program that wants more ends, before it takes the browser's tab with it.
const MEMORY_MAX: usize = 1 << 30;

/// Where a Linux has the library: what tracebacks name.
const FOLDER: &str = "/usr/lib/python3.14";

/// In the order of the index's numbers.
const FETCHED: [&str; 2] = ["common", "rest"];

type Modules = BTreeMap<String, FrozenModule<Vec<u8>>>;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-link-arg-cdylib=-zstack-size={STACK_SIZE}");
    println!("cargo::rustc-link-arg-cdylib=--max-memory={MEMORY_MAX}");
    println!("cargo::rustc-env=SOCKBOX_MEMORY_MAX_MIB={}", MEMORY_MAX >> 20);
    // The digest of the library: looking for changed files among so many would take longer than anything else.
    println!("cargo::rerun-if-env-changed=SOCKBOX_PYTHON_LIBRARY");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let library = Path::new("../../target/python-lib");

    let frozen = modules(&library.join("frozen"));
    let modules_by_name = frozen.iter().map(|(name, module)| (name.as_str(), borrowed(module)));
    write(&out.join("frozen.lib"), &FrozenLib::encode(modules_by_name).bytes);
    let mut index = Vec::new();
    for (number, file) in FETCHED.into_iter().enumerate() {
        let mut code = Vec::new();
        for (name, module) in modules(&library.join(file)) {
            let (start, size) = (code.len(), module.code.bytes.len());
            index.push(format!("\"{name}\":[{number},{start},{size},{}]", module.package));
            code.extend(module.code.bytes);
        }
        write(&out.join(format!("{file}.bin")), &code);
    }
    write(&out.join("index.json"), format!("{{{}}}", index.join(",")).as_bytes());
}

fn borrowed(module: &FrozenModule<Vec<u8>>) -> FrozenModule<&[u8]> {
    FrozenModule { code: FrozenCodeObject { bytes: &module.code.bytes }, package: module.package }
}

/// All modules of a folder, compiled.
fn modules(folder: &Path) -> Modules {
    let mut modules = Modules::new();
    add(folder, Path::new(""), &mut modules);
    modules
}

fn add(folder: &Path, below: &Path, modules: &mut Modules) {
    let entries = fs::read_dir(folder.join(below));
    for entry in entries.unwrap_or_else(|error| panic!("{}: {error}: run `cargo xtask build`", folder.display())) {
        let path = below.join(entry.expect("a folder can be read to its end").file_name());
        if folder.join(&path).is_dir() {
            add(folder, &path, modules);
        } else {
            let (name, package) = module_name(&path);
            modules.insert(name, FrozenModule { code: code(folder, &path), package });
        }
    }
}

/// `json.tool` of `json/tool.py`; `json`, a package, of `json/__init__.py`.
fn module_name(path: &Path) -> (String, bool) {
    let package = path.ends_with("__init__.py");
    let path = if package { path.parent().unwrap_or(path) } else { path };
    (path.with_extension("").to_string_lossy().replace(std::path::MAIN_SEPARATOR, "."), package)
}

fn code(folder: &Path, path: &Path) -> FrozenCodeObject<Vec<u8>> {
    let source = fs::read_to_string(folder.join(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let name = format!("{FOLDER}/{}", path.display());
    let code = compile(source.trim_start_matches('\u{feff}'), Mode::Exec, &name, CompileOpts::default());
    let mut bytes = Vec::new();
    marshal::serialize_code(&mut bytes, &code.unwrap_or_else(|error| panic!("{}: {error}", path.display())));
    FrozenCodeObject { bytes: stored(&bytes) }
}

/// What RustPython unpacks by LZ4, not compressed: the whole file is, later and much better, and what is packed twice
/// grows. One sequence of literals only, as the format's description of blocks has it: the high half of the token is their
/// number, 15 if it goes on in the bytes that follow, of which 255 means that it goes on again.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let size = u32::try_from(bytes.len()).expect("no module is that large");
    let mut block = size.to_le_bytes().to_vec();
    match bytes.len().checked_sub(15) {
        None => block.push((bytes.len() as u8) << 4),
        Some(more) => {
            block.push(0xf0);
            block.extend(std::iter::repeat_n(255, more / 255));
            block.push((more % 255) as u8);
        }
    }
    block.extend(bytes);
    block
}

fn write(path: &Path, content: &[u8]) {
    fs::write(path, content).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
