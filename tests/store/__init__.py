"""Tests of facevow.store."""
