"""Django's SQLite backend, with those who write taking turns: see base.py."""
