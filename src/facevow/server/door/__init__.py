"""Who may come in, how often, and how long one waits for them: what is checked before any work is done."""
