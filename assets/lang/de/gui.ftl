# Das Fenster.

gui-deich = Deich
gui-window-title = Deich: { $screen }
gui-no-window = Hier lässt sich kein Fenster öffnen: Es ist kein Bildschirm zu erreichen (technisch: { $detail }). Ohne Fenster geht vieles auch; wie, zeigt: deich --help

gui-put-away = Gelesen
gui-store-damaged = Die Ablage von Deich ist beschädigt. Ihre E-Mails liegen nicht darin und sind sicher.
gui-store-begin-anew = Zur Seite legen und neu anfangen
gui-alerts-more = { $n ->
    [one] Danach kommt noch eine Mitteilung.
   *[other] Danach kommen noch { $n } Mitteilungen.
}
gui-again = Noch einmal versuchen
gui-back = Zurück
gui-cancel = Abbrechen
gui-close = Schließen
gui-continue = Weiter
gui-finish = Zu Ende führen
gui-undo = Rückgängig machen
gui-read = Lesen
gui-keep = Behalten
gui-release = Nicht behalten
gui-save = Speichern
gui-save-as = Anderen Ort wählen …
gui-save-over = Vorhandene Datei ersetzen
gui-saved = Gespeichert: { $path }
gui-choose-file = Datei auswählen …
gui-choose-folder = Ordner auswählen …
gui-waiting = Einen Augenblick …
gui-german = Deutsch
gui-english = English
gui-no-sender = (ohne Absender)
gui-no-subject = (ohne Betreff)
gui-more = und { $n ->
    [one] eine weitere
   *[other] { $n } weitere
}
gui-messages = { $n ->
    [one] Eine Nachricht
   *[other] { $n } Nachrichten
}

# Start
gui-start-title = Start
gui-start-headline = Mein Postfach ist überflutet
gui-start-lead = Deich findet die Flut, schützt die Nachrichten, die Sie brauchen, und räumt den Rest weg. Alles lässt sich rückgängig machen.
gui-start-known = Zuletzt geöffnet
gui-start-last = Zuletzt gelesen { $when }
gui-start-account = Ihre E-Mail-Adresse
gui-start-account-note = Deich liest Ihr Postfach direkt beim Anbieter. Verschoben wird erst, wenn Sie es bestätigen.
gui-start-address-hint = name@beispiel.de
gui-start-connect = Weiter
gui-start-no-address = Das ist keine E-Mail-Adresse. Sie sieht zum Beispiel so aus: anna@verein.example
gui-start-file = Eine Mail-Datei öffnen
gui-start-file-note = Eine Datei (mbox), ein Ordner aus einem Mail-Programm (Maildir) oder ein Ordner mit .eml-Dateien.
gui-start-path-hint = Ort der Datei oder des Ordners
gui-start-open = Öffnen
gui-start-no-path = Geben Sie an, wo die Datei oder der Ordner liegt.
gui-start-demo = Erst einmal ausprobieren
gui-start-demo-note = Eine erfundene Flut zum Üben. Ihr eigenes Postfach wird dabei nicht berührt.
gui-start-demo-open = Beispiel öffnen
gui-start-continue = Weiter mit diesem Postfach
gui-start-promise = Ihre Nachrichten bleiben auf diesem Computer und bei Ihrem Anbieter. Deich öffnet keine Verweise, lädt keine Bilder und antwortet niemandem.
gui-demo-label = Beispiel-Flut

