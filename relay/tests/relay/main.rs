//! The relay from outside: the program and `run`, spoken to over its WebSocket and HTTP.
//!
//! Most tests start the program itself, so that each has a network namespace of its own. Those about the host's network, about limits
//! and about stopping call `run`, because they need a configuration.

mod vocabulary;

mod admission;
mod confinement;
mod connecting;
mod datagrams;
mod descriptors;
mod draining;
mod epolls;
mod facts;
mod http;
mod isolation;
mod limits;
mod memory_files;
mod messages;
mod metrics;
mod network;
mod options;
mod paths;
mod polling;
mod presence;
mod program;
mod protocol;
mod rooms;
mod services;
mod streams;
mod unix;
mod validation;
mod waiting;
