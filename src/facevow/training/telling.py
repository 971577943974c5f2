"""How a long training tells where it is."""

from collections.abc import Callable

OnStep = Callable[[str, int, int, float], None]
"""Told after each batch: the network's name, how many batches are done, how many there will be, the loss."""
