//! Files compressed once, when they are built, and kept as long as their content stays: the best compression of the
//! interpreter takes half a minute.

use crate::digest::Digest;
use crate::profile::Profile;
use crate::tree::{self, Tree};
use crate::workspace::Workspace;
use anyhow::Context;
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What a browser accepts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Brotli,
    Gzip,
}

impl Encoding {
    /// What is appended to a file's name.
    pub(crate) fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
        }
    }
}

/// Every file in both encodings, by its name with the encoding's suffix.
///
/// # Errors
/// If the cache cannot be written.
pub(crate) fn all(workspace: &Workspace, files: &Tree, profile: Profile) -> anyhow::Result<Tree> {
    let jobs: Vec<Job<'_>> = [Encoding::Brotli, Encoding::Gzip]
        .into_iter()
        .flat_map(|encoding| files.iter().map(move |(path, content)| Job { path, content, encoding, profile }))
        .collect();
    let cache = workspace.target(match profile {
        Profile::Release => "compressed/release",
        Profile::Dev => "compressed/dev",
    });
    let results = in_parallel(&jobs, |job| job.run(&cache))?;
    let keep: Tree = results.iter().map(|done| (done.key.clone(), done.content.clone())).collect();
    tree::mirror(&cache, &keep)?;
    Ok(results.into_iter().map(|done| (done.path, done.content)).collect())
}

struct Job<'a> {
    path: &'a Path,
    content: &'a [u8],
    encoding: Encoding,
    profile: Profile,
}

struct Done {
    path: PathBuf,
    key: PathBuf,
    content: Vec<u8>,
}

impl Job<'_> {
    fn run(&self, cache: &Path) -> anyhow::Result<Done> {
        let suffix = self.encoding.suffix();
        let mut path = self.path.as_os_str().to_owned();
        path.push(suffix);
        let key = PathBuf::from(format!("{}{suffix}", Digest::of([self.content])));
        let content = match std::fs::read(cache.join(&key)) {
            Ok(content) => content,
            Err(_) => compress(self.content, self.encoding, self.profile)?,
        };
        Ok(Done { path: path.into(), key, content })
    }
}

fn compress(content: &[u8], encoding: Encoding, profile: Profile) -> anyhow::Result<Vec<u8>> {
    match encoding {
        Encoding::Brotli => brotli(content, if profile == Profile::Release { 11 } else { 4 }),
        Encoding::Gzip => gzip(content, if profile == Profile::Release { 9 } else { 1 }),
    }
}

fn brotli(mut content: &[u8], quality: i32) -> anyhow::Result<Vec<u8>> {
    // The widest window that every browser takes: 16 MiB.
    let parameters =
        BrotliEncoderParams { quality, lgwin: 24, size_hint: content.len(), ..BrotliEncoderParams::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut content, &mut compressed, &parameters).context("compressing by brotli")?;
    Ok(compressed)
}

fn gzip(content: &[u8], level: u32) -> anyhow::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(level));
    encoder.write_all(content)?;
    encoder.finish().context("compressing by gzip")
}

/// One result for each job, in their order, from as many threads as the machine has processors.
fn in_parallel<J: Sync, R: Send>(jobs: &[J], work: impl Fn(&J) -> anyhow::Result<R> + Sync) -> anyhow::Result<Vec<R>> {
    let next = AtomicUsize::new(0);
    let take = || {
        let mut results = Vec::new();
        while let Some((index, job)) = Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|i| Some((i, jobs.get(i)?)))
        {
            results.push((index, work(job)));
        }
        results
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let mut results: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(take)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("compression does not panic")).collect()
    });
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::{Encoding, Job, in_parallel};
    use crate::profile::Profile;
    use flate2::read::GzDecoder;
    use std::fs;
    use std::io::Read;
    use std::path::Path;
    use tempfile::TempDir;

    fn job(encoding: Encoding) -> Job<'static> {
        Job { path: Path::new("a/b.js"), content: b"some text, some text", encoding, profile: Profile::Release }
    }

    #[test]
    fn what_is_compressed_can_be_read_back() {
        let cache = TempDir::new().unwrap();
        let (br, gz) =
            (job(Encoding::Brotli).run(cache.path()).unwrap(), job(Encoding::Gzip).run(cache.path()).unwrap());
        assert_eq!((br.path.as_path(), gz.path.as_path()), (Path::new("a/b.js.br"), Path::new("a/b.js.gz")));
        let (mut from_br, mut from_gz) = (Vec::new(), Vec::new());
        brotli::BrotliDecompress(&mut br.content.as_slice(), &mut from_br).unwrap();
        GzDecoder::new(gz.content.as_slice()).read_to_end(&mut from_gz).unwrap();
        assert_eq!(
            (from_br.as_slice(), from_gz.as_slice()),
            (job(Encoding::Gzip).content, job(Encoding::Gzip).content)
        );
    }

    #[test]
    fn what_is_in_the_cache_is_not_compressed_again() {
        let cache = TempDir::new().unwrap();
        let done = job(Encoding::Brotli).run(cache.path()).unwrap();
        fs::write(cache.path().join(&done.key), b"kept").unwrap();
        assert_eq!(job(Encoding::Brotli).run(cache.path()).unwrap().content, b"kept");
    }

    #[test]
    fn results_keep_the_order_of_the_jobs() {
        let jobs: Vec<usize> = (0..100).collect();
        assert_eq!(in_parallel(&jobs, |job| Ok(job * 2)).unwrap(), (0..200).step_by(2).collect::<Vec<_>>());
    }
}
