"""Forms of the cases: shape and meaning of what is typed; they write nothing."""
