"""Tests of the callbacks, with receivers that listen on loopback."""
