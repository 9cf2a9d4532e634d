"""What programs read: JSON by `answers`, described by `openapi`; `iiif` for viewers of page images."""

from storage.browse.api.answers import ROUTES as _ANSWERS
from storage.browse.api.answers import refused
from storage.browse.api.iiif import ROUTES as _MANIFESTS

ROUTES = [*_ANSWERS, *_MANIFESTS]

__all__ = ["ROUTES", "refused"]
