"""How orders reach the service without it asking: one file per kind of endpoint."""
