"""A small application that reads each body in the pool, for the server to run."""

from belisha.screening.pool import Pool
from tests.screening import misbehave

pool = Pool(2, modules=("belisha.screening.confine", "tests.screening.misbehave"))


def application(environ, start_response):
    found = pool.run(misbehave.count, environ["wsgi.input"].read())
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(found).encode()]
