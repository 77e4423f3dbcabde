"""Say in one sentence what is missing before anything is installed or started.

Runs on any Python, however old, so it uses nothing newer than Python 2.7.
Usage: preflight.py [PORT]. Exits 1 after the sentence.
"""

import socket
import sys

OLDEST = (3, 11)


def stop(sentence):
    sys.stderr.write(sentence + "\n")
    sys.exit(1)


def check_python():
    if sys.version_info[:2] < OLDEST:
        stop(
            "Belisha needs Python 3.11 or newer and found %d.%d. Install a newer one, or name it: "
            "make run PYTHON=python3.12" % sys.version_info[:2]
        )


def check_venv():
    try:
        # Debian ships venv without ensurepip, and then `python -m venv` fails halfway.
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        stop("Python's venv module is missing. On Debian and Ubuntu: sudo apt-get install python3-venv")


def check_port(word):
    if not (word.isdigit() and 0 < int(word) < 65536):
        stop("A port is a number from 1 to 65535, not %s." % word)
    probe = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(word)))
    except (OSError, socket.error):
        stop(
            "Port %s can't be used: something else has it, or it is reserved. "
            "Stop that, or choose another: make run PORT=%d" % (word, int(word) % 60000 + 1)
        )
    finally:
        probe.close()


if __name__ == "__main__":
    check_python()
    check_venv()
    for argument in sys.argv[1:]:
        check_port(argument)
