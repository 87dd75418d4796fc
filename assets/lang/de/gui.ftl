# The window.

# The timeline
timeline-messages = { $n ->
    [one] 1 Nachricht
   *[other] { $count } Nachrichten
}
