"""Tests of analyses on other machines."""
