//! The mail that is read and moved.

use super::Message;

/// A message of an open list as it comes out of a large provider: long Received and DKIM lines, of which triage reads the former.
pub fn message(number: u64) -> Message {
    let octets = format!(
        "Return-Path: <fan{number}@example.org>\r\n\
         Delivered-To: member@example.org\r\n\
         Received: from mx{n}.verein.example (mx{n}.verein.example [192.0.2.{n}])\r\n\tby mail.example.org (Postfix) with ESMTPS id {number:012X}\r\n\
         \tfor <member@example.org>; Thu, 30 Nov 2017 22:30:{n:02} +0100 (CET)\r\n\
         Received: from localhost (localhost [127.0.0.1])\r\n\tby mx{n}.verein.example (Postfix) with ESMTP id {number:010X}\r\n\
         \tfor <mitglieder@verein.example>; Thu, 30 Nov 2017 22:30:{n:02} +0100 (CET)\r\n\
         DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=mail; t=1512077400;\r\n\tbh={pad}; h=From:To:Subject;\r\n\tb={pad}{pad}\r\n\
         Authentication-Results: mail.example.org; dkim=pass header.d=example.org; spf=pass smtp.mailfrom=fan{number}@example.org\r\n\
         From: =?UTF-8?Q?J=C3=B6rg_Fan_{number}?= <fan{number}@example.org>\r\n\
         To: mitglieder@verein.example\r\n\
         Subject: =?UTF-8?Q?Re:_Passwort_f=C3=BCr_den_Shop_-_bitte_aus_dem_Verteiler_nehmen_{number}?=\r\n\
         Message-ID: <{number}.abcdef@example.org>\r\n\
         In-Reply-To: <first@verein.example>\r\n\
         References: <first@verein.example> <{before}.abcdef@example.org>\r\n\
         Date: Thu, 30 Nov 2017 22:30:{n:02} +0100\r\n\
         MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\nX-Mailer: Example Mail 7.1\r\n\r\n\
         Bitte nehmt mich aus dem Verteiler.\r\n",
        n = number % 60,
        before = number.saturating_sub(1),
        pad = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2",
    );
    Message {
        octets: octets.into_bytes(),
        received: 1_512_077_400 + number,
        flags: if number.is_multiple_of(5) { "S" } else { "" },
    }
}
