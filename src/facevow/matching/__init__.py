"""Whether two pictures show the same person: templates of faces, their comparison, and the search among many.

No verdict, no database, no server: who is enrolled and what a match is worth is decided elsewhere.
"""
