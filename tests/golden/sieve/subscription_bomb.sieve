# subscription_bomb jana.keller@postfach.example
# Storm filter by Deich, in force until 2017-12-14 (UTC). After that it does nothing and can be removed.
require ["date", "fileinto", "mailbox", "relational"];

if allof (
    currentdate :zone "+0000" :value "lt" "date" "2017-12-14",
    address :is ["to", "cc"] "jana.keller@postfach.example",
    header :contains "subject" [
        "メールアドレスの登録を確認してください", "bestätige deine anmeldung bei garten", "BESTÄTIGE DEINE ANMELDUNG BEI GARTEN",
        "confirmez votre inscription", "Επιβεβαιώστε την εγγραφή σας", "επιβεβαιώστε την εγγραφή σας",
        "ΕΠΙΒΕΒΑΙΏΣΤΕ ΤΗΝ ΕΓΓΡΑΦΉ ΣΑΣ", "Üyeliğinizi onaylayın lütfen", "üyeliğinizi onaylayın lütfen",
        "ÜYELIĞINIZI ONAYLAYIN LÜTFEN", "welcome to the club, friend", "are on the list now",
        "bestätigen Sie Ihre Anmeldung", "BESTÄTIGEN SIE IHRE ANMELDUNG", "bestätige deine Anmeldung",
        "BESTÄTIGE DEINE ANMELDUNG", "bestätigen Sie Ihr Abonnement", "BESTÄTIGEN SIE IHR ABONNEMENT",
        "bestätige dein Abonnement", "BESTÄTIGE DEIN ABONNEMENT", "Newsletter-Anmeldung", "Anmeldung zum Newsletter",
        "Willkommen beim Newsletter", "confirm your subscription", "confirm subscription", "confirm your newsletter",
        "Welcome to our newsletter", "Welcome to our mailing list", "Confirmation d'inscription à la newsletter",
        "CONFIRMATION D'INSCRIPTION À LA NEWSLETTER", "confirma tu suscripción", "CONFIRMA TU SUSCRIPCIÓN",
        "confirme su suscripción", "CONFIRME SU SUSCRIPCIÓN", "conferma la tua iscrizione", "conferma l'iscrizione",
        "bevestig je inschrijving", "bevestig uw aanmelding", "potwierdź subskrypcję", "POTWIERDŹ SUBSKRYPCJĘ",
        "potwierdź zapis", "POTWIERDŹ ZAPIS", "aboneliğinizi onaylayın", "ABONELIĞINIZI ONAYLAYIN",
        "confirme a sua inscrição", "CONFIRME A SUA INSCRIÇÃO", "bekräfta din prenumeration",
        "BEKRÄFTA DIN PRENUMERATION", "bekreft abonnementet", "bekræft din tilmelding", "BEKRÆFT DIN TILMELDING",
        "vahvista tilauksesi", "potvrďte odběr", "POTVRĎTE ODBĚR", "подтвердите подписку", "ПОДТВЕРДИТЕ ПОДПИСКУ"
    ],
    not address :domain :is "from" [
        "gemeinde.example", "hausbank.example", "shop.example", "t-post.example", "verein.example", "webpost.example",
        "zeitung.example"
    ]
) {
    fileinto :create "Mail-Sturm";
    stop;
}
