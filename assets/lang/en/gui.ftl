gui-deich = Deich
gui-window-title = Deich: { $screen }
gui-no-window = No window can be opened here: no display can be reached ({ $detail }). Much works without a window too; see how with: deich --help

gui-put-away = Got it
gui-store-damaged = Deich's own records are damaged. Your e-mails are not in there and are safe.
gui-store-begin-anew = Set aside and begin anew
gui-alerts-more = { $n ->
    [one] One more message follows.
   *[other] { $n } more messages follow.
}
gui-again = Try again
gui-back = Back
gui-cancel = Cancel
gui-close = Close
gui-continue = Continue
gui-finish = Finish it
gui-undo = Undo
gui-read = Read
gui-keep = Keep
gui-release = Don't keep
gui-save = Save
gui-save-as = Choose another place …
gui-save-over = Replace the existing file
gui-saved = Saved: { $path }
gui-choose-file = Choose a file …
gui-choose-folder = Choose a folder …
gui-waiting = One moment …
gui-german = Deutsch
gui-english = English
gui-no-sender = (no sender)
gui-no-subject = (no subject)
gui-more = and { $n ->
    [one] one more
   *[other] { $n } more
}
gui-messages = { $n ->
    [one] One message
   *[other] { $n } messages
}

# Start
gui-start-title = Start
gui-start-headline = My mailbox is flooded
gui-start-lead = Deich finds the flood, protects the messages you need, and clears away the rest. Everything can be undone.
gui-start-known = Opened before
gui-start-last = Last read { $when }
gui-start-account = Your e-mail address
gui-start-account-note = Deich reads your mailbox directly at your provider. Nothing is moved before you confirm it.
gui-start-address-hint = name@example.org
gui-start-connect = Continue
gui-start-no-address = This is not an e-mail address. It looks like this, for example: anna@verein.example
gui-start-file = Open a mail file
gui-start-file-note = A file (mbox), a folder of a mail program (Maildir), or a folder of .eml files.
gui-start-path-hint = Where the file or folder is
gui-start-open = Open
gui-start-no-path = Say where the file or folder is.
gui-start-demo = Try it first
gui-start-demo-note = A made-up flood to practise on. Your own mailbox is not touched.
gui-start-demo-open = Open the sample
gui-start-continue = Continue with this mailbox
gui-start-promise = Your messages stay on this computer and with your provider. Deich follows no links, loads no pictures and answers nobody.
gui-demo-label = Sample flood

# Connect
gui-connect-title = Connect
gui-connect-headline = Sign in as { $address }
gui-connect-known = Your provider is { $name }. Deich already knows its server.
gui-connect-provider = Your provider is { $name }.
gui-connect-unknown = Deich does not know this provider yet. You find the name of the mail server in your provider's help under “IMAP”.
gui-connect-searching = Looking for the mail server of your address …
gui-connect-found = The mail server is found: { $host }
gui-connect-before = Your mail server is { $host }.
gui-connect-outside = Please look closely: your mailbox is said to be at “{ $host }”, under another name than “{ $domain }”. This information can be forged. Enter your password only if you know this name from your provider.
gui-connect-look = Look at the server's details
gui-connect-how-autoconfig = Your provider's website says so.
gui-connect-how-srv = The internet's directory of names (DNS) says so.
gui-connect-how-exchanger = That is where mail to your address goes.
gui-connect-how-guess = A mail server answered under this usual name.
gui-connect-offers = It offers for signing in: { $ways }.
gui-connect-certificate-show = For experts: look at the certificate
gui-connect-certificate-print = Fingerprint of the certificate (SHA-256)
gui-connect-certificate-warning = Compare it with the one that the server's operator names, by phone perhaps, not by e-mail. If a single character differs, stop here. Deich then trusts this one certificate alone, and for this mailbox alone; should it change, Deich asks again.
gui-connect-certificate-trust = Trust this certificate for this mailbox
gui-connect-browser = Sign in with the browser
gui-connect-browser-waiting = Sign in with the browser now, and confirm the access there. Deich waits for it. If no browser opened, copy the address of the page and paste it at the top of your browser.
gui-connect-browser-copy = Copy the address of the page
gui-connect-password = Password
gui-connect-password-hint = Enter the password
gui-connect-remember = Keep the password in this computer's keyring
gui-connect-remember-browser = Keep the sign-in in this computer's keyring
gui-connect-by-hand = Enter the server by hand
gui-connect-server = The mail server
gui-connect-more = More about the server
gui-connect-host = Name of the server (IMAP)
gui-connect-port = Port
gui-connect-tls = Encrypted (TLS)
gui-connect-starttls = Encrypted after connecting (STARTTLS)
gui-connect-plain = Not encrypted (only for this computer itself)
gui-connect-user = User name, if it is not the address
gui-connect-ca = Certificate file of your club or company, if needed
gui-connect-ca-hint = Where the file is (.pem)
gui-connect-sign-in = Sign in
gui-connect-no-port = The port is a number, usually 993.
gui-connect-no-host = Enter the name of the mail server, for example imap.verein.example.
gui-connect-no-password = Enter the password.
gui-connect-promise = The password goes to your provider only, encrypted. It is never written to a file.

