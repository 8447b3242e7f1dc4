"""The XML of word processors, put so that no word, number or picture is lost when Pandoc reads it."""
