"""What an authority says of a person: channels, assertions, cards. Pure but for the settings."""
