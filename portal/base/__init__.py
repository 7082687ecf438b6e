"""Shared base: a Django app that imports no other app of ours."""
