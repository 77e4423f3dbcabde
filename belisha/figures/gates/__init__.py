"""What the gate looks for, one kind in each file; `findings` of each takes a Looking."""
