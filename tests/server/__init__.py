"""Tests of facevow.server."""
