"""Password hashing within a small server's memory."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with 46 MiB and one pass (OWASP's first profile) instead of Django's 100 MiB.

    Eight people who log in together on a 1 GiB machine must not run it out of memory.
    """

    memory_cost = 47104
    time_cost = 1
    parallelism = 1
