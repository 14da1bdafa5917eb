//! What Cargo starts for each wasm32 test binary: wasm-bindgen's own runner, which hands the tests to Node.js.

fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())
}
