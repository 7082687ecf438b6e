"""Fictional data to try the portal with, kept out of real installations by a guard."""
