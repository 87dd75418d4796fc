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