# Reading
gui-reading-title = Reading
gui-reading-connecting = Connecting …
gui-reading-signing-in = Signing in …
gui-reading-demo = Writing the sample …
gui-reading-mailbox = Reading “{ $mailbox }”
gui-reading-triage = Looking at the messages …
gui-reading-of = { $done } of { $total }
gui-reading-speed = { $n } a second
gui-reading-soon = nearly done
gui-reading-left = about { $time } left
gui-reading-safe = Deich only reads. Nothing is changed and nothing is marked as read.
gui-reading-failed = The mailbox could not be read
gui-reading-stopped = Stopped
gui-reading-cancelled = What was read so far need not be read again next time.
gui-reading-show = Show what is there
gui-reading-so-far = Seen so far
gui-reading-nothing-yet = No flood to be seen yet.

# The flood
# In the bar above, while the flood is on screen.
gui-news = { $n ->
    [one] One new message, show
   *[other] { $n } new, show
}
gui-flood-title = The flood
gui-flood-nothing-open = No mailbox is open.
gui-sentence-open_list = Since { $since } ({ $date }), { $n ->
    [one] one message has
   *[other] { $n } messages have
} come through { $key }, { $peak } a minute at the peak. { $kept ->
    [0] You will probably need none of them.
    [one] One of them is kept.
   *[other] { $kept } of them are kept.
}
gui-sentence-reply_all = Since { $since } ({ $date }), { $n ->
    [one] one message has
   *[other] { $n } messages have
} come because many people reply to all on “{ $key }”, { $peak } a minute at the peak. { $kept ->
    [0] You will probably need none of them.
    [one] One of them is kept.
   *[other] { $kept } of them are kept.
}
gui-sentence-subscription_bomb = Since { $since } ({ $date }), somebody has been signing up { $key } everywhere: { $n ->
    [one] one message
   *[other] { $n } messages
}, { $peak } a minute at the peak. { $kept ->
    [0] You will probably need none of them.
    [one] One of them is kept.
   *[other] { $kept } of them are kept.
}
gui-sentence-auto_reply_loop = Since { $since } ({ $date }), two machines have been answering each other, the other one is { $key }: { $n ->
    [one] one message
   *[other] { $n } messages
}, { $peak } a minute at the peak. { $kept ->
    [0] You will probably need none of them.
    [one] One of them is kept.
   *[other] { $kept } of them are kept.
}
gui-sentence-backscatter = Since { $since } ({ $date }), returned mail has been coming for messages you never wrote; somebody forged { $key } as the sender: { $n ->
    [one] one message
   *[other] { $n } messages
}, { $peak } a minute at the peak. { $kept ->
    [0] You will probably need none of them.
    [one] One of them is kept.
   *[other] { $kept } of them are kept.
}
gui-flood-announcement = What the operator says
gui-flood-trigger = How it began
gui-flood-offer = { $n ->
    [0] Nothing is left to clear away.
    [one] One message can be cleared away.
   *[other] { $n } messages can be cleared away.
} { $kept ->
    [0] None is kept.
    [one] One stays where it is.
   *[other] { $kept } stay where they are.
}
gui-flood-clean = Clean up …
gui-flood-stop = Stop further mail …
gui-flood-report = Report …
gui-flood-closer = Look closer
gui-flood-read-only = Deich cannot move anything in this file. Stopping and reporting still work.
gui-flood-cleaned = { $n ->
    [one] One message is cleared away.
   *[other] { $n } messages are cleared away.
}
gui-flood-beside = Straight to you in the same hours: { $n }
gui-flood-beside-note = Not from the flood. Stays where it is.
gui-flood-kept = { $n ->
    [0] Kept safe
    [one] Kept safe: one message
   *[other] Kept safe: { $n } messages
}
gui-flood-kept-none = Deich found no message in the flood that you might need. If in doubt, look for yourself.
gui-flood-kept-all = { $n ->
    [one] Look at it
   *[other] Look at all { $n }
}
gui-flood-when = When it came
gui-flood-span = { $from } to { $to }: { $n ->
    [one] one message
   *[other] { $n } messages
}
gui-flood-span-show = Show these messages
gui-flood-span-clear = Clear the span
gui-flood-span-hint = Drag over the picture to pick a span of time.
gui-flood-open-action-title = An earlier clean-up was interrupted
gui-flood-open-action = Begun { $when }: { $moved ->
    [one] one
   *[other] { $moved }
} of { $planned } messages moved. Nothing is lost. Do you want to finish it or undo it?

