"""How far a profile is proved by an issue that was fetched with it, and where that is noted."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from crawler.download.hosts import Address, Network, is_public, read_networks
from crawler.paper import PROOFS, Paper, own_directory, profile_files, today
from crawler.profile import note_proof


@dataclass(frozen=True, slots=True)
class Proof:
    """What a sound issue proves, and where it is noted."""

    proof: str
    """live, or facsimile for a server that is not on the public internet."""
    checked: date
    file: Path
    """The profile that says so now, or is to say so."""
    written: bool
    """False where $BANMIAN_PAPERS names no directory of one's own: nothing is written then."""


def noted(paper: Paper, day: date) -> Proof | None:
    """What a whole issue of that day, soundly read, proves, and where that is noted; nothing is written.

    None where the profile claims more than this server can prove.
    """
    proof, checked = proof_of(paper, day), today()
    if PROOFS.index(proof) > PROOFS.index(paper.proof):
        return None
    source, own = profile_files()[paper.slug], own_directory()
    if own is None:
        return Proof(proof, checked, source, written=False)
    return Proof(proof, checked, own / source.name, written=True)


def write(paper: Paper, proof: Proof) -> None:
    """Writes what is `noted`, where one has a directory of one's own. Raises ProfileError."""
    if proof.written:
        note_proof(profile_files()[paper.slug], proof.file, proof.proof, proof.checked)


def proof_of(paper: Paper, day: date) -> str:
    """What an issue of that day proves, by where its host is."""
    host = urlsplit(paper.era(day).front_page_url(day)).hostname or ""
    return proof_by(host, addresses_of(host), own_networks())


def proof_by(host: str, addresses: Iterable[Address], networks: Sequence[Network] = ()) -> str:
    """`live` for a newspaper on the public internet, `facsimile` for a copy on this machine or its network.

    `addresses` is what the name resolves to; `networks` count as public (BANMIAN_NETWORKS),
    loopback never does.
    """
    if host == "localhost" or host.endswith(".localhost"):
        return "facsimile"
    found = list(addresses)
    public = all(
        is_public(one) or (not one.is_loopback and any(one in network for network in networks))
        for one in found
    )
    return "live" if found and public else "facsimile"


def addresses_of(host: str) -> list[Address]:
    """What a host name resolves to now; [] where it does not."""
    try:
        return [ipaddress.ip_address(one[4][0]) for one in socket.getaddrinfo(host, None)]
    except (OSError, UnicodeError, ValueError):
        return []


def own_networks() -> tuple[Network, ...]:
    """The networks that count as public here. Raises ValueError where BANMIAN_NETWORKS names none."""
    return read_networks(os.environ.get("BANMIAN_NETWORKS", ""))
