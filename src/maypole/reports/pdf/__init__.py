"""A report as a PDF: vectors, document language, metadata, and no letter that vanishes."""