# Found in the junk folder
gui-flood-junk = { $n ->
    [one] Found in the junk folder: one message
   *[other] Found in the junk folder: { $n } messages
}
gui-flood-junk-note = You may be waiting for it. Many providers empty the junk folder after a while.
gui-flood-junk-open = Look, and bring back …
gui-junk-title = Found in the junk folder
gui-junk-headline = This was in the junk folder
gui-junk-lead = You may be missing these messages. What is ticked goes back to the inbox.
gui-junk-careful = There are forgeries in the junk folder, too. When in doubt, read first, and do not click on anything you did not expect, now or later.
gui-junk-empty = There is nothing left in the junk folder that you may be missing.
gui-junk-move = { $n ->
    [0] Nothing chosen
    [one] Move one message to the inbox
   *[other] Move { $n } messages to the inbox
}
gui-junk-safe = Messages are only moved, and you can undo it.
gui-junk-open-action = First finish the clean-up that was interrupted, or undo it.

# Keeping an eye on the mailbox
gui-watch-on = Deich keeps an eye on this mailbox.
gui-watch-moved = { $n ->
    [one] One new message of the flood is cleared away already.
   *[other] { $n } new messages of the flood are cleared away already.
}
gui-watch-offline = No connection to the mailbox. Next attempt in { $time }.
gui-watch-trying = No connection to the mailbox. Deich is trying again …
gui-patience = Your provider asks for a little patience. It goes on by itself in { $time }.
gui-patience-over = It goes on in a moment …
gui-flood-follow = Clear away what still comes of this flood in the next { $days } days, whenever Deich is open
gui-flood-follow-until = This ends by itself on { $date }. You can end it here or in the settings.
gui-watch-ended = Deich is no longer keeping an eye on this mailbox.
gui-watch-again = Keep an eye on it again
gui-watch-sign-in = Sign in again
gui-watch-unswept = { $n ->
    [one] One new message of the flood could not be cleared away.
   *[other] { $n } new messages of the flood could not be cleared away.
} Deich does not try again by itself: take the tick below out and set it again.
gui-clean-offline = There is no connection to the mailbox just now. Messages are moved once it is back.

