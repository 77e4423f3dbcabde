"""Each kind of page, without the frame around it."""
