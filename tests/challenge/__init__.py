"""Tests of the active check."""
