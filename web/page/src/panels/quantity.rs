//! Quantities in words: as few digits as are of use.

/// A duration, of milliseconds.
pub(super) fn duration(milliseconds: f64) -> String {
    match milliseconds {
        ms if ms < 10.0 => format!("{ms:.2} ms"),
        ms if ms < 1_000.0 => format!("{ms:.0} ms"),
        ms if ms < 60_000.0 => format!("{:.1} s", ms / 1_000.0),
        ms => format!("{:.0} min {:.0} s", (ms / 60_000.0).floor(), (ms % 60_000.0 / 1_000.0).floor()),
    }
}

/// A size, of bytes: millions of them with one digit after the point.
pub(super) fn megabytes(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / 1e6)
}

#[cfg(test)]
mod tests {
    use super::{duration, megabytes};

    #[test]
    fn durations_keep_two_or_three_digits() {
        let words: Vec<_> = [0.0, 0.123, 9.5, 42.4, 1_500.0, 125_900.0].into_iter().map(duration).collect();
        assert_eq!(words, ["0.00 ms", "0.12 ms", "9.50 ms", "42 ms", "1.5 s", "2 min 5 s"]);
    }

    #[test]
    fn sizes_are_in_millions_of_bytes() {
        assert_eq!(megabytes(14_649_999), "14.6");
    }
}
