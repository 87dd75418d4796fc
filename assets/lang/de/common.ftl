# Was überall gebraucht wird: Zeiten und Zahlen.

weekday-1 = Montag
weekday-2 = Dienstag
weekday-3 = Mittwoch
weekday-4 = Donnerstag
weekday-5 = Freitag
weekday-6 = Samstag
weekday-7 = Sonntag
weekday-time = { $weekday }, { $time } Uhr

month-1 = Januar
month-2 = Februar
month-3 = März
month-4 = April
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = August
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Dezember

relative-now = gerade eben
relative-ago-minutes = { $n ->
    [one] vor einer Minute
   *[other] vor { $n } Minuten
}
relative-ago-hours = { $n ->
    [one] vor einer Stunde
   *[other] vor { $n } Stunden
}
relative-ago-days = { $n ->
    [one] vor einem Tag
   *[other] vor { $n } Tagen
}
relative-ago-weeks = { $n ->
    [one] vor einer Woche
   *[other] vor { $n } Wochen
}
relative-in-minutes = { $n ->
    [one] in einer Minute
   *[other] in { $n } Minuten
}
relative-in-hours = { $n ->
    [one] in einer Stunde
   *[other] in { $n } Stunden
}
relative-in-days = { $n ->
    [one] in einem Tag
   *[other] in { $n } Tagen
}
relative-in-weeks = { $n ->
    [one] in einer Woche
   *[other] in { $n } Wochen
}

duration-seconds = { $n ->
    [one] { $n } Sekunde
   *[other] { $n } Sekunden
}
duration-minutes = { $n ->
    [one] { $n } Minute
   *[other] { $n } Minuten
}
duration-hours = { $n ->
    [one] { $n } Stunde
   *[other] { $n } Stunden
}
duration-days = { $n ->
    [one] { $n } Tag
   *[other] { $n } Tage
}

# Ordner, nach dem, wozu sie da sind.

mailbox-inbox = Posteingang
mailbox-sent = Gesendet
mailbox-trash = Papierkorb
mailbox-junk = Spam
mailbox-drafts = Entwürfe
mailbox-archive = Archiv

# Was Mail-Anbieter von Programmen wie Deich verlangen. provider-hint-<Anbieter>, sonst provider-hint-kind-<Art>.

provider-hint-gmx = GMX lässt Programme wie Deich erst zu, wenn Sie es erlauben: Öffnen Sie gmx.net im Browser, melden Sie sich an, gehen Sie zu „Einstellungen“ und dort zu „POP3/IMAP Abruf“, und schalten Sie den Zugriff ein. Danach gilt hier Ihr gewohntes GMX-Passwort. Wenn Sie sich bei GMX mit einem zweiten Schritt anmelden (Zwei-Faktor-Anmeldung), legen Sie dort ein eigenes Passwort für Deich an.
provider-hint-webde = WEB.DE lässt Programme wie Deich erst zu, wenn Sie es erlauben: Öffnen Sie web.de im Browser, melden Sie sich an, gehen Sie zu „Einstellungen“ und dort zu „POP3/IMAP Abruf“, und schalten Sie den Zugriff ein. Danach gilt hier Ihr gewohntes WEB.DE-Passwort. Wenn Sie sich bei WEB.DE mit einem zweiten Schritt anmelden (Zwei-Faktor-Anmeldung), legen Sie dort ein eigenes Passwort für Deich an.
provider-hint-t-online = T-Online verlangt hier nicht das Passwort, mit dem Sie sich im Browser anmelden, sondern ein eigenes „Passwort für E-Mail-Programme“. Sie legen es im Kundencenter der Telekom unter „Passwörter“ fest.
provider-hint-gmail = Google verlangt hier ein App-Passwort: Öffnen Sie myaccount.google.com im Browser, schalten Sie unter „Sicherheit“ die Bestätigung in zwei Schritten ein, suchen Sie dort nach „App-Passwörter“, und legen Sie eines für Deich an. Die 16 Buchstaben geben Sie hier ein.
provider-hint-icloud = Apple verlangt hier ein anwendungsspezifisches Passwort: Öffnen Sie account.apple.com im Browser, gehen Sie zu „Anmeldung und Sicherheit“ und dort zu „Anwendungsspezifische Passwörter“, und legen Sie eines für Deich an. Dieses geben Sie hier ein.
provider-hint-yahoo = Yahoo verlangt hier ein App-Passwort: Öffnen Sie Ihr Yahoo-Konto im Browser, gehen Sie zu „Sicherheit“ und dort zu „App-Passwort erstellen“, und legen Sie eines für Deich an. Dieses geben Sie hier ein.
provider-hint-aol = AOL verlangt hier ein App-Passwort: Öffnen Sie Ihr AOL-Konto im Browser, gehen Sie zu „Konto-Sicherheit“ und dort zu „App-Passwort erstellen“, und legen Sie eines für Deich an. Dieses geben Sie hier ein.
provider-hint-outlook = Microsoft nimmt von Programmen kein Passwort mehr an, sondern verlangt die Anmeldung im Browser. Die lässt Microsoft nur Programmen zu, die dort eingetragen sind; diese Fassung von Deich ist es nicht. Ein Umweg hilft: Speichern Sie die Nachrichten mit Ihrem Mail-Programm als Datei (mbox oder .eml), und öffnen Sie diese hier. Aufräumen können Sie dann in Ihrem Mail-Programm.
browser-hint = { $name } verlangt die Anmeldung im Browser. Deich öffnet dafür die Seite von { $name }. Ihr Passwort geben Sie nur dort ein; Deich sieht es nicht.
# Was der Browser am Ende der Anmeldung zeigt.
browser-page = Fertig. Sie können diese Seite schließen und zu Deich zurückkehren.
provider-hint-proton = Proton Mail ist nur über das Programm „Proton Mail Bridge“ auf diesem Computer erreichbar (im bezahlten Tarif). Starten Sie es, und geben Sie hier das Passwort ein, das die Bridge anzeigt, nicht Ihr Proton-Passwort.
provider-hint-tuta = Tuta lässt keine anderen Programme an das Postfach. Deich kann es deshalb nicht öffnen. Sie können Nachrichten in der Tuta-App als .eml-Dateien speichern und diese hier öffnen.

