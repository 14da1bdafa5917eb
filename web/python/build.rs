//! One argument for the linker. Not in .cargo/config.toml, because flags there would rebuild every dependency.

/// Bytes of the stack that Rust keeps in wasm's memory. It has to run out before the browser's own stack does: the first
/// is a `RecursionError`, the second ends the worker.
const STACK_SIZE: usize = 512 * 1024;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-link-arg-cdylib=-zstack-size={STACK_SIZE}");
}
