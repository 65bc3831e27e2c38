"""Watch, rebuild through a callable that it is given, and reload the browser."""
