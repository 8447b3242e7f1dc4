"""HTML to the plain text a person would have typed: tokens, inline text, tables, blocks."""
