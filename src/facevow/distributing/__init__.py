"""Spreads work over many processes or machines: here one after the other, or over a Ray cluster."""
