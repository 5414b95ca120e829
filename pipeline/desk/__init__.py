"""The page on this computer: for the officer's browser, and for nobody else."""
