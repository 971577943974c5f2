"""Tests of enrolling, verifying and identifying."""
