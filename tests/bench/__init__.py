"""Tests of the endurance tools in bench."""
