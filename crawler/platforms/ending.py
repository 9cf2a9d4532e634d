"""How a page ends: whole, or somewhere on the way.

A connection that breaks off unnoticed, or a proxy, leaves half a page that parses without a complaint.
"""

from __future__ import annotations

import re

from lxml import html

_SENTINEL = "banmian-end"
_WHOLE = re.compile(
    r"</(?i:html|body)\s*>(?:\s|</?(?i:html|body)\b[^>]*>|<!--.*?-->|<(?i:script)\b[^>]*>.*?</(?i:script)\s*>)*\Z",
    re.DOTALL,  # `</` is looked for fast where it alone is not of any case
)
_TAIL = 20_000
"""Characters at the end of a page within which it says that it ends."""
_MARKUP = re.compile(r"(?:<[^<>]*>|\s)*\Z")


def ending_of(text: str) -> str:
    """'' for a page that is closed (</body>, </html>, then at most comments and scripts). For any other how
    it ends, in words: the elements open there, and the markup behind the last text.

    Pages of one template that nobody closes end in the same words; half pages do not.
    """
    low = max(len(text) - _TAIL, 0)
    last = [at for name in ("</html", "</body") if (at := text.rfind(name, low)) >= 0]
    if any(_WHOLE.match(text, at) for at in last) or _WHOLE.search(text, low):
        return ""
    root = html.document_fromstring(f"{text}<{_SENTINEL}></{_SENTINEL}>".encode("utf-8", "replace"))
    found = next(root.iter(_SENTINEL), None)
    if found is None:
        return "within a tag, a comment or a script"
    within = [
        f"{each.tag}#{each.get('id')}" if each.get("id") else str(each.tag) for each in found.iterancestors()
    ]
    markup = _MARKUP.search(text, max(len(text) - _TAIL, 0))
    behind = "".join(markup[0].split()) if markup else ""
    return f"within {'/'.join(reversed(within))} behind {behind or 'text'}"
