//! A thousand rooms with two idle processes each, then two hundred of them at work.

use super::memory::Memory;
use super::{ROOMS, process, relay};
use crate::figure::{Figure, Goal};
use crate::pair;
use crate::session::Session;
use futures_util::future::try_join_all;
use sockbox_core::{Address, Fd};
use sockbox_tests::Relay;
use std::net::Ipv4Addr;
use std::time::Instant;

const ACTIVE: usize = 200;
const EXCHANGES: usize = 50;
/// Each room has a network of its own.
const ADDRESS: Address = Address::Inet { host: Ipv4Addr::LOCALHOST, port: 8000 };
/// The socket that every process has already.
const SOCKET: Fd = Fd(3);
/// Who comes at once. More would make the relay refuse none, but the kernel's queue of connections is finite.
const AT_ONCE: usize = 50;

/// The memory of a process and of a room.
pub(super) async fn measure() -> anyhow::Result<Vec<Figure>> {
    eprintln!("measuring {ROOMS} rooms with two processes each");
    let relay = relay().await?;
    let id = relay.id()?;
    // Whatever the relay makes once for all is there after the first rooms.
    drop(fill(&relay, ROOMS..ROOMS + AT_ONCE).await?);
    let empty = Memory::of(id)?;
    let mut servers = fill(&relay, 0..ROOMS).await?;
    let one_each = Memory::of(id)?;
    let mut clients = fill(&relay, 0..ROOMS).await?;
    let two_each = Memory::of(id)?;
    let process = two_each.since(one_each, ROOMS);
    let first = one_each.since(empty, ROOMS);
    let room = Memory { user: first.user - process.user, kernel: first.kernel - process.kernel };

    let begun = Instant::now();
    let pairs = servers.iter_mut().zip(&mut clients).take(ACTIVE);
    let calls: usize = try_join_all(pairs.map(|(server, client)| work(server, client))).await?.into_iter().sum();
    let seconds = begun.elapsed().as_secs_f64();
    let after = Memory::of(id)?;
    eprintln!(
        "{ROOMS} rooms with {} idle processes: the relay has {:.1} MiB, {:.1} MiB before; {ACTIVE} rooms active: {calls} calls, all \
         succeeded, in {seconds:.1} s; then {:.1} MiB",
        2 * ROOMS,
        two_each.user / 1024.0,
        empty.user / 1024.0,
        after.user / 1024.0,
    );
    Ok(figures(process, room))
}

fn figures(process: Memory, room: Memory) -> Vec<Figure> {
    let process = Figure {
        name: "user memory of an idle process",
        value: process.user,
        unit: "KiB",
        goal: Goal::AtMost(60.0),
        remark: format!(
            "growth of the relay's VmRSS, one socket each; beside it {:.1} KiB of the kernel's, both ends of the connection counted",
            process.kernel
        ),
    };
    let room = Figure {
        name: "memory of an idle room, user and kernel",
        value: room.user + room.kernel,
        unit: "KiB",
        goal: Goal::AtMost(300.0),
        remark: format!(
            "user {:.1} KiB (VmRSS), kernel {:.1} KiB (growth of SUnreclaim, Percpu, KernelStack, PageTables and VmallocUsed in \
             /proc/meminfo; other programs count in), its processes taken off",
            room.user, room.kernel
        ),
    };
    vec![process, room]
}

/// A process in each of these rooms.
async fn fill(relay: &Relay, rooms: std::ops::Range<usize>) -> anyhow::Result<Vec<Session>> {
    let mut sessions = Vec::with_capacity(rooms.len());
    for rooms in rooms.collect::<Vec<_>>().chunks(AT_ONCE) {
        sessions.extend(try_join_all(rooms.iter().map(|room| process(relay, *room))).await?);
    }
    Ok(sessions)
}

/// An echo server and its client. Returns how many calls both made, each of which succeeded.
async fn work(server: &mut Session, client: &mut Session) -> anyhow::Result<usize> {
    let [mut server, mut client] = pair::connect(server, client, [SOCKET; 2], ADDRESS).await?;
    for _ in 0..EXCHANGES {
        client.send().await?;
        pair::answer(&mut server).await?;
        client.receive().await?;
    }
    Ok(4 + 4 * EXCHANGES)
}
