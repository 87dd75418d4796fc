//! What the flood says: templates by language. `{shop}` is filled in.

/// Sign-up mail of one language: subjects, sentences, the button's text, the closing, and words of welcome.
pub struct SignUp {
    pub subjects: &'static [&'static str],
    pub bodies: &'static [&'static str],
    pub button: &'static [&'static str],
    pub closing: &'static str,
    pub welcome_subjects: &'static [&'static str],
    pub welcome_bodies: &'static [&'static str],
}

pub const GERMAN: SignUp = SignUp {
    subjects: &[
        "Bitte bestätigen Sie Ihre Anmeldung",
        "Bitte bestätigen Sie Ihre Newsletter-Anmeldung",
        "Newsletter-Anmeldung bei {shop}: bitte bestätigen",
        "Nur noch ein Klick: Bestätigen Sie Ihre E-Mail-Adresse",
        "Ihre Anmeldung zum {shop}-Newsletter",
        "Bestätigung Ihrer Anmeldung bei {shop}",
        "Aktivieren Sie jetzt Ihr Kundenkonto bei {shop}",
        "{shop}: Bitte bestätige deine E-Mail-Adresse",
        "Fast geschafft! Bitte bestätige deine Anmeldung",
        "Bestätigen Sie Ihr Abonnement",
    ],
    bodies: &[
        "vielen Dank für Ihr Interesse an unserem Newsletter. Um die Anmeldung abzuschließen, bestätigen Sie bitte Ihre E-Mail-Adresse über die folgende Schaltfläche.",
        "Sie haben sich soeben für den Newsletter von {shop} angemeldet. Bitte bestätigen Sie Ihre Anmeldung, damit wir Ihnen unsere Neuigkeiten zusenden dürfen.",
        "fast geschafft! Mit einem Klick bestätigen Sie Ihre Anmeldung und sichern sich zehn Prozent auf Ihren ersten Einkauf.",
        "jemand, vermutlich Sie selbst, hat diese E-Mail-Adresse bei {shop} eingetragen. Wenn Sie das waren, bestätigen Sie bitte Ihre Anmeldung. Andernfalls brauchen Sie nichts zu tun.",
        "für Ihr neues Kundenkonto bei {shop} fehlt nur noch ein Schritt: Bitte bestätigen Sie Ihre E-Mail-Adresse. Der Link ist 48 Stunden gültig.",
        "schön, dass Sie dabei sein möchten. Aus rechtlichen Gründen dürfen wir Ihnen erst schreiben, wenn Sie Ihre Anmeldung zum Newsletter bestätigt haben.",
    ],
    button: &["Anmeldung bestätigen", "E-Mail-Adresse bestätigen", "Ja, ich möchte den Newsletter", "Jetzt bestätigen"],
    closing: "Freundliche Grüße\nIhr Team von {shop}",
    welcome_subjects: &[
        "Willkommen bei {shop}!",
        "Herzlich willkommen beim {shop}-Newsletter",
        "Schön, dass Sie da sind: Ihr Willkommensgutschein",
        "Ihre Anmeldung war erfolgreich",
        "Willkommen! Ihr Kundenkonto bei {shop} ist eingerichtet",
    ],
    welcome_bodies: &[
        "herzlich willkommen bei {shop}! Ihre Anmeldung war erfolgreich. Ab sofort erhalten Sie regelmäßig unsere Neuigkeiten und Angebote.",
        "schön, dass Sie dabei sind. Als Dankeschön für Ihre Anmeldung schenken wir Ihnen fünf Euro auf Ihre erste Bestellung.",
        "vielen Dank für Ihre Anmeldung. Einmal im Monat schicken wir Ihnen nun Tipps, Rezepte und besondere Angebote von {shop}.",
    ],
};

