"""Objects of each capability of utenti, for the access matrix."""
