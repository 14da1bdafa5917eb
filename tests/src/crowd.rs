//! Many threads at once: a server with a thread for each client in one terminal, the clients in another.

use crate::Page;
use anyhow::{Context, ensure};
use serde_json::{Value, json};

const SERVER: &str = include_str!("../programs/crowd_server.py");
const CLIENTS: &str = include_str!("../programs/crowd_clients.py");

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Crowd {
    /// Lines that were answered.
    pub answers: u64,
    /// Of the client that was served least.
    pub fewest: u64,
}

/// Lets so many client threads talk to as many server threads for so long.
///
/// # Errors
/// If anything but answers came: what the programs printed.
pub async fn crowd(page: &Page, clients: u32, seconds: f64) -> anyhow::Result<Crowd> {
    let body = "const files = args[0];
        const server = await window.sockbox.open({ title: 'crowd server', files });
        const clients = await window.sockbox.open({ title: 'crowd clients', files });
        const serving = new Promise(done => server.on('output', ({ text }) => text.includes('serving') && done()));
        const served = server.start('server.py');
        await serving;
        const asked = await clients.start('clients.py', args[1]);
        await server.write('stop');
        return { asked, served: await served };";
    let files = json!({ "server.py": SERVER, "clients.py": CLIENTS });
    let ended = page.evaluate(body, &[files, json!([clients.to_string(), seconds.to_string()])]).await?;
    let numbers = printed(&ended["asked"], "asked").with_context(|| format!("{ended:#}"))?;
    let served = printed(&ended["served"], "served").with_context(|| format!("{ended:#}"))?;
    ensure!(numbers[2] == 0 && served[1] == 0 && numbers[0] == served[0], "not all went well: {ended:#}");
    Ok(Crowd { answers: numbers[0], fewest: numbers[1] })
}

/// The numbers in a program's last line, which begins with `word`; it must have ended well, without a word of complaint.
fn printed(ended: &Value, word: &str) -> Option<Vec<u64>> {
    let (stdout, stderr) = (ended["stdout"].as_str()?, ended["stderr"].as_str()?);
    let line = &stdout[stdout.find(&format!("{word} "))?..];
    let numbers: Vec<u64> = line.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    (ended["exitCode"] == json!(0) && stderr.is_empty()).then_some(numbers)
}
