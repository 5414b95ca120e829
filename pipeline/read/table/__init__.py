"""What a page shows becomes tables and paragraphs, its letters stored or recognised."""