pub const ENGLISH: SignUp = SignUp {
    subjects: &[
        "Please confirm your subscription",
        "Confirm your email address",
        "{shop}: please confirm your newsletter sign-up",
        "One more step: verify your email",
        "Activate your {shop} account",
    ],
    bodies: &[
        "thank you for signing up to the {shop} newsletter. Please confirm your subscription by clicking the button below.",
        "we received a request to subscribe this address to our mailing list. If this was you, please confirm your email address. If not, simply ignore this message.",
        "you are almost done. Please verify your email address to activate your account. The link is valid for 24 hours.",
    ],
    button: &["Confirm subscription", "Verify email address", "Yes, subscribe me"],
    closing: "Kind regards,\nThe {shop} team",
    welcome_subjects: &["Welcome to {shop}!", "Thanks for subscribing", "Welcome aboard: here is 10% off"],
    welcome_bodies: &[
        "welcome to {shop}! Thanks for subscribing to our newsletter. You will hear from us about once a week.",
        "thanks for joining. Here is ten per cent off your first order.",
    ],
};

pub const FRENCH: SignUp = SignUp {
    subjects: &[
        "Confirmez votre inscription",
        "Veuillez confirmer votre adresse e-mail",
        "{shop} : confirmez votre abonnement à la newsletter",
    ],
    bodies: &[
        "merci de votre intérêt pour notre newsletter. Pour finaliser votre inscription, veuillez confirmer votre adresse e-mail en cliquant sur le bouton ci-dessous.",
        "vous venez de vous inscrire à la lettre d'information de {shop}. Veuillez confirmer votre inscription.",
    ],
    button: &["Confirmer mon inscription", "Confirmer mon adresse"],
    closing: "À bientôt,\nL'équipe {shop}",
    welcome_subjects: &["Bienvenue chez {shop} !", "Merci pour votre inscription"],
    welcome_bodies: &["bienvenue chez {shop} ! Votre inscription à notre newsletter est bien enregistrée."],
};

pub const DUTCH: SignUp = SignUp {
    subjects: &["Bevestig je aanmelding", "Bevestig je e-mailadres", "{shop}: bevestig je inschrijving voor de nieuwsbrief"],
    bodies: &[
        "bedankt voor je aanmelding voor onze nieuwsbrief. Bevestig je e-mailadres via de knop hieronder om je inschrijving af te ronden.",
        "je hebt je aangemeld bij {shop}. Klik op de knop om je aanmelding te bevestigen.",
    ],
    button: &["Aanmelding bevestigen", "E-mailadres bevestigen"],
    closing: "Met vriendelijke groet,\nTeam {shop}",
    welcome_subjects: &["Welkom bij {shop}!", "Bedankt voor je inschrijving"],
    welcome_bodies: &["welkom bij {shop}! Je inschrijving voor de nieuwsbrief is gelukt."],
};

pub const ITALIAN: SignUp = SignUp {
    subjects: &[
        "Conferma la tua iscrizione",
        "Conferma il tuo indirizzo e-mail",
        "{shop}: conferma l'iscrizione alla newsletter",
    ],
    bodies: &[
        "grazie per l'interesse verso la nostra newsletter. Per completare l'iscrizione conferma il tuo indirizzo e-mail con il pulsante qui sotto.",
        "hai richiesto l'iscrizione alla newsletter di {shop}. Conferma la tua iscrizione per ricevere le nostre novità.",
    ],
    button: &["Conferma l'iscrizione", "Conferma l'indirizzo"],
    closing: "Cordiali saluti,\nIl team di {shop}",
    welcome_subjects: &["Benvenuto in {shop}!", "Grazie per la tua iscrizione"],
    welcome_bodies: &["benvenuto in {shop}! La tua iscrizione alla newsletter è andata a buon fine."],
};

