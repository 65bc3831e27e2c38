"""A coverage-guided run over what reads the words of strangers, and its targets."""
