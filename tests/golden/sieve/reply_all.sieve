# reply_all wurzel.1@firma.example
# Storm filter by Deich, in force until 2017-12-14 (UTC). After that it does nothing and can be removed.
require ["date", "fileinto", "mailbox", "relational"];

if allof (
    currentdate :zone "+0000" :value "lt" "date" "2017-12-14",
    anyof (
        header :comparator "i;octet" :contains ["in-reply-to", "references"] "<wurzel.1@firma.example>",
        allof (
            header :contains "subject" "Parkplatz \"Ost\" \\ gesperrt",
            address :is ["to", "cc"] [
                "k0@firma.example", "k10@firma.example", "k11@firma.example", "k12@firma.example", "k13@firma.example",
                "k14@firma.example", "k15@firma.example", "k16@firma.example"
            ]
        )
    ),
    not address :is "from" [
        "info@gemeinde.example", "nachbar@webpost.example", "news@zeitung.example", "order@shop.example",
        "petra@t-post.example", "service@hausbank.example", "uwe@webpost.example", "vorstand@verein.example"
    ]
) {
    fileinto :create "Mail-Sturm";
    stop;
}