# No flood
gui-calm-headline = There is no flood here
gui-calm-lead = { $n ->
    [one] Deich looked at the one message and found no flood.
   *[other] Deich looked at { $n } messages and found no flood.
} You can still pick what should go.
gui-calm-look = Look at the messages
gui-calm-senders = Who writes most
gui-calm-lists = Lists and newsletters
gui-calm-empty = This mailbox is empty
gui-calm-empty-lead = There is no message in it. If the flood is in another mailbox, go back and open that one.

# Look closer
gui-closer-title = Look closer
gui-closer-search-hint = Search sender or subject
gui-closer-scope-all = Everything in the mailbox
gui-closer-scope-flood = The flood
gui-closer-scope-beside = Straight to you
gui-closer-sort = Order
gui-closer-group = Groups
gui-closer-all = Select all
gui-closer-none = Clear selection
gui-closer-clean = Clear away selected …
gui-closer-count = { $n ->
    [one] One message
   *[other] { $n } messages
}, { $chosen } selected
gui-closer-all-groups = All groups
gui-closer-empty = There is nothing here.
gui-closer-no-match = No message fits. Change the search or the choice.
gui-chip-all = All
gui-chip-offered = To clear away
gui-chip-kept = Kept safe
gui-sort-newest = Newest first
gui-sort-oldest = Oldest first
gui-sort-sender = Sender
gui-sort-subject = Subject
gui-sort-largest = Largest first
gui-group-none = None
gui-group-sender = Sender
gui-group-kind = Kind
gui-group-channel = Way
gui-group-chain = Conversation
gui-group-unnamed = (none)
gui-channel-list = List { $name }
gui-channel-alias = Group address { $name }
gui-channel-crowd = To many at once
gui-channel-direct = Directly to you
gui-fate-offered = Offered for clearing away
gui-fate-kept = Kept: { $reason }
gui-fate-moved = Cleared away
gui-why = Why?
gui-why-hide = Hide the reasons
gui-why-nothing = Nothing about this message stands out.
gui-text-empty = This message holds no readable text.
gui-text-inert = The text only. Links cannot be clicked, pictures are not loaded.

# Clean up
gui-clean-title = Clean up
gui-clean-headline = What is going to happen
gui-clean-lead = Deich moves messages. It deletes none. You can undo everything.
gui-clean-where = Where to?
gui-clean-storm = A folder of its own, “{ $name }”
gui-clean-other = Another folder
gui-clean-other-hint = Name of the folder
gui-clean-use = Use this one
gui-clean-name-first = Say which folder the messages should go to.
gui-clean-bad-name = A folder cannot have this name.
gui-clean-moves = { $n ->
    [one] One message is going to be moved
   *[other] { $n } messages are going to be moved
}
gui-clean-from-to = From “{ $from }” to “{ $to }”
gui-clean-own-name = On the server it is called “{ $name }”.
gui-clean-nothing = There is nothing to move.
gui-clean-stays = { $n ->
    [one] One message stays where it is
   *[other] { $n } messages stay where they are
}
gui-clean-stays-none = No message of the flood stays behind.
gui-clean-safe = Exactly these messages are moved. What arrives in the meantime is not touched.
gui-clean-move = { $n ->
    [0] Nothing to move
    [one] Move one message
   *[other] Move { $n } messages
}
gui-clean-look = Look closer first

