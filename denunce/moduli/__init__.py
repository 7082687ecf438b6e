"""Official forms, each declared once: sections, fields, code lists, rules.

From one declaration come validation, JSON Schema, canonical text, prefill, wizard and PDF.
``registry.declaration_on`` gives the declaration in force on an event's day.
"""
