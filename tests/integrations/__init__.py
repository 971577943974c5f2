"""Tests of facevow.integrations."""
