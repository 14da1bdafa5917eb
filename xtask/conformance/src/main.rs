//! Runs the tests and prints the table. `cargo xtask conformance` builds what is needed and says by environment variables where it is.

use anyhow::Context;
use sockbox_conformance::{Known, Suite, judge};
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether everything ended as the list has it. The arguments are modules, classes or tests; none means all.
async fn run() -> anyhow::Result<bool> {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
    let (suite, known) = (Suite::find().await?, Known::committed()?);
    if suite.version != known.version {
        let (version, listed) = (&suite.version, &known.version);
        eprintln!("these are the tests of CPython {version}; the list of known differences was made for {listed}");
    }
    let judgement = judge(&suite, &wanted).await?;
    print!("{}", judgement.report(&known));
    let details =
        std::env::var_os("SOCKBOX_DETAILS").context("SOCKBOX_DETAILS is not set: run `cargo xtask conformance`")?;
    std::fs::write(&details, judgement.details())?;
    eprintln!("what each test said is in {}", details.display());
    Ok(judgement.unexpected().next().is_none())
}
