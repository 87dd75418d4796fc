# What is needed everywhere: times and numbers.

weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
weekday-time = { $weekday }, { $time }

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

relative-now = just now
relative-ago-minutes = { $n ->
    [one] a minute ago
   *[other] { $n } minutes ago
}
relative-ago-hours = { $n ->
    [one] an hour ago
   *[other] { $n } hours ago
}
relative-ago-days = { $n ->
    [one] a day ago
   *[other] { $n } days ago
}
relative-ago-weeks = { $n ->
    [one] a week ago
   *[other] { $n } weeks ago
}
relative-in-minutes = { $n ->
    [one] in a minute
   *[other] in { $n } minutes
}
relative-in-hours = { $n ->
    [one] in an hour
   *[other] in { $n } hours
}
relative-in-days = { $n ->
    [one] in a day
   *[other] in { $n } days
}
relative-in-weeks = { $n ->
    [one] in a week
   *[other] in { $n } weeks
}

duration-seconds = { $n ->
    [one] { $n } second
   *[other] { $n } seconds
}
duration-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
duration-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
duration-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}

# Mailboxes, by what they are for.

mailbox-inbox = Inbox
mailbox-sent = Sent
mailbox-trash = Trash
mailbox-junk = Junk
mailbox-drafts = Drafts
mailbox-archive = Archive

# What mail providers want of programs like Deich. provider-hint-<provider>, else provider-hint-kind-<kind>.

provider-hint-gmx = GMX lets programs like Deich in only after you allow it: open GMX in the browser, sign in, go to “Settings”, then to “POP3 & IMAP”, and switch the access on. After that, your usual GMX password works here. If you sign in to GMX with a second step (two-factor authentication), create a password of its own for Deich there.
provider-hint-webde = WEB.DE lets programs like Deich in only after you allow it: open web.de in the browser, sign in, go to “Einstellungen” (settings), then to “POP3/IMAP Abruf”, and switch the access on. After that, your usual WEB.DE password works here. If you sign in to WEB.DE with a second step (two-factor authentication), create a password of its own for Deich there.
provider-hint-t-online = T-Online does not want the password you use in the browser here, but a separate “password for e-mail programs”. You set it in Telekom's customer centre under “Passwörter” (passwords).
provider-hint-gmail = Google wants an app password here: open myaccount.google.com in the browser, switch on 2-Step Verification under “Security”, search there for “App passwords”, and create one for Deich. Type its 16 letters here.
provider-hint-icloud = Apple wants an app-specific password here: open account.apple.com in the browser, go to “Sign-In and Security”, then to “App-Specific Passwords”, and create one for Deich. Type that one here.
provider-hint-yahoo = Yahoo wants an app password here: open your Yahoo account in the browser, go to “Security”, then to “Generate app password”, and create one for Deich. Type that one here.
provider-hint-aol = AOL wants an app password here: open your AOL account in the browser, go to “Account security”, then to “Generate app password”, and create one for Deich. Type that one here.
provider-hint-outlook = Microsoft no longer accepts a password from programs; it wants a sign-in in the browser. Microsoft allows that only to programs that are registered there; this build of Deich is not. There is a way round: save the messages as a file with your mail program (mbox or .eml) and open that file here. You can then clean up in your mail program.
browser-hint = { $name } wants you to sign in with the browser. Deich opens the page of { $name } for that. You enter your password only there; Deich does not see it.
# What the browser shows at the end of a sign-in.
browser-page = Done. You can close this page and return to Deich.
provider-hint-proton = Proton Mail can be reached only through the program “Proton Mail Bridge” on this computer (in a paid plan). Start it, and type the password that the Bridge shows here, not your Proton password.
provider-hint-tuta = Tuta lets no other program at the mailbox, so Deich cannot open it. You can save messages as .eml files in the Tuta app and open those here.

provider-hint-kind-password = The password you use at { $name } in the browser works here.
provider-hint-kind-app_password = { $name } wants an app password here: a password of its own for this program only. Sign in to { $name } in the browser, look for “app password” in the security settings, create one for Deich, and type it here.
provider-hint-kind-enable_imap_first = { $name } lets programs like Deich in only after you allow it: sign in to { $name } in the browser, look for “IMAP” in the settings, and switch it on. After that, your usual password works here.
provider-hint-kind-oauth = { $name } wants a sign-in in the browser, which is not possible here. Save the messages as a file with your mail program and open that file here.
provider-hint-kind-bridge = { $name } can be reached only through the provider's own program on this computer. Start it, and type the password that it shows here.
provider-hint-kind-no_imap = { $name } lets no other program at the mailbox, so Deich cannot open it. Perhaps you can save messages as .eml files there and open those here.

# Why a message stays where it is (for those kept safe: protection-...).

stay-kept = kept by you
stay-already-there = in the right place already
stay-out-of-reach = lies in a folder that Deich has not read

server-says = Your mail provider says: { $text }

# What makes the findings weaker than they could be.
remark-no_sent = Deich found no sent e-mails, so it does not know whom you have written to. E-mails from these people are not specially protected: look closely before you clean up.
remark-sent_unread = Deich could not read the folder “{ $mailbox }” with your sent e-mails. { $problem } So it does not know whom you have written to lately. E-mails from these people are not specially protected: look closely before you clean up.
remark-junk_unread = Deich could not read the folder “{ $mailbox }” for junk e-mail. { $problem } So it does not know whether something you need lies in it: have a look yourself.

store-set-aside = Deich has begun new records. The damaged ones are here now: { $path }
