"""Tests of the fusion and the verdict."""
