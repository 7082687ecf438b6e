"""Pages of flows and tokens, and the schema for everybody."""
