"""Facevow inside other frameworks. Each module imports its framework, which an extra brings; nothing else does."""
