"""Pictures and clips from outside: decoding behind limits, reading videos and cameras, drawing results."""
