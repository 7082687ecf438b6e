"""Figures of the doctors' profiles, each beside a baseline of the same run."""
