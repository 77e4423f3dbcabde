"""The pages of a publication: one and the same in a folder, and under `/figures/` in the running service."""
