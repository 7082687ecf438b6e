"""What happens to flows and tokens."""
