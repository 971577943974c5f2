"""Tests of facevow.media."""
