"""Pandoc's tree of a document, written as Markdown: words and their marks, tables, blocks."""
