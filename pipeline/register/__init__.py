"""What the office remembers: plans read, corrections made, one model over papers and years."""
