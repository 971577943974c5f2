"""Who is enrolled, and whether a face is theirs: for the routes, /match, Flask and the command line."""
