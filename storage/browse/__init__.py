"""The newspaper reader in the browser: the archive as papers, issues, pages and articles again. Reads only.

`application` is the whole of it as an ASGI application: `guard` keeps strangers out, `views` are its pages,
`api` what programs read, `archived` gives bytes; the rest is what these stand on.
"""

from storage.browse.app import application
from storage.browse.guard import LOOPBACK
from storage.browse.reader import Reader

__all__ = ["LOOPBACK", "Reader", "application"]
