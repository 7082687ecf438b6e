"""Pages of the cases: scope, build a form, call one action, say what happened, redirect."""
