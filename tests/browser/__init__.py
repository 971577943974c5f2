"""The page in a real browser whose camera is a real clip."""
