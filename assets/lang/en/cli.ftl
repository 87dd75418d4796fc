# The command line.

cli-stage-connecting = Connecting
cli-stage-signing-in = Signing in
cli-stage-demo = Writing the sample mailbox
cli-stage-reading = Reading { $mailbox }
cli-stage-triage = Looking at the messages
cli-stage-moving = Moving
cli-waiting = { $problem } It goes on by itself in { $time }.
cli-watch-begins = Watching { $source }. Ctrl+C ends it.{ $n ->
    [0] {""}
    [one] { " " }What still comes of one incident is cleared away.
   *[other] { " " }What still comes of { $n } incidents is cleared away.
}
cli-watch-new = { $when }  { $from }: { $subject } ({ $kind })
cli-watch-flood = { $when }  { $from }: { $subject } ({ $kind }, part of the flood)
cli-watch-gone = { $n ->
    [one] One message is gone.
   *[other] { $n } messages are gone.
}
cli-watch-swept = { $n ->
    [one] One message of the flood
   *[other] { $n } messages of the flood
} cleared away to: { $to }. Back with: deich undo { $id }
cli-watch-unswept = { $n ->
    [one] One new message of the flood
   *[other] { $n } new messages of the flood
} could not be cleared away. Deich does not try again by itself: follow the incident once more.
cli-watch-ended = The watch has ended. { $new ->
    [0] Nothing came in
    [one] One message came in
   *[other] { $new } messages came in
}, { $gone ->
    [0] none was taken away by other programs
    [one] one was taken away by other programs
   *[other] { $gone } were taken away by other programs
}, { $moved ->
    [0] none was moved by Deich
    [one] one was moved by Deich
   *[other] { $moved } were moved by Deich
}.
cli-watch-on = The mailbox is watched.
cli-watch-offline = No connection to the mailbox. Next attempt at { $time }.

cli-password = Password of { $user } at { $host }:
cli-no-password-on-stdin = There is no password on standard input.
    .means = --password-stdin takes its first line for the password, and that is empty. Nothing was read or moved.
    .do = Pipe the password in, from a file that is yours alone or from a password program; or leave the option out, and Deich asks.
cli-browser = Sign in with the browser, and confirm the access there; Deich waits for it. If no browser opened, open this address in it:
    { $url }
cli-browser-hint = That is what --browser is for.
cli-password-hint = There is no terminal to ask at: --password-stdin reads the password from standard input.
cli-bad-ca = “{ $path }” is no file of certificates that Deich can read ({ $detail }).
    .means = --ca wants certificates in PEM: lines between BEGIN CERTIFICATE and END CERTIFICATE. Nothing was read or moved.
    .do = Check the name, or ask whoever runs the mail server for the file. Without --ca, Deich trusts what this computer trusts.
cli-bad-address = “{ $address }” is no e-mail address.
    .means = --me names an address of your own, so that Deich can tell what was meant for you. Nothing was read or moved.
    .do = Write it like max@club.example, once for each address.
cli-certificate-print = For experts: its fingerprint (SHA-256) is { $print }. If that is the one the operator names, --trust-certificate makes Deich trust it for this mailbox.
cli-server-found = Mail server: { $host } ({ $source })
cli-server-outside = The mailbox is said to be at “{ $host }”; this information (DNS) can be forged. Do you know this name from your provider? [y/n]
cli-server-not-confirmed = Only the internet's directory of names (DNS) says that the mailbox is at “{ $host }”.
    .means = This information can be forged. So Deich has sent no password there.
    .do = If you know the name from your provider, name it yourself: { $source }
cli-no-server = No mail server is found for “{ $address }”.
    .means = Neither the built-in list nor what the provider says names one that answers.
    .do = Name it yourself, as imaps://NAME@SERVER. You find the server in your mail provider's help under “IMAP”.
cli-no-such-account = Deich does not know “{ $source }”.
    .means = Only what Deich has read before can be forgotten. Nothing was deleted.
    .do = All mailboxes are listed by: deich accounts
cli-accounts-empty = Deich has read no mailbox yet.
cli-account = { $label }: { $source }, last read { $when }
cli-output = The output cannot be written: { $detail }
cli-no-window = This Deich was built without its window. See what it can do with: deich --help

