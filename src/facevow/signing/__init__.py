"""What lets others trust a server's word: its keys, the texts it signs, and the digests that those speak of.

No clock is read here and nothing is sent: the time comes in as an argument.
"""
