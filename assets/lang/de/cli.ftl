# Die Kommandozeile.

cli-stage-connecting = Verbinden
cli-stage-signing-in = Anmelden
cli-stage-demo = Beispiel-Postfach anlegen
cli-stage-reading = { $mailbox } lesen
cli-stage-triage = Nachrichten prüfen
cli-stage-moving = Verschieben
cli-waiting = { $problem } In { $time } geht es von selbst weiter.
cli-watch-begins = { $source } wird beobachtet. Strg+C beendet das.{ $n ->
    [0] {""}
    [one] { " " }Was von einem Vorfall noch kommt, wird weggeräumt.
   *[other] { " " }Was von { $n } Vorfällen noch kommt, wird weggeräumt.
}
cli-watch-new = { $when }  { $from }: { $subject } ({ $kind })
cli-watch-flood = { $when }  { $from }: { $subject } ({ $kind }, Teil der Flut)
cli-watch-gone = { $n ->
    [one] Eine Nachricht ist nicht mehr da.
   *[other] { $n } Nachrichten sind nicht mehr da.
}
cli-watch-swept = { $n ->
    [one] Eine Nachricht der Flut
   *[other] { $n } Nachrichten der Flut
} weggeräumt nach: { $to }. Zurück mit: deich undo { $id }
cli-watch-unswept = { $n ->
    [one] Eine neue Nachricht der Flut konnte
   *[other] { $n } neue Nachrichten der Flut konnten
} nicht weggeräumt werden. Deich versucht es nicht von selbst noch einmal: Lassen Sie den Vorfall neu verfolgen.
cli-watch-ended = Das Postfach wird nicht mehr beobachtet. { $new ->
    [0] Es kam nichts
    [one] Eine Nachricht kam
   *[other] { $new } Nachrichten kamen
}, { $gone ->
    [0] keine wurde von anderen Programmen weggenommen
    [one] eine wurde von anderen Programmen weggenommen
   *[other] { $gone } wurden von anderen Programmen weggenommen
}, { $moved ->
    [0] keine wurde von Deich weggeräumt
    [one] eine wurde von Deich weggeräumt
   *[other] { $moved } wurden von Deich weggeräumt
}.
cli-watch-on = Das Postfach wird beobachtet.
cli-watch-offline = Keine Verbindung zum Postfach. Nächster Versuch um { $time }.

cli-password = Passwort für { $user } bei { $host }:
cli-no-password-on-stdin = Auf der Standardeingabe steht kein Passwort.
    .means = Mit --password-stdin gilt deren erste Zeile als Passwort, und sie ist leer. Es wurde nichts gelesen und nichts verschoben.
    .do = Leiten Sie das Passwort dorthin, aus einer Datei, die nur Sie lesen können, oder aus einem Passwort-Programm; oder lassen Sie die Option weg, dann fragt Deich.
cli-browser = Melden Sie sich im Browser an, und bestätigen Sie dort den Zugriff; Deich wartet so lange. Hat sich kein Browser geöffnet, öffnen Sie dort diese Adresse:
    { $url }
cli-browser-hint = Dazu dient --browser.
cli-password-hint = Hier ist kein Terminal, an dem Deich fragen könnte: --password-stdin liest das Passwort von der Standardeingabe.
cli-bad-ca = „{ $path }“ ist keine Datei mit Zertifikaten, die Deich lesen kann (technisch: { $detail }).
    .means = --ca braucht Zertifikate im Format PEM: Zeilen zwischen BEGIN CERTIFICATE und END CERTIFICATE. Es wurde nichts gelesen und nichts verschoben.
    .do = Prüfen Sie den Namen, oder lassen Sie sich die Datei vom Betreiber des Mail-Servers geben. Ohne --ca vertraut Deich dem, dem dieser Computer vertraut.
cli-bad-address = „{ $address }“ ist keine E-Mail-Adresse.
    .means = --me nennt eine eigene Adresse, damit Deich erkennt, was an Sie gerichtet war. Es wurde nichts gelesen und nichts verschoben.
    .do = Schreiben Sie sie wie max@verein.example, für jede Adresse einmal.
