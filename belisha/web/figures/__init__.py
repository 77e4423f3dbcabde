"""`/figures/`: what the desk published of its figures, for everybody."""
