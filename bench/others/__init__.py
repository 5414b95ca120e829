"""Test papers: Vietnamese plans with appendix lists, each with the truth beside it."""
