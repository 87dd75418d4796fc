# The help of the command line: `deich --help`. SOURCE, DIR and the like stay as they are in every language.

help-usage = Usage:
help-options = [OPTIONS]
help-command = COMMAND
help-heading-commands = Commands
help-heading-arguments = Arguments
help-heading-options = Options
help-heading-global = Options of every command

help-deich = For a mailbox that has just been flooded: recognise the incident, clean up with undo, report it, keep the rest out.

    Without a command, the window opens.
help-after = SOURCE is a Maildir, an mbox file, a folder of .eml files, an e-mail address whose server Deich
    then looks for, or imap[s]://USER@HOST[:PORT]
    (write ; as %3B and @ as %40 in USER; imap:// without --starttls is refused off this machine).
    The password comes from the system's keyring, from --password-stdin, or from a prompt.

    Moving: clean and rescue ask at the terminal before they move anything, also where standard input is something else.
    Where there is no terminal to ask at, as in scripts, they move only with --yes.

    Exit codes: 0 done; 1 nothing found, or refused; 2 wrong usage; 3 the source could not be reached or read.
    JSON goes to standard output and every word then to standard error. A command that was given up writes
    {"{"}"version": 1, "error": {"{"}"kind", "exit", "happened", "means", "to_do"{"}"}{"}"} instead.

    Environment: DEICH_DATA (like --data), DEICH_LANG=de|en (like --lang), DEICH_KEYRING=off (never ask the
    keyring), DEICH_LOG=warn|info|debug|trace (log to standard error).

help-demo = Open the window on a sample flood
help-scan = Read a mailbox and say whether it was flooded
help-clean = Move an incident's messages away, but those kept safe; can be undone
help-rescue = Move wanted messages that were found in the junk mailbox back to the inbox; can be undone
help-watch = Watch a mailbox: a line for whatever comes in, until Ctrl+C (exit code 0; 130 at the second Ctrl+C, which ends it at once)
help-undo = Undo an action (without ACTION: the last one that can be undone)
help-finish = Bring an action to its end that a crash or a broken line left open
help-history = Show every action so far, the newest first
help-accounts = Show the mailboxes that Deich knows
help-set-aside = Set damaged records aside and begin new ones; nothing is deleted
help-filter = Save a storm filter for an incident as a Sieve script
help-report = Save a report on an incident as an .eml file

help-argument-help = Show this help
help-argument-version = Show the version
help-argument-words = Language of every word: de or en (else DEICH_LANG, else the system's)
help-argument-data = Keep Deich's own records in DIR
help-argument-password_stdin = Read the password from the first line of standard input
help-argument-browser = Sign in with the browser (Google, Microsoft) in place of a password
help-argument-remember = Keep the password in the system's keyring once it worked
help-argument-ca = Trust the certificates in FILE (PEM) as well
help-argument-starttls = With imap://, encrypt by STARTTLS before signing in
help-argument-trust_certificate = Trust the certificate with this fingerprint (SHA-256) for this mailbox from now on
help-accounts-forget = Forget a mailbox: what was read, its history, its password; the messages stay with the provider
help-argument-source = A path, an address, or imap[s]://USER@HOST[:PORT]
help-argument-me = An address of your own (may be repeated)
help-argument-folder = A folder to read instead of the inbox (may be repeated)
help-argument-incident = The incident's number, as `deich scan` shows it
help-argument-json = Write JSON to standard output
help-argument-out = The file to write; one that exists is left alone
help-demo-size = Messages in the night of the flood (1 to 1000000; without it 5000)
help-demo-dir = Write the sample mailbox (a Maildir) to DIR: a new or empty folder, or an earlier demo
help-demo-no_window = Write and read it, but open no window
help-clean-to = Where to move the messages; created where missing (without it: the trash)
help-watch-follow = Clear away what still comes of this incident; holds for 14 days, for later runs and the window, too (may be repeated)
help-watch-unfollow = No longer clear away what still comes of this incident
help-watch-to = Where to move what is cleared away; created where missing (without it: the trash)
help-clean-dry_run = Show what would be moved, and move nothing
help-clean-yes = Do not ask before moving; needed where there is no terminal to ask at
help-rescue-dry_run = Show what would be moved, and move nothing
help-rescue-yes = Do not ask before moving; needed where there is no terminal to ask at
help-undo-action = The action's number, as `deich history` shows it
help-undo-source = The mailbox it was done in, where Deich can't tell
help-finish-action = The action's number, as `deich history` shows it
help-finish-source = The mailbox it was done in, where Deich can't tell
help-report-lang = Language of the letter: de or en

# What was typed and makes no sense.

usage-missing = Something is missing: { $what }
usage-unknown-argument = Deich does not know “{ $what }” here.
usage-unknown-command = There is no command “{ $what }”.
usage-no-value = A value is missing after { $argument }.
usage-bad-value = “{ $what }” does not fit { $argument }.
usage-bad-choice = “{ $what }” does not fit { $argument }: it can be { $choices }.
usage-bad-number = “{ $what }” does not fit { $argument }: it is a whole number, and not any.
usage-twice = { $argument } was given twice.
usage-not-text = An argument is no readable text (UTF-8).
usage-other = Deich does not understand this command line.
usage-meant = Did you mean “{ $what }”?
usage-more = Usage: { $usage }
usage-help = More about it: { $command }
