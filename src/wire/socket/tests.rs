use super::*;

#[test]
fn only_what_is_named_as_loopback_may_go_unprotected() {
    let at = |ips: &[&str]| ips.iter().map(|ip| SocketAddr::new(ip.parse().unwrap(), 143)).collect::<Vec<_>>();
    assert!(is_loopback("localhost", &at(&["127.0.0.1", "::1"])));
    assert!(is_loopback("127.3.4.5", &at(&["127.3.4.5"])));
    assert!(is_loopback("::1", &at(&["::1"])));
    assert!(!is_loopback("localhost", &at(&["127.0.0.1", "192.0.2.1"])));
    assert!(!is_loopback("mail.example", &at(&["127.0.0.1"])));
    assert!(!is_loopback("192.0.2.1", &at(&["192.0.2.1"])));
}