# Verbinden
gui-connect-title = Verbinden
gui-connect-headline = Anmelden als { $address }
gui-connect-known = Ihr Anbieter ist { $name }. Den Server kennt Deich schon.
gui-connect-provider = Ihr Anbieter ist { $name }.
gui-connect-unknown = Diesen Anbieter kennt Deich noch nicht. Den Namen des Mail-Servers finden Sie in der Hilfe Ihres Anbieters unter „IMAP“.
gui-connect-searching = Der Mail-Server zu Ihrer Adresse wird gesucht …
gui-connect-found = Der Mail-Server ist gefunden: { $host }
gui-connect-before = Ihr Mail-Server ist { $host }.
gui-connect-outside = Bitte hinsehen: Ihr Postfach soll bei „{ $host }“ liegen, also unter einem anderen Namen als „{ $domain }“. Diese Auskunft lässt sich fälschen. Geben Sie Ihr Passwort nur ein, wenn Sie diesen Namen von Ihrem Anbieter kennen.
gui-connect-look = Angaben zum Server ansehen
gui-connect-how-autoconfig = Das sagt die Internetseite Ihres Anbieters.
gui-connect-how-srv = Das steht im Namensverzeichnis des Internets (DNS).
gui-connect-how-exchanger = Dorthin geht die Post für Ihre Adresse.
gui-connect-how-guess = Unter diesem üblichen Namen hat ein Mail-Server geantwortet.
gui-connect-offers = Er bietet zum Anmelden an: { $ways }.
gui-connect-certificate-show = Für Fachleute: den Ausweis ansehen
gui-connect-certificate-print = Fingerabdruck des Ausweises (SHA-256)
gui-connect-certificate-warning = Vergleichen Sie ihn mit dem, den der Betreiber des Servers nennt, am Telefon etwa, nicht per E-Mail. Stimmt auch nur ein Zeichen nicht, brechen Sie ab. Deich vertraut dann nur diesem einen Ausweis und nur für dieses Postfach; ändert er sich, fragt es wieder.
gui-connect-certificate-trust = Diesem Ausweis für dieses Postfach vertrauen
gui-connect-browser = Im Browser anmelden
gui-connect-browser-waiting = Melden Sie sich jetzt im Browser an, und bestätigen Sie dort den Zugriff. Deich wartet so lange. Hat sich kein Browser geöffnet, kopieren Sie die Adresse der Seite, und fügen Sie sie oben im Browser ein.
gui-connect-browser-copy = Adresse der Seite kopieren
gui-connect-password = Passwort
gui-connect-password-hint = Passwort eingeben
gui-connect-remember = Passwort im Schlüsselbund dieses Computers aufbewahren
gui-connect-remember-browser = Anmeldung im Schlüsselbund dieses Computers aufbewahren
gui-connect-by-hand = Server von Hand angeben
gui-connect-server = Der Mail-Server
gui-connect-more = Weitere Angaben zum Server
gui-connect-host = Name des Servers (IMAP)
gui-connect-port = Anschluss (Port)
gui-connect-tls = Verschlüsselt (TLS)
gui-connect-starttls = Erst nach dem Verbinden verschlüsselt (STARTTLS)
gui-connect-plain = Unverschlüsselt (nur für diesen Computer selbst)
gui-connect-user = Benutzername, falls er nicht die Adresse ist
gui-connect-ca = Zertifikatsdatei Ihres Vereins oder Ihrer Firma, falls nötig
gui-connect-ca-hint = Ort der Datei (.pem)
gui-connect-sign-in = Anmelden
gui-connect-no-port = Der Anschluss ist eine Zahl, meist 993.
gui-connect-no-host = Geben Sie den Namen des Mail-Servers an, zum Beispiel imap.verein.example.
gui-connect-no-password = Geben Sie das Passwort ein.
gui-connect-promise = Das Passwort geht nur verschlüsselt an Ihren Anbieter. Es steht nie in einer Datei.

# Lesen
gui-reading-title = Lesen
gui-reading-connecting = Die Verbindung wird aufgebaut …
gui-reading-signing-in = Anmeldung läuft …
gui-reading-demo = Das Beispiel wird geschrieben …
gui-reading-mailbox = „{ $mailbox }“ wird gelesen
gui-reading-triage = Die Nachrichten werden geprüft …
gui-reading-of = { $done } von { $total }
gui-reading-speed = { $n } in der Sekunde
gui-reading-left = noch etwa { $time }
gui-reading-soon = gleich fertig
gui-reading-safe = Deich liest nur. Es wird nichts verändert und nichts als gelesen markiert.
gui-reading-failed = Das Postfach ließ sich nicht lesen
gui-reading-stopped = Angehalten
gui-reading-cancelled = Was bis hierher gelesen wurde, muss beim nächsten Mal nicht noch einmal gelesen werden.
gui-reading-show = Zeigen, was da ist
gui-reading-so-far = Bisher zu sehen
gui-reading-nothing-yet = Noch keine Flut zu erkennen.

