"""Synthetic cases for load tests: fictional, of realistic shape, the same for the same seed."""
