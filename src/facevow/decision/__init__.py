"""One person's check over time: fusion of what the frames show, and the verdict. Pure: it replays from a trace."""
