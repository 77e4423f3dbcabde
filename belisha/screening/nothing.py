"""The fingerprints of nothing: they say nothing about a picture, and join whatever is empty."""

OF_NOTHING = frozenset(
    {
        "d41d8cd98f00b204e9800998ecf8427e",  # MD5, SHA-1 and SHA-256 of an empty file
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "0" * 32,  # a column that nobody filled in
        "0" * 40,
        "0" * 64,  # the PDQ of a flat picture too
        "0" * 288,
        "f" * 64,
    }
)
OCTETS_OF_NOTHING = frozenset(bytes.fromhex(digits) for digits in OF_NOTHING)
