"""Tests of facevow.datasets."""