# Die Flut
# In der Leiste oben, solange die Flut auf dem Schirm ist.
gui-news = { $n ->
    [one] Eine neue Nachricht, anzeigen
   *[other] { $n } neue, anzeigen
}
gui-flood-title = Die Flut
gui-flood-nothing-open = Es ist kein Postfach geöffnet.
gui-sentence-open_list = Seit { $since } ({ $date }) { $n ->
    [one] ist eine Nachricht
   *[other] sind { $n } Nachrichten
} über { $key } gekommen, in der Spitze { $peak } in der Minute. { $kept ->
    [0] Keine davon brauchen Sie voraussichtlich.
    [one] Eine davon wird behalten.
   *[other] { $kept } davon werden behalten.
}
gui-sentence-reply_all = Seit { $since } ({ $date }) { $n ->
    [one] ist eine Nachricht
   *[other] sind { $n } Nachrichten
} gekommen, weil viele auf „{ $key }“ an alle antworten, in der Spitze { $peak } in der Minute. { $kept ->
    [0] Keine davon brauchen Sie voraussichtlich.
    [one] Eine davon wird behalten.
   *[other] { $kept } davon werden behalten.
}
gui-sentence-subscription_bomb = Seit { $since } ({ $date }) meldet jemand { $key } überall an: { $n ->
    [one] eine Nachricht
   *[other] { $n } Nachrichten
}, in der Spitze { $peak } in der Minute. { $kept ->
    [0] Keine davon brauchen Sie voraussichtlich.
    [one] Eine davon wird behalten.
   *[other] { $kept } davon werden behalten.
}
gui-sentence-auto_reply_loop = Seit { $since } ({ $date }) antworten zwei Automaten einander, der andere ist { $key }: { $n ->
    [one] eine Nachricht
   *[other] { $n } Nachrichten
}, in der Spitze { $peak } in der Minute. { $kept ->
    [0] Keine davon brauchen Sie voraussichtlich.
    [one] Eine davon wird behalten.
   *[other] { $kept } davon werden behalten.
}
gui-sentence-backscatter = Seit { $since } ({ $date }) kommen Rückläufer zu Nachrichten, die Sie nie geschrieben haben; jemand hat { $key } als Absender gefälscht: { $n ->
    [one] eine Nachricht
   *[other] { $n } Nachrichten
}, in der Spitze { $peak } in der Minute. { $kept ->
    [0] Keine davon brauchen Sie voraussichtlich.
    [one] Eine davon wird behalten.
   *[other] { $kept } davon werden behalten.
}
gui-flood-announcement = Das sagt der Betreiber dazu
gui-flood-trigger = Damit fing es an
gui-flood-offer = { $n ->
    [0] Es ist nichts mehr wegzuräumen.
    [one] Eine Nachricht lässt sich wegräumen.
   *[other] { $n } Nachrichten lassen sich wegräumen.
} { $kept ->
    [0] Behalten wird keine.
    [one] Eine bleibt, wo sie ist.
   *[other] { $kept } bleiben, wo sie sind.
}
gui-flood-clean = Aufräumen …
gui-flood-stop = Weitere Mails stoppen …
gui-flood-report = Melden …
gui-flood-closer = Genauer ansehen
gui-flood-read-only = In dieser Datei kann Deich nichts verschieben. Stoppen und Melden gehen trotzdem.
gui-flood-cleaned = { $n ->
    [one] Eine Nachricht ist weggeräumt.
   *[other] { $n } Nachrichten sind weggeräumt.
}
gui-flood-beside = In denselben Stunden direkt an Sie: { $n }
gui-flood-beside-note = Nicht aus der Flut. Bleibt, wo es ist.
gui-flood-kept = { $n ->
    [0] In Sicherheit
    [one] In Sicherheit: eine Nachricht
   *[other] In Sicherheit: { $n } Nachrichten
}
gui-flood-kept-none = Deich hat in der Flut keine Nachricht gefunden, die Sie brauchen könnten. Sehen Sie im Zweifel selbst nach.
gui-flood-kept-all = { $n ->
    [one] Diese ansehen
   *[other] Alle { $n } ansehen
}
gui-flood-when = Wann es kam
gui-flood-span = { $from } bis { $to }: { $n ->
    [one] eine Nachricht
   *[other] { $n } Nachrichten
}
gui-flood-span-show = Diese Nachrichten zeigen
gui-flood-span-clear = Auswahl aufheben
gui-flood-span-hint = Ziehen Sie mit der Maus über das Bild, um einen Zeitraum auszuwählen.
gui-flood-open-action-title = Ein früheres Aufräumen wurde unterbrochen
gui-flood-open-action = { $when } begonnen: { $moved ->
    [one] eine
   *[other] { $moved }
} von { $planned } Nachrichten verschoben. Nichts ist verloren. Möchten Sie es zu Ende führen oder rückgängig machen?

