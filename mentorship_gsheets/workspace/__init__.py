"""The doors: the only place that knows Google's clients, log-in and network."""
