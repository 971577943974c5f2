"""Trains the passive network and exports it. The only home of torch."""
