# Die Hilfe der Kommandozeile: `deich --help`. SOURCE, DIR und dergleichen bleiben in jeder Sprache, wie sie sind.

help-usage = Aufruf:
help-options = [OPTIONEN]
help-command = BEFEHL
help-heading-commands = Befehle
help-heading-arguments = Angaben
help-heading-options = Optionen
help-heading-global = Optionen für alle Befehle

help-deich = Für ein Postfach, das gerade überflutet wurde: den Vorfall erkennen, aufräumen und es zurücknehmen können,
    ihn melden, den Rest fernhalten.

    Ohne Befehl öffnet sich das Fenster.
help-after = SOURCE ist ein Maildir, eine mbox-Datei, ein Ordner mit .eml-Dateien, eine E-Mail-Adresse, deren Server Deich
    dann sucht, oder imap[s]://NAME@SERVER[:ANSCHLUSS]
    (im Namen ; als %3B und @ als %40 schreiben; imap:// ohne --starttls nur auf diesem Computer).
    Das Passwort kommt aus dem Passwortspeicher des Systems, von --password-stdin, oder Deich fragt danach.

    Verschieben: clean und rescue fragen vorher am Terminal, auch wenn die Standardeingabe etwas anderes ist.
    Wo kein Terminal zum Fragen ist, etwa in Skripten, verschieben sie nur mit --yes.

    Rückgabewerte: 0 erledigt; 1 nichts gefunden oder abgelehnt; 2 falscher Aufruf; 3 Postfach nicht zu erreichen
    oder nicht zu lesen. JSON geht auf die Standardausgabe, alle Worte dann auf die Fehlerausgabe. Ein Befehl, der
    aufgegeben wurde, schreibt stattdessen
    {"{"}"version": 1, "error": {"{"}"kind", "exit", "happened", "means", "to_do"{"}"}{"}"}.

    Umgebung: DEICH_DATA (wie --data), DEICH_LANG=de|en (wie --lang), DEICH_KEYRING=off (den Passwortspeicher
    nie fragen), DEICH_LOG=warn|info|debug|trace (Protokoll auf die Fehlerausgabe).

help-demo = Das Fenster mit einer Beispiel-Flut öffnen
help-scan = Ein Postfach lesen und sagen, ob es überflutet wurde
help-clean = Die Nachrichten eines Vorfalls wegräumen, außer den geschützten; lässt sich zurücknehmen
help-rescue = Erwünschte Nachrichten aus dem Spam-Ordner zurück in den Posteingang holen; lässt sich zurücknehmen
help-watch = Ein Postfach beobachten: eine Zeile für alles, was kommt, bis Strg+C (Ende mit 0; beim zweiten Strg+C sofort, mit 130)
help-undo = Einen Schritt rückgängig machen (ohne ACTION: den letzten, bei dem es geht)
help-finish = Einen Schritt zu Ende bringen, den ein Absturz oder eine abgerissene Verbindung offen ließ
help-history = Alle Schritte bisher zeigen, den neuesten zuerst
help-accounts = Die Postfächer zeigen, die Deich kennt
help-set-aside = Eine beschädigte Ablage zur Seite legen und eine neue anfangen; gelöscht wird nichts
help-filter = Einen Sturm-Filter für einen Vorfall als Sieve-Skript speichern
help-report = Einen Bericht über einen Vorfall als .eml-Datei speichern

help-argument-help = Diese Hilfe zeigen
help-argument-version = Die Fassung zeigen
help-argument-words = Sprache aller Worte: de oder en (sonst DEICH_LANG, sonst die des Systems)
help-argument-data = Was Deich sich merkt, in DIR ablegen
help-argument-password_stdin = Das Passwort aus der ersten Zeile der Standardeingabe lesen
help-argument-browser = Statt mit einem Passwort im Browser anmelden (Google, Microsoft)
help-argument-remember = Das Passwort im Passwortspeicher des Systems behalten, wenn es gestimmt hat
help-argument-ca = Auch den Zertifikaten in FILE (PEM) trauen
help-argument-starttls = Bei imap:// vor dem Anmelden mit STARTTLS verschlüsseln
help-argument-trust_certificate = Dem Zertifikat mit diesem Fingerabdruck (SHA-256) für dieses Postfach von nun an trauen
help-accounts-forget = Ein Postfach vergessen: Gelesenes, Verlauf, Passwort; die Nachrichten selbst bleiben beim Anbieter
help-argument-source = Ein Pfad, eine Adresse oder imap[s]://NAME@SERVER[:ANSCHLUSS]
help-argument-me = Eine eigene Adresse (mehrmals möglich)
help-argument-folder = Ein Ordner, der statt des Posteingangs gelesen wird (mehrmals möglich)
help-argument-incident = Die Nummer des Vorfalls, wie `deich scan` sie zeigt
help-argument-json = JSON auf die Standardausgabe schreiben
help-argument-out = Die Datei, die geschrieben wird; eine vorhandene bleibt, wie sie ist
help-demo-size = Nachrichten in der Nacht der Flut (1 bis 1000000; ohne Angabe 5000)
help-demo-dir = Das Beispiel-Postfach (ein Maildir) in DIR anlegen: neu, leer oder von einer früheren Demo
help-demo-no_window = Anlegen und lesen, aber kein Fenster öffnen
help-clean-to = Wohin die Nachrichten kommen; wird angelegt, wo es fehlt (ohne Angabe: der Papierkorb)
help-watch-follow = Was von diesem Vorfall noch kommt, wegräumen; gilt 14 Tage, auch für spätere Läufe und das Fenster (mehrmals möglich)
help-watch-unfollow = Nicht mehr wegräumen, was von diesem Vorfall noch kommt
help-watch-to = Wohin das Weggeräumte kommt; wird angelegt, wo es fehlt (ohne Angabe: der Papierkorb)
help-clean-dry_run = Zeigen, was verschoben würde, und nichts verschieben
help-clean-yes = Vor dem Verschieben nicht fragen; nötig, wo kein Terminal zum Fragen ist
help-rescue-dry_run = Zeigen, was verschoben würde, und nichts verschieben
help-rescue-yes = Vor dem Verschieben nicht fragen; nötig, wo kein Terminal zum Fragen ist
help-undo-action = Die Nummer des Schritts, wie `deich history` sie zeigt
help-undo-source = Das Postfach dazu, wo Deich es nicht weiß
help-finish-action = Die Nummer des Schritts, wie `deich history` sie zeigt
help-finish-source = Das Postfach dazu, wo Deich es nicht weiß
help-report-lang = Sprache des Briefs: de oder en

# Wenn die Eingabe keinen Sinn ergibt.

usage-missing = Es fehlt etwas: { $what }
usage-unknown-argument = „{ $what }“ kennt Deich hier nicht.
usage-unknown-command = Einen Befehl „{ $what }“ gibt es nicht.
usage-no-value = Nach { $argument } fehlt eine Angabe.
usage-bad-value = „{ $what }“ passt nicht zu { $argument }.
usage-bad-choice = „{ $what }“ passt nicht zu { $argument }: Möglich sind { $choices }.
usage-bad-number = „{ $what }“ passt nicht zu { $argument }: Das ist eine ganze Zahl, und nicht jede.
usage-twice = { $argument } steht zweimal da.
usage-not-text = Eine Angabe ist kein lesbarer Text (UTF-8).
usage-other = Diesen Aufruf versteht Deich nicht.
usage-meant = Meinten Sie „{ $what }“?
usage-more = Aufruf: { $usage }
usage-help = Mehr dazu: { $command }
