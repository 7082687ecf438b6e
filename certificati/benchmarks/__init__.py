"""Measurements of ``manage.py benchmark``: ratios against a baseline taken in the same run."""
