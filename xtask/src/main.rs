//! `cargo xtask`: the project's commands, for a person and for CI alike.
//!
//! This file only reads the command line. [`build`] strings the steps of a build together; each step is a module of its
//! own: [`toolchain`], [`registry`], [`patched`], [`library`], [`editor`], [`examples`], [`wasm`], [`bindings`], [`tables`],
//! [`bundle`], [`relay`].
//! A step that finds its work done does nothing, so that every command may begin with a whole build.
//!
//! Progress goes to standard error: standard output belongs to the programs that the commands start.

mod apt;
mod bench;
mod bindings;
mod browser;
mod build;
mod bundle;
mod cargo;
mod compressed;
mod conformance;
mod digest;
mod documentation;
mod editor;
mod examples;
mod firefox;
mod library;
mod lint;
mod notices;
mod patched;
mod process;
mod profile;
mod progress;
mod registry;
mod relay;
mod serve;
mod tables;
mod test;
mod toolchain;
mod tree;
mod wasm;
mod workspace;

use clap::{Args, Parser, Subcommand};
use profile::Profile;
use std::net::SocketAddr;
use std::process::ExitCode;
use workspace::Workspace;

/// Builds, runs and checks sockbox.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything, then start the relay
    Serve {
        /// Where to listen; port 0 takes a free one
        #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        #[command(flatten)]
        quality: Quality,
    },
    /// Build everything into one binary, target/release/sockbox
    Build {
        #[command(flatten)]
        quality: Quality,
    },
    /// Build everything, then run all tests, those in a browser included
    Test {
        /// Only tests whose names contain this
        filter: Option<String>,
        #[command(flatten)]
        quality: Quality,
    },
    /// Measure sockbox against its goals, as ratios within one run
    Bench {
        /// Only this; the default is everything that is measured against other programs, in a browser among others
        #[arg(value_enum)]
        only: Option<bench::Only>,
    },
    /// Run CPython's own tests of sockets in a page and natively, side by side
    Conformance {
        /// Only these modules, classes or tests: test_timeout, test_socket.BasicTCPTest
        names: Vec<String>,
        #[command(flatten)]
        quality: Quality,
    },
    /// Check formatting, and clippy's opinion
    Lint,
}

#[derive(Args)]
struct Quality {
    /// Build in minutes, rather than small and fast
    #[arg(long)]
    dev: bool,
}

impl Quality {
    fn profile(&self) -> Profile {
        if self.dev { Profile::Dev } else { Profile::Release }
    }
}

fn main() -> ExitCode {
    match run(Arguments::parse().command, &Workspace::of_this_crate()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command, workspace: &Workspace) -> anyhow::Result<()> {
    match command {
        Command::Serve { listen, quality } => serve::run(workspace, quality.profile(), listen),
        Command::Build { quality } => build::run(workspace, quality.profile()),
        Command::Test { filter, quality } => test::run(workspace, quality.profile(), filter.as_deref()),
        Command::Bench { only: None } => bench::run(workspace),
        Command::Bench { only: Some(bench::Only::Model) } => bench::model(workspace),
        Command::Bench { only: Some(part) } => bench::part(workspace, part),
        Command::Conformance { names, quality } => conformance::run(workspace, quality.profile(), &names),
        Command::Lint => lint::run(workspace),
    }
}
