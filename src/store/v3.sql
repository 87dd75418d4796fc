-- Version 3.

-- Certificates that the member looked at and trusts, one for an account.
CREATE TABLE certificate (
    user  TEXT    NOT NULL,
    host  TEXT    NOT NULL,
    port  INTEGER NOT NULL,
    -- SHA-256 of the certificate, as `AB:CD:...`.
    print TEXT    NOT NULL,
    PRIMARY KEY (user, host, port)
) STRICT, WITHOUT ROWID;
