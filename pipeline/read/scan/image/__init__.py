"""A picture of a page: laid straight, its rules found, its cells cut out."""
