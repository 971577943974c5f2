"""The API: sessions, analyses, subjects, what an operator needs, and what anybody may read."""