# Moving and the result
gui-work-title = Clean up
gui-work-title-undo = Undo
gui-work-moving = Moving the messages …
gui-work-finishing = Finishing the clean-up …
gui-work-undoing = Putting the messages back …
gui-work-safe = Every step is written down before it is done. Nothing is lost, even if the power fails.
gui-work-stop = Stop
gui-work-stopping = Stopping …
gui-work-stopped = Stopped
gui-work-stopped-note = What was moved stays moved. You can finish it or undo it.
gui-work-failed = Moving was interrupted
gui-work-failed-undo = Putting back was interrupted
gui-work-failed-note = The history says what was moved. You can undo it there.
gui-work-done = { $moved } moved, { $failed } failed
gui-work-undone = { $moved } put back, { $failed } failed
gui-work-undone-some = { $moved } of { $planned } put back
gui-work-half = { $moved } of { $planned } moved. The rest is still in its old place.
gui-work-where = The messages moved are now in: { $folders }
gui-work-gone = { $n ->
    [one] One message was no longer there.
   *[other] { $n } messages were no longer there.
}
gui-work-lost = { $n ->
    [one] One message could not be found and is not back in its old place. Perhaps it was moved or deleted in the meantime.
   *[other] { $n } messages could not be found and are not back in their old place. Perhaps they were moved or deleted in the meantime.
}
gui-work-counted = Counted: where they came from there were { $from_before } messages and are { $from_after } now; where they went there were { $to_before } and are { $to_after } now.
gui-work-problem = { $n ->
    [one] One message could not be moved
   *[other] { $n } messages could not be moved
}. { $problem }
gui-work-problems = { $n ->
    [one] One message could not be moved.
   *[other] { $n } messages could not be moved.
}
gui-work-retry = Try the rest again

# Signing in again
gui-sign-in-headline = Sign in once more
gui-sign-in-lead = No password for the mailbox { $user } is kept on this computer. Enter it, and it goes on at once.
gui-sign-in-again = Sign in once more for the mailbox { $user }, and it goes on at once.
gui-sign-in-go-on = Sign in and go on

# History
gui-history-title = History
gui-history-lead = Everything Deich has moved, the newest first.
gui-history-empty = Deich has not moved anything yet.
gui-history-moved = { $n ->
    [one] One message to: { $folders }
   *[other] { $n } messages to: { $folders }
}
gui-history-open = Interrupted
gui-history-done = Done
gui-history-partly = Partly done
gui-history-undone = Undone
gui-purpose-clean = { $what }: { $key }
gui-purpose-selection = Selected by you
gui-purpose-inbox = Brought to the inbox
gui-purpose-undo = Put back

# Filter
gui-filter-title = Stop further mail
gui-filter-headline = So that no more comes
gui-filter-open_list = What comes through { $key } goes to the folder “{ $mailbox }” until { $until }.
gui-filter-reply_all = What belongs to this conversation with everybody goes to the folder “{ $mailbox }” until { $until }.
gui-filter-subscription_bomb = Sign-ups you did not want go to the folder “{ $mailbox }” until { $until }.
gui-filter-auto_reply_loop = Automatic replies from { $key } go to the folder “{ $mailbox }” until { $until }.
gui-filter-backscatter = Returned mail for messages you did not write goes to the folder “{ $mailbox }” until { $until }.
gui-filter-exceptions = { $n ->
    [0] On that day the filter ends by itself.
    [one] Somebody you know is left alone. On that day the filter ends by itself.
   *[other] { $n } people and companies you know are left alone. On that day the filter ends by itself.
}
gui-filter-own-bounces = While the filter is on, returned mail for your own messages goes to this folder too. Look there when you wait for an answer.
gui-filter-own-sign-ups = If you sign up somewhere yourself in this time, the confirmation goes to this folder. Look there then.
gui-filter-catches = It would have caught { $flood } of the flood and { $other } of your { $all ->
    [one] one other message
   *[other] { $all } other messages
}.
gui-filter-careful = Careful: { $n ->
    [one] one other message would
   *[other] { $n } other messages would
} go to this folder too. Have a look there now and then.
gui-filter-server = Set it up at your provider
gui-filter-server-note = Then the filter also works while this computer is off. Filters that you have there already stay as they are, and stay in force.
gui-filter-set = Set it up now
gui-filter-remove = Remove Deich's filter there
gui-filter-is-set = The filter is set up and in force from now on.
gui-filter-is-set-beside = The filter is set up and in force from now on. Your earlier filter “{ $name }” stays in force beside it.
gui-filter-removed = Deich's filter is removed.
gui-filter-restored = Deich's filter is removed. Your earlier filter “{ $name }” is in force alone again.
gui-filter-none-there = There is no filter of Deich there.
gui-filter-how = You can save the filter as a file, too. Your provider or your club can set it up in the mailbox (Sieve).
gui-filter-path = Where to save it?
gui-filter-file = Deich-Filter.sieve
gui-filter-show = Show the filter word for word
gui-filter-hide = Hide the wording

