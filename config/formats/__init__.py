"""How Django writes dates and times where it writes them itself."""
