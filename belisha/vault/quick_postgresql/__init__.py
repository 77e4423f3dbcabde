"""Django's PostgreSQL backend, which asks a quiet connection nothing before it is used: see base.py."""