cli-certificate-print = Für Fachleute: sein Fingerabdruck (SHA-256) ist { $print }. Stimmt er mit dem überein, den der Betreiber nennt, vertraut ihm Deich mit --trust-certificate für dieses Postfach.
cli-server-found = Mail-Server: { $host } ({ $source })
cli-server-outside = Das Postfach soll bei „{ $host }“ liegen; diese Auskunft (DNS) lässt sich fälschen. Kennen Sie diesen Namen von Ihrem Anbieter? [j/n]
cli-server-not-confirmed = Nur das Namensverzeichnis des Internets (DNS) sagt, dass das Postfach bei „{ $host }“ liegt.
    .means = Diese Auskunft lässt sich fälschen. Darum hat Deich dort kein Passwort hingeschickt.
    .do = Kennen Sie den Namen von Ihrem Anbieter, nennen Sie ihn selbst: { $source }
cli-no-server = Zu „{ $address }“ ist kein Mail-Server zu finden.
    .means = Weder die eingebaute Liste noch die Angaben des Anbieters nennen einen, der antwortet.
    .do = Nennen Sie ihn selbst, als imaps://NAME@SERVER. Den Server nennt die Hilfe Ihres Mail-Anbieters unter „IMAP“.
cli-no-such-account = „{ $source }“ ist Deich nicht bekannt.
    .means = Vergessen lässt sich nur, was Deich schon einmal gelesen hat. Es wurde nichts gelöscht.
    .do = Alle Postfächer nennt: deich accounts
cli-accounts-empty = Deich hat noch kein Postfach gelesen.
cli-account = { $label }: { $source }, zuletzt gelesen { $when }
cli-output = Die Ausgabe lässt sich nicht schreiben: { $detail }
cli-no-window = Dieses Deich wurde ohne Fenster gebaut. Was es kann, zeigt: deich --help

cli-no-stage = Eine Ansicht „{ $name }“ gibt es nicht. Alle nennt: deich stage --list

cli-looked-at = { $source }: { $n ->
    [one] eine Nachricht
   *[other] { $n } Nachrichten
} geprüft.
cli-no-flood = Keine Mail-Flut gefunden.
cli-incident-head = Mail-Flut { $id }: { $kind } ({ $key })
cli-incident-span = Von { $from } bis { $to }
cli-incident-size = { $n ->
    [one] Eine Nachricht
   *[other] { $n } Nachrichten
} von { $senders ->
    [one] einem Absender
   *[other] { $senders } Absendern
}, höchstens { $peak } in einer Minute
cli-incident-kind = { $n } × { $kind }
cli-incident-moved = { $n ->
    [one] Eine davon ist
   *[other] { $n } davon sind
} schon aufgeräumt
cli-incident-plan = { $n } zum Aufräumen, { $safe } bleiben geschützt{ $safe ->
    [0] .
   *[other] :
}

cli-junk-found = { $n ->
    [0] Im Ordner für unerwünschte E-Mails liegt keine, die Sie brauchen könnten.
    [one] Im Ordner für unerwünschte E-Mails liegt eine, die Sie brauchen könnten:
   *[other] Im Ordner für unerwünschte E-Mails liegen { $n }, die Sie brauchen könnten:
}
cli-junk-message = { $from }: { $subject } ({ $reason })
cli-junk-hint = Zurück in den Posteingang mit: deich rescue

cli-next = Als Nächstes: Was ein Aufräumen verschieben würde, ohne es schon zu tun, zeigt: { $command }

cli-open-action = Schritt { $id } ist noch nicht zu Ende gebracht: { $moved } von { $planned } Nachrichten sind verschoben. Bringen Sie ihn zu Ende, oder machen Sie ihn rückgängig:
cli-nothing-open = Kein Schritt ist offen.
    .means = Alle Schritte bisher sind zu Ende gebracht.
    .do = Alle Schritte zeigt: deich history

