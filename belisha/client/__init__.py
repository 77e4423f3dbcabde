"""What a service's own program calls: reports, screening, contacts and orders of a desk, typed.

It needs no desk, no settings and no Django: install Belisha and import it.
"""
