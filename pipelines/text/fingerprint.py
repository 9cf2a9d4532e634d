"""Fingerprints: what makes one text of two printings, and by what nearly equal texts are found."""

from collections.abc import Iterable
from typing import NamedTuple

from pipelines.text.keys import key_of, key_prefix, letters
from pipelines.text.minhash import SIGNATURE_VERSION, signature, signatures

FINGERPRINT_VERSION = f"{key_prefix()}s{SIGNATURE_VERSION}"
"""Versions of key, fold and signature: what two versions made cannot be compared (`banmian dedup`)."""


class Fingerprint(NamedTuple):
    """What is derived from a folded text."""

    content_key: str | None
    """Equal for equal texts; None for too little text."""
    signature: bytes
    """MinHash of the text; b"" for a short one."""


def fingerprint(folded: str) -> Fingerprint:
    """The fingerprint of a text already folded to simplified script."""
    kept = letters(folded)
    return Fingerprint(key_of(kept), signature(kept))


def fingerprints(folded: Iterable[str]) -> list[Fingerprint]:
    """`fingerprint` of many texts at once."""
    kept = [*map(letters, folded)]
    return [*map(Fingerprint, map(key_of, kept), signatures(kept))]