# Im Spam-Ordner gefunden
gui-flood-junk = { $n ->
    [one] Im Spam-Ordner gefunden: eine Nachricht
   *[other] Im Spam-Ordner gefunden: { $n } Nachrichten
}
gui-flood-junk-note = Vielleicht warten Sie darauf. Viele Anbieter leeren den Spam-Ordner nach einiger Zeit.
gui-flood-junk-open = Ansehen und zurückholen …
gui-junk-title = Im Spam-Ordner gefunden
gui-junk-headline = Das lag im Spam-Ordner
gui-junk-lead = Diese Nachrichten könnten Ihnen fehlen. Was angekreuzt ist, kommt zurück in den Posteingang.
gui-junk-careful = Im Spam-Ordner liegen auch Fälschungen. Lesen Sie im Zweifel erst, und klicken Sie auch später auf nichts, was Sie nicht erwartet haben.
gui-junk-empty = Im Spam-Ordner liegt nichts mehr, was Ihnen fehlen könnte.
gui-junk-move = { $n ->
    [0] Nichts ausgewählt
    [one] Eine Nachricht in den Posteingang verschieben
   *[other] { $n } Nachrichten in den Posteingang verschieben
}
gui-junk-safe = Es wird nur verschoben, und Sie können es rückgängig machen.
gui-junk-open-action = Führen Sie erst das unterbrochene Aufräumen zu Ende, oder machen Sie es rückgängig.

# Das Postfach im Blick behalten
gui-watch-on = Deich behält dieses Postfach im Blick.
gui-watch-moved = { $n ->
    [one] Eine neue Nachricht der Flut ist schon weggeräumt.
   *[other] { $n } neue Nachrichten der Flut sind schon weggeräumt.
}
gui-watch-offline = Keine Verbindung zum Postfach. Nächster Versuch in { $time }.
gui-watch-trying = Keine Verbindung zum Postfach. Deich versucht es gerade noch einmal …
gui-patience = Ihr Anbieter bittet um etwas Geduld. In { $time } geht es von selbst weiter.
gui-patience-over = Es geht gleich weiter …
gui-flood-follow = Was von dieser Flut in den nächsten { $days } Tagen noch kommt, gleich wegräumen, sobald Deich geöffnet ist
gui-flood-follow-until = Das endet von selbst am { $date }. Beenden können Sie es hier oder in den Einstellungen.
gui-watch-ended = Deich behält dieses Postfach nicht mehr im Blick.
gui-watch-again = Wieder im Blick behalten
gui-watch-sign-in = Neu anmelden
gui-watch-unswept = { $n ->
    [one] Eine neue Nachricht der Flut konnte nicht weggeräumt werden.
   *[other] { $n } neue Nachrichten der Flut konnten nicht weggeräumt werden.
} Deich versucht es nicht von selbst noch einmal: Nehmen Sie den Haken unten heraus, und setzen Sie ihn neu.
gui-clean-offline = Gerade besteht keine Verbindung zum Postfach. Verschoben wird erst, wenn sie wieder da ist.

