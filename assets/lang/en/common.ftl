# What is needed everywhere: times and numbers.

weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
weekday-time = { $weekday }, { $time }

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

relative-now = just now
relative-ago-minutes = { $n ->
    [one] a minute ago
   *[other] { $n } minutes ago
}
relative-ago-hours = { $n ->
    [one] an hour ago
   *[other] { $n } hours ago
}
relative-ago-days = { $n ->
    [one] a day ago
   *[other] { $n } days ago
}
relative-ago-weeks = { $n ->
    [one] a week ago
   *[other] { $n } weeks ago
}
relative-in-minutes = { $n ->
    [one] in a minute
   *[other] in { $n } minutes
}
relative-in-hours = { $n ->
    [one] in an hour
   *[other] in { $n } hours
}
relative-in-days = { $n ->
    [one] in a day
   *[other] in { $n } days
}
relative-in-weeks = { $n ->
    [one] in a week
   *[other] in { $n } weeks
}

duration-seconds = { $n ->
    [one] { $n } second
   *[other] { $n } seconds
}
duration-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
duration-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
duration-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
