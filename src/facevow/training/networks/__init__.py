"""The architectures that a passive network may have, and their weights. `build` in `build.py` is the way in."""