# Keine Flut
gui-calm-headline = Hier ist keine Flut
gui-calm-lead = { $n ->
    [one] Deich hat die eine Nachricht geprüft und keine Flut gefunden.
   *[other] Deich hat { $n } Nachrichten geprüft und keine Flut gefunden.
} Sie können trotzdem aussuchen, was weg soll.
gui-calm-look = Nachrichten ansehen
gui-calm-senders = Wer am meisten schreibt
gui-calm-lists = Verteiler und Newsletter
gui-calm-empty = Dieses Postfach ist leer
gui-calm-empty-lead = Es liegt keine Nachricht darin. Ist die Flut in einem anderen Postfach, gehen Sie zurück, und öffnen Sie dieses.

# Genauer ansehen
gui-closer-title = Genauer ansehen
gui-closer-search-hint = Absender oder Betreff suchen
gui-closer-scope-all = Alles im Postfach
gui-closer-scope-flood = Die Flut
gui-closer-scope-beside = Direkt an Sie
gui-closer-sort = Reihenfolge
gui-closer-group = Gruppen
gui-closer-all = Alle auswählen
gui-closer-none = Auswahl aufheben
gui-closer-clean = Ausgewählte wegräumen …
gui-closer-count = { $n ->
    [one] Eine Nachricht
   *[other] { $n } Nachrichten
}, { $chosen } ausgewählt
gui-closer-all-groups = Alle Gruppen
gui-closer-empty = Hier ist nichts.
gui-closer-no-match = Keine Nachricht passt dazu. Ändern Sie die Suche oder die Auswahl.
gui-chip-all = Alle
gui-chip-offered = Zum Wegräumen
gui-chip-kept = In Sicherheit
gui-sort-newest = Neueste zuerst
gui-sort-oldest = Älteste zuerst
gui-sort-sender = Absender
gui-sort-subject = Betreff
gui-sort-largest = Größte zuerst
gui-group-none = Keine
gui-group-sender = Absender
gui-group-kind = Art
gui-group-channel = Weg
gui-group-chain = Gespräch
gui-group-unnamed = (ohne)
gui-channel-list = Verteiler { $name }
gui-channel-alias = Sammeladresse { $name }
gui-channel-crowd = An viele zugleich
gui-channel-direct = Direkt an Sie
gui-fate-offered = Wird zum Wegräumen vorgeschlagen
gui-fate-kept = Wird behalten: { $reason }
gui-fate-moved = Weggeräumt
gui-why = Warum?
gui-why-hide = Gründe ausblenden
gui-why-nothing = An dieser Nachricht ist nichts auffällig.
gui-text-empty = Diese Nachricht enthält keinen lesbaren Text.
gui-text-inert = Nur der Text. Verweise lassen sich nicht anklicken, Bilder werden nicht geladen.

# Aufräumen
gui-clean-title = Aufräumen
gui-clean-headline = Was geschehen wird
gui-clean-lead = Deich verschiebt Nachrichten. Es löscht keine. Sie können alles rückgängig machen.
gui-clean-where = Wohin damit?
gui-clean-storm = Eigener Ordner „{ $name }“
gui-clean-other = Anderer Ordner
gui-clean-other-hint = Name des Ordners
gui-clean-use = Diesen nehmen
gui-clean-name-first = Geben Sie an, in welchen Ordner verschoben werden soll.
gui-clean-bad-name = So kann ein Ordner nicht heißen.
gui-clean-moves = { $n ->
    [one] Eine Nachricht wird verschoben
   *[other] { $n } Nachrichten werden verschoben
}
gui-clean-from-to = Von „{ $from }“ nach „{ $to }“
gui-clean-own-name = Auf dem Server heißt er „{ $name }“.
gui-clean-nothing = Es gibt nichts zu verschieben.
gui-clean-stays = { $n ->
    [one] Eine Nachricht bleibt, wo sie ist
   *[other] { $n } Nachrichten bleiben, wo sie sind
}
gui-clean-stays-none = Keine Nachricht der Flut bleibt zurück.
gui-clean-safe = Genau diese Nachrichten werden verschoben. Was inzwischen ankommt, bleibt unberührt.
gui-clean-move = { $n ->
    [0] Nichts zu verschieben
    [one] Eine Nachricht verschieben
   *[other] { $n } Nachrichten verschieben
}
gui-clean-look = Erst genauer ansehen

