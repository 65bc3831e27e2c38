"""How long a build takes, beside the generators that a user would pick instead."""
