"""What the pages of credential requests show."""