cli-no-stage = There is no view “{ $name }”. See all of them with: deich stage --list

cli-looked-at = { $source }: { $n ->
    [one] one message
   *[other] { $n } messages
} looked at.
cli-no-flood = No flood found.
cli-incident-head = Flood { $id }: { $kind } ({ $key })
cli-incident-span = From { $from } to { $to }
cli-incident-size = { $n ->
    [one] One message
   *[other] { $n } messages
} from { $senders ->
    [one] one sender
   *[other] { $senders } senders
}, at most { $peak } in a minute
cli-incident-kind = { $n } × { $kind }
cli-incident-moved = { $n ->
    [one] One of them has
   *[other] { $n } of them have
} been cleaned up already
cli-incident-plan = { $n } to clean up, { $safe } kept safe{ $safe ->
    [0] .
   *[other] :
}

cli-junk-found = { $n ->
    [0] There is no wanted message in the junk folder.
    [one] One wanted message is in the junk folder:
   *[other] { $n } wanted messages are in the junk folder:
}
cli-junk-message = { $from }: { $subject } ({ $reason })
cli-junk-hint = Move back to the inbox with: deich rescue

cli-next = Next, see what a clean-up would move; it moves nothing yet: { $command }

cli-open-action = Step { $id } has not come to its end: { $moved } of { $planned } messages are moved. Finish it, or undo it:
cli-nothing-open = No step is open.
    .means = Every step so far has come to its end; there is nothing to finish.
    .do = See them all with: deich history

cli-preview-create = The folder “{ $mailbox }” is created.
cli-preview-moves = { $n ->
    [one] One message moves
   *[other] { $n } messages move
} from “{ $from }” to “{ $to }”.
cli-preview-stays = { $n ->
    [one] One message stays where it is
   *[other] { $n } messages stay where they are
}:
cli-confirm = Move { $n ->
    [one] this one message
   *[other] these { $n } messages
}? You can undo it. [y/N]
cli-yes-words = y yes
cli-not-confirmed = Nothing was moved.
    .means = You did not say yes. Everything is as it was.
    .do = Start the command again when you have decided.
cli-nobody-to-ask = Nothing was moved: there is no terminal to ask at.
    .means = Deich moves messages only once somebody has said yes.
    .do = Look at the preview above, then add --yes to move without being asked.

cli-result-moved = { $n ->
    [one] One message
   *[other] { $n } messages
} moved.
cli-result-undone = { $n ->
    [one] One message
   *[other] { $n } messages
} brought back.
cli-result-gone = { $n ->
    [one] One was
   *[other] { $n } were
} no longer there.
cli-result-lost = { $n ->
    [one] One could not be found and was
   *[other] { $n } could not be found and were
} not brought back.
cli-result-failed = { $n ->
    [one] One
   *[other] { $n }
} could not be moved.
cli-result-problem = The reason: { $problem }
cli-result-counted = Counted: source { $frombefore } → { $fromafter }, target { $tobefore } → { $toafter } messages.
cli-result-undo-hint = Undo with: { $command }

cli-history-empty = Deich has not moved anything yet.
cli-history-head = Step { $id }, { $when }: { $what }
cli-history-source = Mailbox { $source }, to { $to }
cli-history-state = { $state }, { $moved } of { $planned } messages
cli-purpose-clean-up = flood cleaned up ({ $key })
cli-purpose-selection = selection cleaned up
cli-purpose-undo = step { $id } undone
cli-state-open = still open
cli-state-done = done
cli-state-partly = partly done
cli-state-undone = undone

cli-filter-what = The filter files new messages of this flood into the folder “{ $mailbox }” and ends by itself on { $until }.
cli-filter-tried = Tried: it would have caught { $flood } messages of the flood and { $other } of { $all } others.
cli-filter-next = A filter works once it is with the mail server: load it in the settings of your web mail under “Filter” or “Sieve”, or ask your provider. It does nothing on this computer.
cli-report-next = Open the file in your mail program, read the letter, and send it from there. Deich sends nothing by itself.
cli-report-to = To: { $to }
cli-report-subject = Subject: { $subject }
cli-report-redacted = { $n ->
    [one] One detail of third parties was
   *[other] { $n } details of third parties were
} blacked out.
cli-saved = Saved: { $path }
