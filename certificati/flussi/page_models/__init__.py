"""What the pages of flows and tokens show."""
