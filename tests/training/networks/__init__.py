"""Tests of the architectures and of their weights."""
