"""The JSON API and its OpenAPI document; there is no page of documentation, which would load scripts."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from belisha import __version__
from belisha.api import (
    appeals,
    connectors,
    contact_document,
    contacts,
    handlers,
    notices,
    orders,
    preserved,
    reports,
    routes,
    screen_hashes,
    screen_media,
    screen_urls,
)
from belisha.api.body import StrictParser
from belisha.api.problems import Problem
from belisha.api.screen_document import schemas


class BelishaAPI(NinjaAPI):
    """Ninja's API with the shapes in its document that are read and written by hand."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        document = super().get_openapi_schema(**options)
        problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
        document["components"]["schemas"] |= problem.pop("$defs") | {"Problem": problem} | schemas()
        document["components"]["schemas"] |= contact_document.schemas()
        return document


api = BelishaAPI(
    title="Belisha",
    version=__version__,
    description="The child-safety desk of an online service. Text, times and fingerprints; never a picture.",
    docs_url=None,
    urls_namespace="api",
    parser=StrictParser(),
)
handlers.install(api)
api.add_router("", reports.router)
api.add_router("", routes.router)
api.add_router("", connectors.router)
api.add_router("", orders.router)
api.add_router("", preserved.router)
api.add_router("", notices.router)
api.add_router("", appeals.router)
api.add_router("", contacts.router)
for screening in (screen_media, screen_hashes, screen_urls):
    api.add_router("", screening.router)
