"""The curator's tools: what writes into `content/` and `seeds/`, and what looks at both for a person."""
