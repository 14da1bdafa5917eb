//! What rooms cost: how long one takes to come into being, what it keeps in memory, and whether a thousand of them work.

mod creation;
mod crowd;
mod memory;

use crate::figure::Figure;
use crate::session::Session;
use anyhow::Context;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use sockbox_tests::Relay;

/// Rooms in the crowd, each with two processes.
const ROOMS: usize = 1000;

/// Limits that nothing here should meet; rooms end with the last process in them.
const OPTIONS: [[&str; 2]; 10] = [
    ["--room-grace", "0s"],
    ["--address-rooms", "4000"],
    ["--address-processes", "4000"],
    ["--address-connections", "4000"],
    ["--address-descriptors", "16384"],
    ["--relay-rooms", "4000"],
    ["--relay-processes", "4000"],
    ["--relay-descriptors", "16384"],
    ["--process-calls-per-second", "0"],
    ["--process-bytes-per-second", "0"],
];

/// Tells each part as soon as it is there; the figures are those with a goal.
pub(crate) async fn measure() -> anyhow::Result<Vec<Figure>> {
    raise_descriptor_limit()?;
    eprintln!("{}", creation::measure().await?);
    let figures = crowd::measure().await?;
    for figure in &figures {
        eprintln!("{}: {}", figure.name, figure.remark);
    }
    Ok(figures)
}

async fn relay() -> anyhow::Result<Relay> {
    Relay::start_with(OPTIONS.as_flattened()).await
}

/// A process in the room of this number, with one socket: it is served.
async fn process(relay: &Relay, room: usize) -> anyhow::Result<Session> {
    let mut session = Session::open_in(relay.url(), &format!("{room:032x}")).await?;
    session.open_socket().await?;
    Ok(session)
}

/// Both ends need a descriptor for each connection; the relay inherits the limit.
fn raise_descriptor_limit() -> anyhow::Result<()> {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum })
        .context("raising the limit of open descriptors, `ulimit -n`, to its maximum")
}
