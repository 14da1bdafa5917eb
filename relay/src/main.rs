//! The program `sockbox`: flags, listener, network, signals; the rest is [`sockbox_relay::run`].

use anyhow::{Context, bail};
use clap::{Args, Parser, Subcommand, ValueEnum};
use sockbox_relay::{AccessToken, Config, Limits, Network, Origin, Proxy, Shutdown, confine};
use std::io::{IsTerminal, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
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
    /// An origin whose pages may use this relay beside its own, such as https://course.example; may be given more than once.
    #[arg(long = "allow-origin", value_name = "ORIGIN")]
    origins: Vec<Origin>,
    /// A file with the access token that whoever opens a WebSocket has to know; pages are opened with #token=TOKEN.
    #[arg(long, value_name = "PATH", conflicts_with = "access_token")]
    access_token_file: Option<PathBuf>,
    /// The token itself; every user of this machine can see it in the list of processes.
    #[arg(long, value_name = "TOKEN")]
    access_token: Option<AccessToken>,
    /// A trusted proxy is in front: clients are told apart by the last address in X-Forwarded-For.
    #[arg(long)]
    behind_proxy: bool,
    /// Address and port for /metrics alone, for a Prometheus elsewhere; programs of this machine also find it at --listen.
    #[arg(long, value_name = "ADDRESS:PORT")]
    metrics_listen: Option<SocketAddr>,
    /// How long those who are there may stay after SIGTERM; a second signal, or Ctrl-C, ends it at once.
    #[arg(long, value_name = "TIME", default_value = "30s")]
    drain: humantime::Duration,
    #[command(flatten)]
    limits: Limits,
}

#[derive(Clone, Copy, ValueEnum)]
enum Isolation {
    /// It has, and the relay's threads are confined; where that is not permitted, the relay does not start.
    Required,
    /// It has; where that is not permitted, as `none`, with a warning, if only this host is served.
    Preferred,
    /// All rooms are one, on this host's loopback, where other programs can meet them.
    None,
}

impl Serve {
    fn config(&self) -> anyhow::Result<Config> {
        Ok(Config {
            token: self.token()?,
            limits: self.limits,
            hosts: self.hosts.clone(),
            origins: self.origins.clone(),
            proxy: if self.behind_proxy { Proxy::InFront } else { Proxy::None },
            metrics: self.metrics_listen.map(|address| bind(address, "--metrics-listen")).transpose()?.map(Arc::new),
            drain: *self.drain,
            ..Config::new(self.network()?)
        })
    }

    fn token(&self) -> anyhow::Result<Option<AccessToken>> {
        let Some(path) = &self.access_token_file else { return Ok(self.access_token.clone()) };
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read --access-token-file {}", path.display()))?;
        let token = text.trim_end().parse().map_err(anyhow::Error::msg);
        token.map(Some).with_context(|| format!("what is in --access-token-file {} is no token", path.display()))
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

impl Serve {
    /// Gives up what is not needed any more. A filter of system calls is a part of what `--isolation required` asks for.
    fn confine(&self, network: &Network) -> anyhow::Result<()> {
        for confined in [network.confined(), confine()] {
            match (confined, self.isolation) {
                (Ok(()), _) => {}
                (Err(unconfined), Isolation::Required) => bail!(
                    "the relay would keep rights that it does not need: {unconfined}. \
                     A kernel with seccomp is needed, or --isolation preferred, which goes on all the same"
                ),
                (Err(unconfined), _) => tracing::warn!("the relay keeps rights that it does not need: {unconfined}"),
            }
        }
        Ok(())
    }
}

fn main() -> anyhow::Result<()> {
    let Command::Serve(serve) = Arguments::parse().command;
    log_to_stderr();
    let listener = bind(serve.listen, "--listen")?;
    // From here to the runtime there is a single thread, and a port below 1024 is bound already: namespaces want both.
    let config = serve.config()?;
    serve.confine(&config.network)?;
    writeln!(std::io::stdout(), "listening on http://{}", listener.local_addr()?)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let shutdown = Shutdown::default();
        tokio::spawn(heed_signals(shutdown.clone())?);
        sockbox_relay::run(listener, config, shutdown).await.context("the relay cannot go on")
    })
}

fn bind(address: SocketAddr, option: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).with_context(|| format!("cannot listen on {address} ({option} chooses another address)"))
}

fn log_to_stderr() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        // Where nobody reads the log any more, that cannot be told either: it would be a panic in whoever had something to tell.
        .log_internal_errors(false)
        .init();
}

/// SIGTERM is a service manager's, which waits; SIGINT is Ctrl-C of somebody who does not want to.
fn heed_signals(shutdown: Shutdown) -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {
                tracing::info!("SIGTERM: nobody is let in any more, and those who are there may stay for the time of --drain");
                shutdown.drain();
            }
            _ = interrupt.recv() => {}
        }
        if shutdown.is_draining() {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        }
        tracing::info!("stopping at once");
        shutdown.stop();
    })
}
