"""What must outlive a crash, a power cut, a full disk, a database that went away, and a flood."""
