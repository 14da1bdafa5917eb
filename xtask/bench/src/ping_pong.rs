//! A message from one session to another and back, without a browser: what of the time between two terminals is the relay's. Its way is
//! that of two bare echoes, for it goes to the relay and from it twice.

use crate::echo::Echo;
use crate::figure::{Figure, Goal, median};
use crate::pair::{self, End, MESSAGE};
use crate::session::{self, Session, Socket, UNSLOWED};
use futures_util::SinkExt;
use sockbox_core::Address;
use sockbox_tests::Relay;
use std::net::Ipv4Addr;
use std::time::Instant;
use tokio_tungstenite::tungstenite::Message;

/// Each of so many round trips, alternating, so that a change in the machine's speed meets both.
const ROUNDS: usize = 20;
const ROUND_TRIPS: usize = 500;

/// The ratio of the medians.
pub(crate) async fn measure() -> anyhow::Result<Figure> {
    eprintln!("measuring round trips between two sessions");
    let (relay, echo) = (Relay::start_with(&UNSLOWED).await?, Echo::start().await?);
    let (mut server, mut client) = (Session::open(relay.url()).await?, Session::open(relay.url()).await?);
    let sockets = [server.open_socket().await?, client.open_socket().await?];
    let address = Address::Inet { host: Ipv4Addr::LOCALHOST, port: 8000 };
    let ends = &mut pair::connect(&mut server, &mut client, sockets, address).await?;
    let echo = &mut session::connect(echo.url()).await?;
    // The first rounds warm both up and do not count.
    exchanges(ends).await?;
    echoes(echo).await?;
    let (mut of_sessions, mut of_echoes) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        of_sessions.extend(exchanges(ends).await?);
        of_echoes.extend(echoes(echo).await?);
    }
    let (ours, bare) = (median(&of_sessions), median(&of_echoes));
    Ok(Figure {
        name: "send + recv between sessions / WebSocket echo",
        value: ours / bare,
        unit: "x",
        goal: Goal::AtMost(2.5),
        remark: format!(
            "{MESSAGE} bytes to and fro {ours:.1} us, echo {bare:.1} us; medians of {} each, no browser",
            of_sessions.len()
        ),
    })
}

/// The time of each message and its answer, in microseconds. Who answers waits for the message, as a program does.
async fn exchanges([server, client]: &mut [End<'_>; 2]) -> anyhow::Result<Vec<f64>> {
    let asks = async {
        let mut times = Vec::with_capacity(ROUND_TRIPS);
        for _ in 0..ROUND_TRIPS {
            let begun = Instant::now();
            pair::ask(client).await?;
            times.push(begun.elapsed().as_secs_f64() * 1e6);
        }
        Ok(times)
    };
    let answers = async {
        for _ in 0..ROUND_TRIPS {
            pair::answer(server).await?;
        }
        anyhow::Ok(())
    };
    tokio::try_join!(asks, answers).map(|(times, ())| times)
}

/// The time of each echo of as many bytes, in microseconds.
async fn echoes(socket: &mut Socket) -> anyhow::Result<Vec<f64>> {
    let mut times = Vec::with_capacity(ROUND_TRIPS);
    for _ in 0..ROUND_TRIPS {
        let begun = Instant::now();
        socket.send(Message::Binary(vec![7; MESSAGE].into())).await?;
        session::receive(socket).await?;
        times.push(begun.elapsed().as_secs_f64() * 1e6);
    }
    Ok(times)
}