pub const SPANISH: SignUp = SignUp {
    subjects: &[
        "Confirma tu suscripción",
        "Confirma tu dirección de correo electrónico",
        "{shop}: confirma tu suscripción al boletín",
    ],
    bodies: &[
        "gracias por tu interés en nuestro boletín. Para completar la suscripción, confirma tu dirección de correo electrónico con el botón siguiente.",
        "te has registrado en {shop}. Por favor, confirma tu suscripción para recibir nuestras novedades.",
    ],
    button: &["Confirmar suscripción", "Confirmar mi correo"],
    closing: "Un saludo,\nEl equipo de {shop}",
    welcome_subjects: &["¡Bienvenido a {shop}!", "Gracias por suscribirte"],
    welcome_bodies: &["¡te damos la bienvenida a {shop}! Tu suscripción al boletín se ha realizado correctamente."],
};

pub const POLISH: SignUp = SignUp {
    subjects: &["Potwierdź subskrypcję", "Potwierdź swój adres e-mail", "{shop}: potwierdź zapis do newslettera"],
    bodies: &[
        "dziękujemy za zainteresowanie naszym newsletterem. Aby dokończyć zapis, potwierdź swój adres e-mail, klikając poniższy przycisk.",
        "otrzymaliśmy prośbę o zapis do newslettera {shop}. Prosimy o potwierdzenie subskrypcji.",
    ],
    button: &["Potwierdzam zapis", "Potwierdź adres"],
    closing: "Pozdrawiamy,\nZespół {shop}",
    welcome_subjects: &["Witamy w {shop}!", "Dziękujemy za zapis do newslettera"],
    welcome_bodies: &["witamy w {shop}! Zapis do newslettera zakończył się pomyślnie."],
};

/// How a German sign-up mail begins, and one of the other languages.
pub const SALUTATIONS: [&str; 3] = ["Guten Tag,", "Hallo,", "Sehr geehrte Damen und Herren,"];

pub const NEWS_SUBJECTS: [&str; 8] = [
    "Nur heute: 20 % auf alles bei {shop}",
    "Die schönsten Ideen für den Advent von {shop}",
    "Letzte Chance: Versandkostenfrei bis Mitternacht",
    "{shop}-Newsletter: Neu eingetroffen",
    "Unsere Lieblingsstücke der Woche",
    "Winterschlussverkauf bei {shop} hat begonnen",
    "Ihr persönlicher Gutschein von {shop}",
    "Das lesen unsere Kunden gerade",
];

pub const NEWS_BODIES: [&str; 4] = [
    "in dieser Woche haben wir besonders viel Neues für Sie ausgesucht. Stöbern Sie in Ruhe, der Versand ist bis Sonntag kostenlos.",
    "unsere Lager sind gut gefüllt, und deshalb gibt es bis Mitternacht 20 Prozent Nachlass auf das ganze Sortiment von {shop}.",
    "bald ist Advent. Wir zeigen Ihnen Geschenke, die wirklich Freude machen, und verraten, wie sie rechtzeitig ankommen.",
    "unsere Kundinnen und Kunden haben abgestimmt: Das sind die zehn beliebtesten Artikel des Herbstes.",
];

