//! News of a mailbox that is watched: from a message's delivery on a real Dovecot until it is told, while they come in quick
//! succession, and what share of a core that takes. At 2,000 and at 20,000 messages, of which nearly all belong to a flood.
//!
//! `cargo bench --bench watch`. Without `--bench` it runs with few messages and no limit.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod support;

use deich::engine::{Command, Event, News, Watch};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};
use support::window::Window;
use support::{Dovecot, Options, mail};

const SIZES: [u64; 2] = [2_000, 20_000];
/// What comes, and how soon one after the other: in turn.
const NEWS: u64 = 40;
const GAPS: [u64; 5] = [50, 900, 250, 1_600, 400];
/// From delivery until it is told.
const SOON: Duration = Duration::from_secs(2);

fn main() {
    let measured = support::measured();
    let mut within = true;
    for size in if measured { SIZES.to_vec() } else { vec![300] } {
        let server = Dovecot::start(&Options { in_memory: true, ..Options::default() });
        server.deliver("INBOX", (0..size).map(mail::message));
        let data = tempfile::tempdir().unwrap();
        let window = Window::open(data.path());
        window.handle.send(Command::Watch(true));
        window.scan(&server, server.imap_port);
        window.wait(|event| matches!(event, Event::Watch(Watch::On)).then_some(()));
        let (begun, at_work) = (Instant::now(), processor_time());
        let news = if measured { NEWS } else { 3 };
        let (sender, delivered) = channel();
        let mut waits: Vec<Duration> = Vec::new();
        std::thread::scope(|scope| {
            let server = &server;
            scope.spawn(move || {
                for (number, gap) in (0..news).zip(GAPS.iter().cycle()) {
                    std::thread::sleep(Duration::from_millis(*gap));
                    server.deliver("INBOX", [mail::message(size + number)]);
                    sender.send(Instant::now()).unwrap();
                }
            });
            while (waits.len() as u64) < news {
                let told = window.wait(|event| if let Event::News(News { new, .. }) = event { Some(new) } else { None });
                let now = Instant::now();
                while waits.len() < told {
                    waits.push(now.duration_since(delivered.recv().unwrap()));
                }
            }
        });
        let share = processor_time().saturating_sub(at_work).as_secs_f64() / begun.elapsed().as_secs_f64();
        let longest = *waits.iter().max().unwrap();
        let median = support::median(waits);
        println!(
            "{size} messages, {news} more in {:.1?}: told after {median:.2?} (median), {longest:.2?} at most (limit {SOON:?}); {:.0} % of a core",
            begun.elapsed(),
            share * 100.0
        );
        within &= !measured || longest <= SOON;
    }
    // Not an exit: the server must be stopped on the way out.
    assert!(within, "beyond the limit");
}

/// What this process has had of the processors (`man 5 proc`: utime and stime, in hundredths of a second).
fn processor_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields = stat.rsplit_once(')').unwrap().1.split_whitespace();
    Duration::from_millis(fields.skip(11).take(2).map(|ticks| ticks.parse::<u64>().unwrap() * 10).sum())
}
