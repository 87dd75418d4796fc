//! Triage on mail made by hand: every kind of incident, every reason of protection, and anything whatever.

mod any;
mod bounces;
mod incidents;
mod junk;
mod look_alikes;
mod make;
mod protection;
mod repeats;
