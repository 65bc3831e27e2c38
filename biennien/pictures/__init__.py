"""Values → geometry: where each line, mark and word of a picture stands. Nothing is rendered or worded here."""
