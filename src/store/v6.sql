-- Version 6.

-- Further CA certificates for an account, as its owner gave them (PEM). They are public.
CREATE TABLE authority (
    user TEXT    NOT NULL,
    host TEXT    NOT NULL,
    port INTEGER NOT NULL,
    pem  BLOB    NOT NULL,
    PRIMARY KEY (user, host, port)
) STRICT, WITHOUT ROWID;
