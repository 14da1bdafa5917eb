//! `docs/diagrams.md` shows the model's table as it is.

use sockbox_core::model::{Diagram, Protocol};
use std::fmt::Write;
use std::path::Path;

const HEAD: &str = "# The states of a socket

Made from the model's table, `core/src/model/transition.rs`, by
`SOCKBOX_WRITE_DOCUMENTS=1 cargo test -p sockbox-tests --test documents`; without the variable the same test fails where the two differ.
Calls that leave a socket in its state are left out, and so is what nobody does on purpose. An edge without a call is what the peer or time does.
";

#[test]
fn the_diagrams_are_those_of_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/diagrams.md");
    let expected = document();
    if std::env::var_os("SOCKBOX_WRITE_DOCUMENTS").is_some() {
        std::fs::write(&path, &expected).expect("the folder is there");
    }
    let text = std::fs::read_to_string(&path).expect("docs/diagrams.md is there");
    assert!(text == expected, "docs/diagrams.md is not what the table is now: see its first lines");
}

fn document() -> String {
    let mut text = HEAD.to_owned();
    for protocol in Protocol::MODELLED {
        write!(text, "\n## {}\n\n```mermaid\n{}```\n", title(protocol), mermaid(&Diagram::of(protocol)))
            .expect("a string takes all");
    }
    text
}

fn title(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Tcp => "TCP, tcp(7)",
        Protocol::Udp => "UDP, udp(7)",
        Protocol::UnixStream => "AF_UNIX, SOCK_STREAM, unix(7)",
        Protocol::UnixSeqpacket => "AF_UNIX, SOCK_SEQPACKET, unix(7)",
        Protocol::UnixDatagram => "AF_UNIX, SOCK_DGRAM, unix(7)",
        Protocol::Ping => "ICMP, SOCK_DGRAM, icmp(7)",
        Protocol::Raw => "ICMP, SOCK_RAW, raw(7)",
        Protocol::Other => "Any other",
    }
}

fn mermaid(diagram: &Diagram) -> String {
    let mut text = String::from("stateDiagram-v2\n    [*] --> Created: socket\n");
    for edge in &diagram.edges {
        let calls = if edge.calls.is_empty() { "(meanwhile)".to_owned() } else { edge.calls.join(", ") };
        writeln!(text, "    {:?} --> {:?}: {calls}", edge.from, edge.to).expect("a string takes all");
    }
    text
}
