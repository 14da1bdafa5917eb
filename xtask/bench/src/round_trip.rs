//! How much longer a call takes than the mere way there and back: getsockname(2), which the kernel answers at once,
//! against an echo of a message of the same size.

use crate::echo::Echo;
use crate::figure::{Figure, Goal, median};
use crate::session::{self, Session, Socket, UNSLOWED};
use futures_util::SinkExt;
use sockbox_core::wire::{self, WorkerToRelay};
use sockbox_core::{Call, Fd};
use sockbox_tests::Relay;
use std::time::Instant;
use tokio_tungstenite::tungstenite::Message;

/// Each of so many round trips, alternating, so that a change in the machine's speed meets both.
const ROUNDS: usize = 30;
const ROUND_TRIPS: usize = 500;

/// The ratio of the medians, one session at a time.
pub(crate) async fn measure() -> anyhow::Result<Figure> {
    eprintln!("measuring the round trip of a call");
    let (relay, echo) = (Relay::start_with(&UNSLOWED).await?, Echo::start().await?);
    let mut session = Session::open(relay.url()).await?;
    let fd = session.open_socket().await?;
    let mut echo = session::connect(echo.url()).await?;
    // The first rounds warm both up and do not count.
    calls(&mut session, fd).await?;
    echoes(&mut echo, fd).await?;
    let (mut of_calls, mut of_echoes) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        if round % 2 == 0 {
            of_calls.extend(calls(&mut session, fd).await?);
            of_echoes.extend(echoes(&mut echo, fd).await?);
        } else {
            of_echoes.extend(echoes(&mut echo, fd).await?);
            of_calls.extend(calls(&mut session, fd).await?);
        }
    }
    let (call, echo) = (median(&of_calls), median(&of_echoes));
    Ok(Figure {
        name: "call round trip / WebSocket echo",
        value: call / echo,
        unit: "x",
        goal: Goal::AtMost(1.3),
        remark: format!("getsockname {call:.1} us, echo {echo:.1} us; medians of {} each", of_calls.len()),
    })
}

/// The time of each call, in microseconds.
async fn calls(session: &mut Session, fd: Fd) -> anyhow::Result<Vec<f64>> {
    let mut times = Vec::with_capacity(ROUND_TRIPS);
    for _ in 0..ROUND_TRIPS {
        let begun = Instant::now();
        session.call(Call::GetSockName { fd }, &[]).await?;
        times.push(begun.elapsed().as_secs_f64() * 1e6);
    }
    Ok(times)
}

/// The time of each echo of a frame with the same call, in microseconds.
async fn echoes(socket: &mut Socket, fd: Fd) -> anyhow::Result<Vec<f64>> {
    let mut times = Vec::with_capacity(ROUND_TRIPS);
    for id in 0..ROUND_TRIPS as u64 {
        let begun = Instant::now();
        let frame = wire::encode(&WorkerToRelay::Call { id, call: Call::GetSockName { fd } }, &[]);
        socket.send(Message::Binary(frame.into())).await?;
        session::receive(socket).await?;
        times.push(begun.elapsed().as_secs_f64() * 1e6);
    }
    Ok(times)
}