/// What members write to all.
pub const REPLIES: [&str; 36] = [
    "Stop bitte den Spam!",
    "Bitte nehmen Sie mich aus diesem Verteiler.",
    "Was soll das? Ich bekomme im Minutentakt Mails. Bitte sofort abstellen!",
    "Hallo,\n\nich möchte keine weiteren Mails über diesen Verteiler erhalten. Bitte löschen Sie meine Adresse.",
    "BITTE NICHT MEHR AN ALLE ANTWORTEN!!! Jede Antwort geht an alle Mitglieder!",
    "Kann das bitte mal jemand abschalten? Es ist mitten in der Nacht.",
    "Ich habe inzwischen über 300 Mails bekommen. Wer ist dafür verantwortlich?",
    "Guten Abend zusammen,\n\nbitte einfach nicht antworten und nichts anklicken, dann beruhigt sich das von selbst.",
    "Falsche Adresse! Ich habe kein neues Passwort bestellt.",
    "Wer hat unsere Adresse bei diesen ganzen Newslettern eingetragen? Das ist eine Frechheit.",
    "Bitte streichen Sie mich von der Liste. Danke.",
    "Hiermit widerspreche ich der Nutzung meiner E-Mail-Adresse und bitte um Löschung meiner Daten.",
    "Leute, hört doch auf, immer an alle zu schreiben. Damit wird es nur schlimmer.",
    "Mein Telefon hört nicht mehr auf zu piepsen. Bitte um Abhilfe!",
    "Ich bin seit 1974 Mitglied, aber so etwas habe ich noch nicht erlebt.",
    "Aufhören!!!",
    "Bitte abmelden.",
    "Sehr geehrte Damen und Herren,\n\nich erhalte seit heute Abend ständig Nachrichten, die mich nichts angehen. Ich bitte Sie, das umgehend zu unterbinden.",
    "Habe ich das richtig verstanden, dass jeder an diese Adresse schreiben kann? Dann macht sie bitte zu!",
    "Liebe Geschäftsstelle, bitte sperren Sie diese Adresse, bevor noch mehr passiert.",
    "Ich kenne Sie nicht und will auch keine Mails von Ihnen.",
    "Abmelden bitte, und zwar sofort.",
    "Jetzt schreibt mir schon ein Reisebüro. Danke für nichts.",
    "Bitte keine Antworten mehr an alle. Ich muss um fünf Uhr aufstehen.",
    "Nein danke, ich brauche keinen Newsletter. Wie komme ich hier wieder heraus?",
    "Wenn das nicht aufhört, wende ich mich an den Datenschutzbeauftragten.",
    "Ruhe jetzt! Gute Nacht.",
    "Wie kann es sein, dass meine Adresse für alle Welt erreichbar ist?",
    "Könnte der Herr, der sein Passwort sucht, bitte einfach die Geschäftsstelle anrufen?",
    "Ich auch! Bitte mich ebenfalls aus dem Verteiler nehmen.",
    "Dem schließe ich mich an. Bitte löschen.",
    "Was ist denn heute Abend hier los?",
    "Ich habe mich nirgends angemeldet. Bitte entfernen Sie meine Adresse aus allen Verteilern.",
    "Sie haben die Falsche erwischt, ich bin schon vor drei Jahren ausgetreten.",
    "Hat schon jemand den Vorstand erreicht?",
    "Bitte um sofortige Löschung meiner E-Mail-Adresse. Vielen Dank im Voraus.",
];

pub const GREETINGS: [&str; 7] =
    ["Viele Grüße", "Mit freundlichen Grüßen", "MfG", "Beste Grüße", "Mit sportlichen Grüßen", "Gruß", "Freundliche Grüße"];

pub const PHONE_NOTES: [&str; 4] = [
    "\n\n--\nVon meinem Telefon gesendet",
    "\n\nGesendet von unterwegs",
    "\n\n-- \nDiese Nachricht wurde vom Mobiltelefon gesendet.",
    "\n\nVon meinem Tablet gesendet",
];

pub const AWAY: [&str; 5] = [
    "vielen Dank für Ihre Nachricht. Ich bin bis einschließlich {tag} nicht im Büro. Ihre E-Mail wird nicht weitergeleitet. In dringenden Fällen wenden Sie sich bitte an meine Kollegin unter {telefon}.",
    "ich bin zurzeit abwesend und ab dem {tag} wieder für Sie erreichbar. Ihre Nachricht wird nicht automatisch weitergeleitet.",
    "ich befinde mich im Urlaub und kehre am {tag} zurück. Ihre E-Mail beantworte ich nach meiner Rückkehr.",
    "leider bin ich derzeit nicht im Haus. Bitte wenden Sie sich an unsere Zentrale, {telefon}.",
    "I am out of the office until {tag} and will answer your message after my return.",
];

pub const AWAY_SUBJECTS: [&str; 6] = [
    "Abwesenheitsnotiz: {was}",
    "Automatische Antwort: {was}",
    "Abwesend: {was}",
    "Out of office: {was}",
    "Ich bin nicht im Büro",
    "Urlaub: {was}",
];