# Verschieben und Ergebnis
gui-work-title = Aufräumen
gui-work-title-undo = Rückgängig machen
gui-work-moving = Die Nachrichten werden verschoben …
gui-work-finishing = Das Aufräumen wird zu Ende geführt …
gui-work-undoing = Die Nachrichten werden zurückgelegt …
gui-work-safe = Jeder Schritt ist aufgeschrieben, bevor er geschieht. Auch wenn der Strom ausfällt, geht nichts verloren.
gui-work-stop = Anhalten
gui-work-stopping = Wird angehalten …
gui-work-stopped = Angehalten
gui-work-stopped-note = Was schon verschoben war, bleibt verschoben. Sie können es zu Ende führen oder rückgängig machen.
gui-work-failed = Das Verschieben wurde unterbrochen
gui-work-failed-undo = Das Zurücklegen wurde unterbrochen
gui-work-failed-note = Im Verlauf steht, was schon verschoben ist. Dort können Sie es rückgängig machen.
gui-work-done = { $moved } verschoben, { $failed } fehlgeschlagen
gui-work-undone = { $moved } zurückgelegt, { $failed } fehlgeschlagen
gui-work-undone-some = { $moved } von { $planned } zurückgelegt
gui-work-half = { $moved } von { $planned } verschoben. Der Rest liegt noch am alten Ort.
gui-work-where = Die verschobenen Nachrichten liegen jetzt in: { $folders }
gui-work-gone = { $n ->
    [one] Eine Nachricht war schon nicht mehr da.
   *[other] { $n } Nachrichten waren schon nicht mehr da.
}
gui-work-lost = { $n ->
    [one] Eine Nachricht war nicht zu finden und liegt nicht wieder am alten Ort. Vielleicht wurde sie inzwischen verschoben oder gelöscht.
   *[other] { $n } Nachrichten waren nicht zu finden und liegen nicht wieder am alten Ort. Vielleicht wurden sie inzwischen verschoben oder gelöscht.
}
gui-work-counted = Nachgezählt: dort, woher sie kamen, lagen { $from_before } Nachrichten, jetzt { $from_after }; dort, wohin sie gingen, { $to_before }, jetzt { $to_after }.
gui-work-problem = { $n ->
    [one] Eine Nachricht ließ sich nicht verschieben
   *[other] { $n } Nachrichten ließen sich nicht verschieben
}. { $problem }
gui-work-problems = { $n ->
    [one] Eine Nachricht ließ sich nicht verschieben.
   *[other] { $n } Nachrichten ließen sich nicht verschieben.
}
gui-work-retry = Den Rest noch einmal versuchen

# Noch einmal anmelden
gui-sign-in-headline = Noch einmal anmelden
gui-sign-in-lead = Für das Postfach { $user } ist auf diesem Computer kein Passwort aufbewahrt. Geben Sie es ein, dann geht es gleich weiter.
gui-sign-in-again = Melden Sie sich für das Postfach { $user } noch einmal an, dann geht es gleich weiter.
gui-sign-in-go-on = Anmelden und weiter

# Verlauf
gui-history-title = Verlauf
gui-history-lead = Alles, was Deich verschoben hat, das Neueste zuerst.
gui-history-empty = Deich hat noch nichts verschoben.
gui-history-moved = { $n ->
    [one] Eine Nachricht nach: { $folders }
   *[other] { $n } Nachrichten nach: { $folders }
}
gui-history-open = Unterbrochen
gui-history-done = Erledigt
gui-history-partly = Teilweise erledigt
gui-history-undone = Rückgängig gemacht
gui-purpose-clean = { $what }: { $key }
gui-purpose-selection = Von Ihnen ausgewählt
gui-purpose-inbox = In den Posteingang geholt
gui-purpose-undo = Zurückgelegt

