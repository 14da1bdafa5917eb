//! The constants of Python's socket module. (Filled in by the core helper.)
/// ip(7).
pub const AF_INET: i32 = 2;
/// ipv6(7).
pub const AF_INET6: i32 = 10;
