"""The acts a person is asked for. Pure: no clock, no luck, no pixels; one literal table says what follows what."""