# Filter
gui-filter-title = Weitere Mails stoppen
gui-filter-headline = Damit nichts nachkommt
gui-filter-open_list = Was über { $key } kommt, geht bis { $until } in den Ordner „{ $mailbox }“.
gui-filter-reply_all = Was zu diesem Gespräch an alle gehört, geht bis { $until } in den Ordner „{ $mailbox }“.
gui-filter-subscription_bomb = Anmeldungen, die Sie nicht wollten, gehen bis { $until } in den Ordner „{ $mailbox }“.
gui-filter-auto_reply_loop = Automatische Antworten von { $key } gehen bis { $until } in den Ordner „{ $mailbox }“.
gui-filter-backscatter = Rückläufer zu Nachrichten, die Sie nicht geschrieben haben, gehen bis { $until } in den Ordner „{ $mailbox }“.
gui-filter-exceptions = { $n ->
    [0] An diesem Tag endet der Filter von selbst.
    [one] Ausgenommen ist jemand, den Sie kennen. An diesem Tag endet der Filter von selbst.
   *[other] Ausgenommen sind { $n } Menschen und Firmen, die Sie kennen. An diesem Tag endet der Filter von selbst.
}
gui-filter-own-bounces = Solange der Filter gilt, kommen auch Rückläufer zu Ihren eigenen Nachrichten in diesen Ordner. Sehen Sie dort nach, wenn Sie auf eine Antwort warten.
gui-filter-own-sign-ups = Melden Sie sich in dieser Zeit selbst irgendwo neu an, kommt die Bestätigung in diesen Ordner. Sehen Sie dann dort nach.
gui-filter-catches = Das hätte er abgefangen: { $flood } aus der Flut und { $other } von Ihren { $all ->
    [one] einer anderen Nachricht
   *[other] { $all } anderen Nachrichten
}.
gui-filter-careful = Vorsicht: { $n ->
    [one] Auch eine andere Nachricht würde
   *[other] Auch { $n } andere Nachrichten würden
} in diesen Ordner kommen. Sehen Sie dort ab und zu nach.
gui-filter-server = Beim Anbieter einrichten
gui-filter-server-note = Der Filter gilt dann auch, wenn dieser Computer aus ist. Filter, die Sie dort schon haben, bleiben unverändert und gelten weiter.
gui-filter-set = Jetzt einrichten
gui-filter-remove = Filter von Deich dort entfernen
gui-filter-is-set = Der Filter ist eingerichtet und gilt ab sofort.
gui-filter-is-set-beside = Der Filter ist eingerichtet und gilt ab sofort. Ihr bisheriger Filter „{ $name }“ gilt daneben weiter.
gui-filter-removed = Der Filter von Deich ist entfernt.
gui-filter-restored = Der Filter von Deich ist entfernt. Ihr bisheriger Filter „{ $name }“ gilt wieder allein.
gui-filter-none-there = Dort ist kein Filter von Deich eingerichtet.
gui-filter-how = Sie können den Filter auch als Datei speichern. Ihr Anbieter oder Ihr Verein kann sie im Postfach einrichten (Sieve).
gui-filter-path = Wohin speichern?
gui-filter-file = Deich-Filter.sieve
gui-filter-show = Den Filter im Wortlaut zeigen
gui-filter-hide = Den Wortlaut ausblenden

# Meldung
gui-report-title = Melden
gui-report-headline = Dem Betreiber Bescheid geben
gui-report-lead = Deich schreibt den Brief. Gesendet wird er erst, wenn Sie ihn in Ihrem Mail-Programm öffnen und abschicken.
gui-report-to = An: { $to }
gui-report-why = Diese Stellen können die Ursache abstellen. An den Verteiler selbst geht nichts.
gui-report-editable = Sie können den Brief ändern: Klicken Sie hinein, und schreiben Sie.
gui-report-changed = Von Ihnen geändert.
gui-report-restore = Ursprünglichen Brief zurückholen
gui-report-attached = Die Nachricht, mit der es anfing, liegt als Beweis bei.
gui-report-redacted = { $n ->
    [one] Eine Adresse oder Telefonnummer anderer ist geschwärzt.
   *[other] { $n } Adressen und Telefonnummern anderer sind geschwärzt.
}
gui-report-path = Wohin speichern?
gui-report-file = Meldung.eml
gui-report-open = Im Mail-Programm öffnen
gui-report-how = Öffnen Sie die gespeicherte Datei mit Ihrem Mail-Programm, um sie zu prüfen und zu senden.

