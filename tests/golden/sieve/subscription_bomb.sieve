# subscription_bomb jana.keller@postfach.example
# Storm filter by Deich, in force until 2017-12-14 (UTC). After that it does nothing and can be removed.
require ["date", "fileinto", "mailbox", "relational"];

if allof (
    currentdate :zone "+0000" :value "lt" "date" "2017-12-14",
    address :is ["to", "cc"] "jana.keller@postfach.example",
    header :contains "subject" [
        "メールアドレスの登録を確認してください", "BESTÄTIGE DEINE ANMELDUNG BEI GARTEN", "bestätige deine anmeldung bei garten",
        "confirmez votre inscription", "ΕΠΙΒΕΒΑΙΏΣΤΕ ΤΗΝ ΕΓΓΡΑΦΉ ΣΑΣ", "Επιβεβαιώστε την εγγραφή σας",
        "επιβεβαιώστε την εγγραφή σας", "ÜYELIĞINIZI ONAYLAYIN LÜTFEN", "Üyeliğinizi onaylayın lütfen",
        "üyeliğinizi onaylayın lütfen", "welcome to the club, friend", "are on the list now",
        "BESTÄTIGEN SIE IHRE ANMELDUNG", "bestätigen Sie Ihre Anmeldung", "BESTÄTIGE DEINE ANMELDUNG",
        "bestätige deine Anmeldung", "BESTÄTIGEN SIE IHR ABONNEMENT", "bestätigen Sie Ihr Abonnement",
        "BESTÄTIGE DEIN ABONNEMENT", "bestätige dein Abonnement", "Newsletter-Anmeldung", "Anmeldung zum Newsletter",
        "Willkommen beim Newsletter", "confirm your subscription", "confirm subscription", "confirm your newsletter",
        "Welcome to our newsletter", "Welcome to our mailing list", "CONFIRMATION D'INSCRIPTION À LA NEWSLETTER",
        "Confirmation d'inscription à la newsletter", "CONFIRMA TU SUSCRIPCIÓN", "confirma tu suscripción",
        "CONFIRME SU SUSCRIPCIÓN", "confirme su suscripción", "conferma la tua iscrizione", "conferma l'iscrizione",
        "bevestig je inschrijving", "bevestig uw aanmelding", "POTWIERDŹ SUBSKRYPCJĘ", "potwierdź subskrypcję",
        "POTWIERDŹ ZAPIS", "potwierdź zapis", "ABONELIĞINIZI ONAYLAYIN", "aboneliğinizi onaylayın",
        "CONFIRME A SUA INSCRIÇÃO", "confirme a sua inscrição", "BEKRÄFTA DIN PRENUMERATION",
        "bekräfta din prenumeration", "bekreft abonnementet", "BEKRÆFT DIN TILMELDING", "bekræft din tilmelding",
        "vahvista tilauksesi", "POTVRĎTE ODBĚR", "potvrďte odběr", "ПОДТВЕРДИТЕ ПОДПИСКУ", "Подтвердите подписку",
        "подтвердите подписку"
    ],
    not address :domain :is "from" [
        "gemeinde.example", "hausbank.example", "shop.example", "t-post.example", "verein.example", "webpost.example",
        "zeitung.example"
    ]
) {
    fileinto :create "Mail-Sturm";
    stop;
}
