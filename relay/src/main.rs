//! The program `sockbox`: flags, listener, network, signals; the rest is [`sockbox_relay::run`].

use anyhow::{Context, bail};
use clap::{Args, Parser, Subcommand, ValueEnum};
use sockbox_relay::{Config, Limits, Network};
use std::io::{IsTerminal, Write};
use std::net::{SocketAddr, TcpListener};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

/// A playground for the BSD socket API: Python in the browser, calls on real sockets.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the page and make its socket calls.
    Serve(Serve),
}

#[derive(Args)]
struct Serve {
    /// Address and port to listen on; port 0 lets the system choose. The first line printed says which.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Whether each room has a network of its own.
    #[arg(long, value_enum, default_value_t = Isolation::Preferred)]
    isolation: Isolation,
    /// Send in rooms in segments of at most so many bytes, as on a wire, where 1500 is usual; it costs throughput.
    #[arg(long, value_name = "BYTES", value_parser = clap::value_parser!(u32).range(1280..=65_536))]
    mtu: Option<u32>,
    /// A name by which browsers reach this relay, beside localhost and addresses; may be given more than once.
    #[arg(long = "host", value_name = "NAME")]
    hosts: Vec<String>,
    #[command(flatten)]
    limits: Limits,
}

#[derive(Clone, Copy, ValueEnum)]
enum Isolation {
    /// It has; where that is not permitted, the relay does not start.
    Required,
    /// It has; where that is not permitted, as `none`, with a warning, if only this host is served.
    Preferred,
    /// All rooms are one, on this host's loopback, where other programs can meet them.
    None,
}

impl Serve {
    fn config(&self) -> anyhow::Result<Config> {
        Ok(Config { limits: self.limits, hosts: self.hosts.clone(), ..Config::new(self.network()?) })
    }

    /// Without namespaces everybody who reaches the relay reaches this host's loopback: other machines only if that is wanted.
    fn network(&self) -> anyhow::Result<Network> {
        if let Isolation::None = self.isolation {
            return Ok(Network::Host { reason: "--isolation none was given".to_owned() });
        }
        match (Network::prepare(self.mtu), self.isolation) {
            (Network::Host { reason }, Isolation::Required) => bail!("no network namespaces: {reason}"),
            (Network::Host { reason }, _) if !self.listen.ip().is_loopback() => bail!(
                "no network namespaces: {reason}. At {} other machines could reach every service on this host's loopback; \
                 --isolation none accepts that",
                self.listen
            ),
            (network, _) => Ok(network),
        }
    }
}

fn main() -> anyhow::Result<()> {
    let Command::Serve(serve) = Arguments::parse().command;
    log_to_stderr();
    let listener = TcpListener::bind(serve.listen)
        .with_context(|| format!("cannot listen on {} (--listen chooses another address)", serve.listen))?;
    // From here to the runtime there is a single thread, and a port below 1024 is bound already: namespaces want both.
    let config = serve.config()?;
    writeln!(std::io::stdout(), "listening on http://{}", listener.local_addr()?)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let shutdown = stop_signal()?;
        sockbox_relay::run(listener, config, shutdown).await.context("the relay cannot go on")
    })
}

fn log_to_stderr() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
}

/// Resolves at SIGTERM or SIGINT, which is Ctrl-C.
fn stop_signal() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => tracing::info!("SIGTERM: stopping"),
            _ = interrupt.recv() => tracing::info!("SIGINT: stopping"),
        }
    })
}