# Postfächer
gui-account-forget = Vergessen
gui-account-really = „{ $name }“ vergessen? Deich löscht sein Wissen über dieses Postfach, auch das Passwort im Schlüsselbund und den Verlauf: Was dort verschoben wurde, lässt sich danach mit Deich nicht mehr zurückholen. Die Nachrichten selbst bleiben, wo sie sind.
gui-account-keep = Nicht vergessen
gui-account-forget-now = Postfach vergessen

# Menschen, denen Sie vertrauen
gui-trust = Diesem Absender vertrauen
gui-trust-no-more = Nicht mehr vertrauen

# Einstellungen
gui-settings-title = Einstellungen
gui-settings-language = Sprache
gui-settings-look = Aussehen
gui-settings-system = Wie der Computer
gui-settings-light = Hell
gui-settings-dark = Dunkel
gui-settings-contrast = Kontrast
gui-settings-normal = Normal
gui-settings-high = Hoch
gui-settings-size = Schriftgröße
gui-settings-accounts = Ihre Postfächer
gui-settings-orders = Was von selbst weggeräumt wird
gui-settings-orders-note = Neue Nachrichten dieser Fluten räumt Deich gleich weg, solange es geöffnet ist und das Postfach im Blick hat.
gui-settings-order = Aus { $source } nach „{ $to }“, bis { $date }
gui-settings-order-end = Beenden
gui-settings-trusted = Absender, denen Sie vertrauen
gui-settings-trusted-none = Noch niemand. Beim Lesen einer Nachricht können Sie ihrem Absender vertrauen: Was von ihm kommt, räumt Deich nie weg.
gui-settings-trusted-note = Was von diesen Adressen kommt, räumt Deich nie weg.
gui-settings-data = Was Deich auf diesem Computer aufbewahrt
gui-settings-data-note = Absender, Betreff und Zeit der gelesenen Nachrichten und den Verlauf, damit sich alles rückgängig machen lässt. Passwörter liegen nur im Schlüsselbund.
gui-settings-delete = Alles löschen …
gui-settings-really = Danach lässt sich mit Deich nichts mehr rückgängig machen. Ihre Nachrichten im Postfach bleiben, wo sie sind.
gui-settings-keep = Nicht löschen
gui-settings-forget = Alles löschen
gui-settings-forgotten = Alles gelöscht, was Deich aufbewahrt hatte.

# Tasten
gui-keys-title = Tasten
gui-keys-lead = Keine Taste verschiebt oder löscht etwas von selbst.
gui-key-esc = Esc
gui-key-tab = Tab, Umschalt Tab
gui-key-f1 = F1 oder ?
gui-key-f2 = F2
gui-key-f3 = F3
gui-key-ctrl-f = Strg F
gui-key-k = K
gui-key-u = U
gui-key-w = W
gui-key-ctrl-a = Strg A
gui-key-arrows = Pfeiltasten
gui-key-shift-arrows = Umschalt Pfeil
gui-key-space = Leertaste
gui-key-enter = Eingabe
gui-key-back = Eine Seite zurück
gui-key-next = Zum nächsten, zum vorigen Feld
gui-key-help = Diese Liste
gui-key-settings = Einstellungen
gui-key-history = Verlauf
gui-key-search = Suchen
gui-key-keep = Ausgewählte Nachrichten behalten
gui-key-release = Ausgewählte Nachrichten nicht behalten
gui-key-why = Gründe zeigen oder ausblenden
gui-key-all = Alle auswählen
gui-key-move = In der Liste auf und ab
gui-key-extend = Dabei mehrere auswählen
gui-key-toggle = Eine Nachricht zusätzlich auswählen
gui-key-read = Nachricht lesen

# Look closer, folded away
gui-closer-arrange = Sortieren und gruppieren

# The timeline
timeline-messages = { $n ->
    [one] 1 Nachricht
   *[other] { $count } Nachrichten
}
