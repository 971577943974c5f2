"""Tests of facevow.signing."""
