# open_list mitglieder@verein.example
# Storm filter by Deich, in force until 2017-12-14 (UTC). After that it does nothing and can be removed.
require ["date", "fileinto", "mailbox", "relational"];

if allof (
    currentdate :zone "+0000" :value "lt" "date" "2017-12-14",
    anyof (
        anyof (
            header :contains "list-post" [
                "mailto:mitglieder@verein.example>", "mailto:mitglieder@verein.example?"
            ],
            header :contains ["mailing-list", "x-mailing-list"] [
                "<mitglieder@verein.example>", "list mitglieder@verein.example;"
            ],
            header :is ["x-beenthere", "x-mailing-list", "mailing-list"] "mitglieder@verein.example"
        ),
        allof (
            address :is ["to", "cc"] "mitglieder@verein.example",
            not address :is ["to", "cc"] "jana.keller@postfach.example"
        )
    ),
    not address :is "from" [
        "info@gemeinde.example", "news@zeitung.example", "order@shop.example", "petra@t-post.example",
        "service@hausbank.example", "uwe@webpost.example", "vorstand@verein.example"
    ],
    not allof (
        address :domain :is "from" "verein.example",
        address :localpart :is "from" [
            "info", "office", "admin", "administrator", "webmaster", "kontakt", "contact", "presse", "press", "vorstand",
            "geschaeftsstelle", "support", "service", "mail", "it", "edv", "verein", "team", "owner", "datenschutz",
            "privacy", "hilfe"
        ]
    )
) {
    fileinto :create "Mail-Sturm";
    stop;
}
