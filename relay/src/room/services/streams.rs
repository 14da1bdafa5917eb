//! The services over TCP.

use super::{characters, http};
use std::io;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy, sink};
use tokio::net::TcpStream;

/// Serves a connection to this port until it ends.
pub(super) async fn serve(port: u16, mut connection: TcpStream) -> io::Result<()> {
    if port == 80 {
        return http::serve(connection).await;
    }
    let (mut reader, mut writer) = connection.split();
    match port {
        // RFC 862, until the peer ends its direction.
        7 => copy(&mut reader, &mut writer).await.map(drop)?,
        // RFC 863.
        9 => copy(&mut reader, &mut sink()).await.map(drop)?,
        // RFC 867.
        13 => writer.write_all(characters::daytime().as_bytes()).await?,
        // RFC 864: until the peer closes, and what it says is thrown away. It gets what it takes: nothing is made in advance.
        19 => tokio::select! {
            result = generate(&mut writer) => result?,
            result = discard(&mut reader) => result?,
        },
        _ => {}
    }
    writer.shutdown().await
}

async fn generate(writer: &mut (impl AsyncWriteExt + Unpin)) -> io::Result<()> {
    let lines = characters::lines();
    loop {
        writer.write_all(&lines).await?;
    }
}

/// Reads until the connection is broken: a peer that only ends its own direction still listens.
async fn discard(reader: &mut (impl AsyncReadExt + Unpin)) -> io::Result<()> {
    copy(reader, &mut sink()).await?;
    std::future::pending().await
}
