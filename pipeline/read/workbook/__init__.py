"""A workbook becomes a Document."""