# Report
gui-report-title = Report
gui-report-headline = Tell the operator
gui-report-lead = Deich writes the letter. It is only sent once you open it in your mail program and send it off.
gui-report-to = To: { $to }
gui-report-why = They can stop the cause. Nothing goes to the list itself.
gui-report-editable = You can change the letter: click into it and type.
gui-report-changed = Changed by you.
gui-report-restore = Bring back the original letter
gui-report-attached = The message it began with is attached as evidence.
gui-report-redacted = { $n ->
    [one] One address or phone number of others is blacked out.
   *[other] { $n } addresses and phone numbers of others are blacked out.
}
gui-report-path = Where to save it?
gui-report-file = Report.eml
gui-report-open = Open in the mail program
gui-report-how = Open the saved file with your mail program to check it and send it.

# Mailboxes
gui-account-forget = Forget
gui-account-really = Forget “{ $name }”? Deich deletes what it knows of this mailbox, the password in the keyring and the history as well: what was moved there cannot be brought back with Deich any more. The messages themselves stay where they are.
gui-account-keep = Do not forget
gui-account-forget-now = Forget this mailbox

# People the member trusts
gui-trust = Trust this sender
gui-trust-no-more = No longer trust

# Settings
gui-settings-title = Settings
gui-settings-language = Language
gui-settings-look = Look
gui-settings-system = Like the computer
gui-settings-light = Light
gui-settings-dark = Dark
gui-settings-contrast = Contrast
gui-settings-normal = Normal
gui-settings-high = High
gui-settings-size = Text size
gui-settings-accounts = Your mailboxes
gui-settings-orders = What is cleared away by itself
gui-settings-orders-note = Deich clears away new messages of these floods at once, as long as it is open and keeps an eye on the mailbox.
gui-settings-order = From { $source } to “{ $to }”, until { $date }
gui-settings-order-end = End
gui-settings-trusted = Senders you trust
gui-settings-trusted-none = Nobody yet. While reading a message you can trust its sender: Deich never clears away what comes from there.
gui-settings-trusted-note = Deich never clears away what comes from these addresses.
gui-settings-data = What Deich keeps on this computer
gui-settings-data-note = Sender, subject and time of the messages it read, and the history, so that everything can be undone. Passwords lie in the keyring only.
gui-settings-delete = Delete everything …
gui-settings-really = After that, Deich cannot undo anything any more. Your messages stay where they are in the mailbox.
gui-settings-keep = Don't delete
gui-settings-forget = Delete everything
gui-settings-forgotten = Everything Deich kept is deleted.

# Keys
gui-keys-title = Keys
gui-keys-lead = No key moves or deletes anything by itself.
gui-key-esc = Esc
gui-key-tab = Tab, Shift Tab
gui-key-f1 = F1 or ?
gui-key-f2 = F2
gui-key-f3 = F3
gui-key-ctrl-f = Ctrl F
gui-key-k = K
gui-key-u = U
gui-key-w = W
gui-key-ctrl-a = Ctrl A
gui-key-arrows = Arrow keys
gui-key-shift-arrows = Shift Arrow
gui-key-space = Space
gui-key-enter = Enter
gui-key-back = One page back
gui-key-next = To the next, the previous field
gui-key-help = This list
gui-key-settings = Settings
gui-key-history = History
gui-key-search = Search
gui-key-keep = Keep the selected messages
gui-key-release = Don't keep the selected messages
gui-key-why = Show or hide the reasons
gui-key-all = Select all
gui-key-move = Up and down in the list
gui-key-extend = Selecting on the way
gui-key-toggle = Select one message more
gui-key-read = Read the message

# Look closer, folded away
gui-closer-arrange = Sort and group

# The timeline
timeline-messages = { $n ->
    [one] 1 message
   *[other] { $count } messages
}
