"""What one frame shows: faces, landmarks, motion, quality, passive score. No memory between frames, no sessions."""
