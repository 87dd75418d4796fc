//! A line to a server on which everything takes its time: octets arrive half a round trip after they were sent, in their order, and as
//! fast one after the other as they were sent.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

/// Pieces under way in one direction before the sender must wait: more than such a line ever holds.
const UNDER_WAY: usize = 4_096;

/// Answers with the port of the line. It lives until the process ends.
pub fn line_to(server: u16, round_trip: Duration) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for client in listener.incoming() {
            let (client, server) = (client.unwrap(), TcpStream::connect(("127.0.0.1", server)).unwrap());
            for (from, to) in [(&client, &server), (&server, &client)] {
                to.set_nodelay(true).unwrap();
                let (from, to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
                let (sender, arriving) = sync_channel(UNDER_WAY);
                thread::spawn(move || take(from, &sender, round_trip / 2));
                thread::spawn(move || hand_over(&arriving, to));
            }
        }
    });
    port
}

fn take(mut from: TcpStream, to: &SyncSender<(Instant, Vec<u8>)>, takes: Duration) {
    let mut piece = vec![0; 64 * 1024];
    while let Ok(octets @ 1..) = from.read(&mut piece) {
        if to.send((Instant::now() + takes, piece[..octets].to_vec())).is_err() {
            return;
        }
    }
}

fn hand_over(arriving: &Receiver<(Instant, Vec<u8>)>, mut to: TcpStream) {
    for (due, octets) in arriving {
        thread::sleep(due.saturating_duration_since(Instant::now()));
        if to.write_all(&octets).is_err() {
            return;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}
