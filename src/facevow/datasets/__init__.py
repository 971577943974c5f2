"""Data sets of presentation attacks on disk: their lists, their pictures, and how they are made from raw material."""
