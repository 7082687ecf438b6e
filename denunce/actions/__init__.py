"""Every change of state of a case. Each action takes who asks (``by``) and when (``now``).

An action locks, checks permission and state, writes, audits and enqueues in one transaction; it
raises ``PermissionDenied`` with the reason, ``ActionError`` for input it refuses,
``VersionConflict`` when somebody else changed the row first. It never asks the clock and never
touches the network.
"""
