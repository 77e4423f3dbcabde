"""Reading the master key: base64, printed by a command or kept in a file."""

import base64
import binascii
import shlex
import subprocess


class WrongSetting(Exception):
    """A setting can't be used; the text says which and what to do."""


def key_bytes(line: str) -> bytes:
    """One line of it. Raises WrongSetting where it is not 32 bytes in base64."""
    try:
        key = base64.b64decode(line, validate=True)
    except binascii.Error as problem:
        raise WrongSetting("The master key is not base64.") from problem
    if len(key) != 32:
        raise WrongSetting(f"The master key has {len(key)} bytes; it needs 32.")
    return key


def output_of(command: str) -> str:
    """What the operator's command prints. Raises WrongSetting where it fails."""
    # The operator's own command, split without a shell, so that no setting is ever interpreted by one.
    ran = subprocess.run(shlex.split(command), capture_output=True, text=True, timeout=30, check=False)  # noqa: S603
    if ran.returncode:
        raise WrongSetting(f"BELISHA_MASTER_KEY_COMMAND failed with exit code {ran.returncode}.")
    return ran.stdout
