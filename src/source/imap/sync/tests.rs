use super::*;

/// The header a server would answer: only the fields that are asked for.
fn filtered(message: &[u8]) -> Vec<u8> {
    let wanted: Vec<String> = FETCHED.split(['(', ')', ' ', '[']).map(str::to_ascii_lowercase).collect();
    let mut out = Vec::new();
    let mut keep = false;
    for line in message.split_inclusive(|b| *b == b'\n') {
        if line.trim_ascii().is_empty() {
            break;
        }
        if !line.starts_with(b" ") && !line.starts_with(b"\t") {
            let name = line.split(|b| *b == b':').next().unwrap();
            let name = String::from_utf8_lossy(name).trim().to_ascii_lowercase();
            keep = wanted.contains(&name);
        }
        if keep {
            out.extend_from_slice(line);
        }
    }
    out.extend_from_slice(b"\r\n");
    out
}

/// What is not asked for makes no difference to the envelope: every field here is one that triage reads, or noise.
#[test]
fn the_fields_asked_for_are_those_an_envelope_is_made_of() {
    let message = b"Return-Path: <list-bounces@verein.example>\r\nDelivered-To: member@example.org\r\nX-Original-To: me@example.org\r\n\
        Envelope-To: a@example.org\r\nX-Envelope-To: b@example.org\r\nX-Delivered-To: c@example.org\r\n\
        Received: from x (x [192.0.2.1])\r\n\tby y with ESMTP\r\n\tfor <d@example.org>; Thu, 30 Nov 2017 22:30:00 +0100\r\n\
        DKIM-Signature: v=1; noise\r\nAuthentication-Results: mail.example.org; spf=pass\r\nFrom: \"Fan\" <fan@example.org>\r\n\
        Sender: <list@verein.example>\r\nReply-To: <list@verein.example>\r\nTo: <alle@verein.example>\r\nCc: <e@example.org>\r\n\
        Subject: Re: Passwort\r\nDate: Thu, 30 Nov 2017 22:30:00 +0100\r\nMessage-ID: <2@example.org>\r\nIn-Reply-To: <1@example.org>\r\n\
        References: <0@example.org>\r\n <1@example.org>\r\nList-Id: <alle.verein.example>\r\nList-Post: <mailto:alle@verein.example>\r\n\
        List-Owner: <mailto:chef@verein.example>\r\nList-Unsubscribe: <https://verein.example/x>\r\n\
        List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nX-Mailman-Version: 2.1\r\nAuto-Submitted: auto-replied\r\nPrecedence: bulk\r\n\
        X-Autoreply: yes\r\nX-Auto-Response-Suppress: All\r\nFeedback-ID: 1:2:3\r\nUser-Agent: Example\r\nX-Spam-Score: noise\r\n\
        Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n";
    let arrival = || Arrival {
        mailbox: MailboxName::inbox(),
        message: MessageRef::from_uid(1),
        received: Timestamp::UNIX_EPOCH,
        size: 0,
        flags: Flags::empty(),
    };
    let asked = filtered(message);
    assert!(asked.len() < message.len() && !String::from_utf8_lossy(&asked).contains("noise"));
    assert_eq!(parse::envelope(arrival(), &asked, false), parse::envelope(arrival(), message, false));
}