provider-hint-kind-password = Hier gilt das Passwort, mit dem Sie sich bei { $name } im Browser anmelden.
provider-hint-kind-app_password = { $name } verlangt hier ein App-Passwort: ein eigenes Passwort nur für dieses Programm. Melden Sie sich bei { $name } im Browser an, suchen Sie in den Sicherheitseinstellungen nach „App-Passwort“, legen Sie eines für Deich an, und geben Sie es hier ein.
provider-hint-kind-enable_imap_first = { $name } lässt Programme wie Deich erst zu, wenn Sie es erlauben: Melden Sie sich bei { $name } im Browser an, suchen Sie in den Einstellungen nach „IMAP“, und schalten Sie es ein. Danach gilt hier Ihr gewohntes Passwort.
provider-hint-kind-oauth = { $name } verlangt die Anmeldung im Browser. Die ist hier nicht möglich. Speichern Sie die Nachrichten mit Ihrem Mail-Programm als Datei, und öffnen Sie diese hier.
provider-hint-kind-bridge = { $name } ist nur über ein eigenes Programm des Anbieters auf diesem Computer erreichbar. Starten Sie es, und geben Sie hier das Passwort ein, das es anzeigt.
provider-hint-kind-no_imap = { $name } lässt keine anderen Programme an das Postfach. Deich kann es deshalb nicht öffnen. Vielleicht können Sie Nachrichten dort als .eml-Dateien speichern und diese hier öffnen.

# Warum eine Nachricht bleibt, wo sie ist (geschützte: protection-...).

stay-kept = von Ihnen behalten
stay-already-there = liegt schon am Ziel
stay-out-of-reach = liegt in einem Ordner, den Deich nicht gelesen hat

server-says = Ihr E-Mail-Anbieter teilt mit: { $text }

# Was die Ergebnisse schwächer macht, als sie sein könnten.
remark-no_sent = Deich hat keine gesendeten E-Mails gefunden und weiß deshalb nicht, wem Sie geschrieben haben. E-Mails dieser Menschen sind nicht eigens geschützt: Sehen Sie vor dem Aufräumen genau hin.
remark-sent_unread = Den Ordner „{ $mailbox }“ mit Ihren gesendeten E-Mails konnte Deich nicht lesen. { $problem } Wem Sie in letzter Zeit geschrieben haben, weiß Deich deshalb nicht. E-Mails dieser Menschen sind nicht eigens geschützt: Sehen Sie vor dem Aufräumen genau hin.
remark-junk_unread = Den Ordner „{ $mailbox }“ für unerwünschte E-Mails konnte Deich nicht lesen. { $problem } Ob darin etwas liegt, das Sie brauchen, weiß Deich deshalb nicht: Sehen Sie selbst hinein.

store-set-aside = Deich hat eine neue Ablage angefangen. Die beschädigte liegt jetzt hier: { $path }
