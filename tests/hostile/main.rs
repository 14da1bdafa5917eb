//! A hostile browser against the relay's own binary: whatever it sends, the relay stays up, its memory stays bounded, and others
//! are served. The figures go to standard error.

mod descriptors;
mod flooding;
mod frames;
mod holding;
mod http;
mod ids;
mod options;
mod paths;
mod queues;
mod random;
mod rights;
mod slowness;
mod vocabulary;
mod websockets;
