"""The newspaper reader in the browser: the archive as papers, issues, pages and articles again. Reads only.

`application` is the whole of it as an ASGI application: `guard` keeps strangers out, `home`, `issue`,
`article` and `find` are its pages, `api`, `openapi` and `iiif` what programs read, `archived` gives bytes.
"""

from storage.browse.app import application
from storage.browse.reader import Reader

__all__ = ["Reader", "application"]
