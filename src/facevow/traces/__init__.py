"""What a video showed, as numbers in a file, so that it can be judged again. No image is in it."""