cli-preview-create = Der Ordner „{ $mailbox }“ wird angelegt.
cli-preview-moves = { $n ->
    [one] Eine Nachricht kommt
   *[other] { $n } Nachrichten kommen
} von „{ $from }“ nach „{ $to }“.
cli-preview-stays = { $n ->
    [one] Eine Nachricht bleibt
   *[other] { $n } Nachrichten bleiben
}, wo sie { $n ->
    [one] ist
   *[other] sind
}:
cli-confirm = { $n ->
    [one] Diese eine Nachricht
   *[other] Diese { $n } Nachrichten
} verschieben? Sie können es rückgängig machen. [j/N]
cli-yes-words = j ja y yes
cli-not-confirmed = Es wurde nichts verschoben.
    .means = Sie haben nicht mit Ja geantwortet. Alles ist, wie es war.
    .do = Rufen Sie den Befehl noch einmal auf, wenn Sie sich entschieden haben.
cli-nobody-to-ask = Es wurde nichts verschoben: Hier ist kein Terminal, an dem Deich fragen könnte.
    .means = Deich verschiebt Nachrichten erst, wenn jemand Ja gesagt hat.
    .do = Sehen Sie sich die Vorschau oben an, und fügen Sie --yes hinzu, um ohne Frage zu verschieben.

cli-result-moved = { $n ->
    [one] Eine Nachricht
   *[other] { $n } Nachrichten
} verschoben.
cli-result-undone = { $n ->
    [one] Eine Nachricht
   *[other] { $n } Nachrichten
} zurückgeholt.
cli-result-gone = { $n ->
    [one] Eine war
   *[other] { $n } waren
} nicht mehr da.
cli-result-lost = { $n ->
    [one] Eine war
   *[other] { $n } waren
} nicht zu finden und { $n ->
    [one] wurde
   *[other] wurden
} nicht zurückgeholt.
cli-result-failed = { $n ->
    [one] Bei einer
   *[other] Bei { $n }
} ist es nicht gelungen.
cli-result-problem = Der Grund: { $problem }
cli-result-counted = Gezählt: Quelle { $frombefore } → { $fromafter }, Ziel { $tobefore } → { $toafter } Nachrichten.
cli-result-undo-hint = Rückgängig mit: { $command }

cli-history-empty = Deich hat noch nichts verschoben.
cli-history-head = Schritt { $id }, { $when }: { $what }
cli-history-source = Postfach { $source }, nach { $to }
cli-history-state = { $state }, { $moved } von { $planned } Nachrichten
cli-purpose-clean-up = Mail-Flut aufgeräumt ({ $key })
cli-purpose-selection = Auswahl aufgeräumt
cli-purpose-undo = Schritt { $id } rückgängig gemacht
cli-state-open = noch offen
cli-state-done = erledigt
cli-state-partly = teilweise erledigt
cli-state-undone = rückgängig gemacht

cli-filter-what = Der Filter legt neue Nachrichten dieser Flut in den Ordner „{ $mailbox }“ und endet am { $until } von selbst.
cli-filter-tried = Ausprobiert: Er hätte { $flood } Nachrichten der Flut erfasst und { $other } von { $all } anderen.
cli-filter-next = Ein Filter wirkt erst beim Mail-Server: Laden Sie ihn in den Einstellungen Ihres Web-Postfachs unter „Filter“ oder „Sieve“, oder fragen Sie Ihren Anbieter. Auf diesem Computer bewirkt er nichts.
cli-report-next = Öffnen Sie die Datei in Ihrem Mail-Programm, lesen Sie den Brief, und senden Sie ihn von dort ab. Deich sendet nichts von selbst.
cli-report-to = An: { $to }
cli-report-subject = Betreff: { $subject }
cli-report-redacted = { $n ->
    [one] Eine Angabe Dritter wurde
   *[other] { $n } Angaben Dritter wurden
} geschwärzt.
cli-saved = Gespeichert: { $path }
