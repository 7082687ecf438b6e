"""Screens of each capability."""
