//! The model: what the kernel will answer to a call, judged from the calls before it.
//!
//! ```text
//! Call -> CallKind --+
//!                    +-> transition::cell -> answers, each with the state after it -> Possible -> Verdict, Prediction
//! Exact, Protocol ---+
//! ```
//!
//! Of each socket it keeps the set of states it can be in. It refuses only what all of them refuse with one errno, whatever the peer
//! does and whatever else is in flight; all else is left to the kernel. Its knowledge is POSIX and the man pages of the calls, of
//! ip(7), tcp(7), udp(7), ipv6(7) and unix(7); the kernel is the judge of it.

mod arguments;
mod call_kind;
mod cell;
mod description;
mod diagram;
mod explain;
mod neighbours;
mod possible;
mod session;
mod socket;
mod state;
pub mod transition;

#[cfg(test)]
mod tests;

pub use call_kind::CallKind;
pub use cell::{Answer, Cell, Row};
pub use description::{Description, Direction};
pub use diagram::{Diagram, Edge, Node};
pub use possible::Prediction;
pub use session::{Session, Verdict};
pub use state::{Exact, Name, Phase, Protocol, State};
