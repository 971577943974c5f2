"""Tests of traces: the format, the files and the edits."""
