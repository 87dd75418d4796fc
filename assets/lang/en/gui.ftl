# The window.

# The timeline
timeline-messages = { $n ->
    [one] 1 message
   *[other] { $count } messages
}
