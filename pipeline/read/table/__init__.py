"""What a page shows becomes tables and paragraphs, whether its letters were stored or recognised."""
