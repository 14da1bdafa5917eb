//! This network: its addresses, and the practice services to talk to before one has written a server.

use super::marked::marked;
use super::validation;
use crate::event::Event;
use crate::page::Page;
use crate::state::Isolation;
use leptos::prelude::*;
use sockbox_core::hosts::{self, PRACTICE_SERVICES, Service};

/// The id of the panel, which its button names.
const PANEL: &str = "network";

pub(super) fn network(page: Page) -> impl IntoView {
    let isolation = Memo::new(move |_| page.with(|state| state.isolation));
    let content = move || match isolation.get() {
        Isolation::HostLoopback => shared(page).into_any(),
        Isolation::Room | Isolation::Unknown => own(page).into_any(),
    };
    view! {
        {validation::badge(page)}
        <button type="button" class="opens-network" popovertarget=PANEL>{page.say("network")}</button>
        <section class="network" id=PANEL popover="auto" aria-labelledby="network-heading">
            <header>
                <h2 id="network-heading">{page.say("network")}</h2>
                <button type="button" popovertarget=PANEL popovertargetaction="hide">{page.say("close")}</button>
            </header>
            {content}
            {validation::choice(page)}
        </section>
    }
}

fn own(page: Page) -> impl IntoView {
    view! {
        <p>{page.say("network-own")}</p>
        {addresses(page)}
        <h3>{page.say("services")}</h3>
        <p>{move || marked(&page.say_with("services-where", &[("host", hosts::SERVICES.into())]))}</p>
        <ul class="services">{PRACTICE_SERVICES.iter().map(|known| service(page, known)).collect_view()}</ul>
    }
}

fn shared(page: Page) -> impl IntoView {
    view! {
        <p>{move || marked(&page.say_with("network-shared", &[]))}</p>
    }
}

fn addresses(page: Page) -> impl IntoView {
    let last = hosts::HOSTS;
    let rows = [
        ("localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()),
        (
            format!("host1 … host{last}"),
            format!("{} … {last}", hosts::host_v4(1)),
            format!("{} … {last}", hosts::host_v6(1)),
        ),
        (hosts::SERVICES.to_owned(), hosts::SERVICES_V4.to_string(), hosts::SERVICES_V6.to_string()),
    ];
    let row = |(name, v4, v6)| view! { <tr><th scope="row">{name}</th><td>{v4}</td><td>{v6}</td></tr> };
    view! {
        <table>
            <thead><tr><th scope="col">{page.say("network-name")}</th><th scope="col">"IPv4"</th><th scope="col">"IPv6"</th></tr></thead>
            <tbody>{rows.map(row)}</tbody>
        </table>
    }
}

fn service(page: Page, service: &'static Service) -> impl IntoView {
    let line = line(service);
    let text = line.clone();
    let choose = move |_| page.dispatch(Event::LineChosen { text: text.clone() });
    view! {
        <li>
            <span class="service">
                <b>{service.name}</b>" "{page.say(protocols(service))}" "{service.port}" "<span class="source">{service.source}</span>
            </span>
            <button type="button" class="code" popovertarget=PANEL popovertargetaction="hide" on:click=choose>{line}</button>
        </li>
    }
}

fn protocols(service: &Service) -> &'static str {
    if service.udp { "services-tcp-udp" } else { "services-tcp" }
}

/// A line that connects, and shows what the service does.
fn line(service: &Service) -> String {
    let then = match service.name {
        "echo" => "s.sendall(b'hello'); s.recv(100)",
        "discard" => "s.sendall(b'hello')",
        "http" => "s.sendall(b'GET / HTTP/1.0\\r\\n\\r\\n'); s.recv(4096)",
        _ => "s.recv(100)",
    };
    format!("import socket; s = socket.create_connection(({:?}, {})); {then}", hosts::SERVICES, service.port)
        .replace('"', "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_python_that_connects_to_its_service() {
        let lines: Vec<String> = PRACTICE_SERVICES.iter().map(line).collect();
        for (service, line) in PRACTICE_SERVICES.iter().zip(&lines) {
            let connects = format!("import socket; s = socket.create_connection(('services', {})); s.", service.port);
            assert!(line.starts_with(&connects), "{line}");
        }
        assert!(lines[4].contains(r"b'GET / HTTP/1.0\r\n\r\n'"), "{}", lines[4]);
    }
}
