"""Spreading work over processes and machines."""
