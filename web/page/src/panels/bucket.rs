//! How much output a screen reader is given, by a token bucket: a program can print faster than anybody listens.

/// A bucket of lines that refills with time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bucket {
    left: f64,
    at: f64,
}

impl Bucket {
    /// Lines that may come at once.
    const BURST: f64 = 40.0;
    /// Lines that may come in each second after that.
    const PER_SECOND: f64 = 10.0;

    pub(super) fn new() -> Self {
        Self { left: Self::BURST, at: 0.0 }
    }

    /// Whether so many lines at `now` (milliseconds) can be read out. Those that cannot use nothing up.
    pub(super) fn allows(&mut self, lines: usize, now: f64) -> bool {
        let refill = (now - self.at).max(0.0) / 1_000.0 * Self::PER_SECOND;
        self.left = (self.left + refill).min(Self::BURST);
        self.at = now;
        let fits = lines as f64 <= self.left;
        if fits {
            self.left -= lines as f64;
        }
        fits
    }
}

#[cfg(test)]
mod tests {
    use super::Bucket;

    #[test]
    fn a_flood_is_not_read_out() {
        let mut bucket = Bucket::new();
        assert!(bucket.allows(3, 1_000.0));
        assert!(!bucket.allows(500, 1_001.0));
        assert!(bucket.allows(3, 1_002.0), "a few lines after it are");
    }

    #[test]
    fn a_trickle_is_read_out_for_ever_and_a_stream_is_not() {
        let mut trickle = Bucket::new();
        assert!((0..1_000).all(|second| trickle.allows(5, f64::from(second) * 1_000.0)));
        let mut stream = Bucket::new();
        assert!(!(0..1_000).all(|second| stream.allows(15, f64::from(second) * 1_000.0)));
    }
}
