"""Tells an application's own server that a session is over: a signed request, tried again until it is answered."""
