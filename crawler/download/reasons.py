"""Why a page did not come: every failure between us and the newspaper as a kind and one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from service_identity import CertificateError, VerificationError
from twisted.internet.error import ConnectError, ConnectionClosed, NoRouteError, TCPTimedOutError
from twisted.python.failure import Failure
from twisted.web.client import PartialDownloadError, ResponseFailed
from twisted.web.http import PotentialDataLoss

REFUSED = "banmian.refused"
"""Key of `request.meta`: why an answer means that the host wants to be left alone."""
NOT_ASKED = "not asked: "
"""How the detail of a problem begins whose host had been given up."""


class Reason(IgnoreRequest):
    """Why a request has no usable answer, known where it happened: `kind` is one of PROBLEM_KINDS."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind


class Stopping(IgnoreRequest):
    """The run ends: the request was not made, and nothing is wrong with its address."""


class UnusableAnswer(Exception):
    """The answer breaks a limit of ours; asking again would bring the same."""


def reason_of(failure: Failure) -> tuple[str, str]:
    """Kind and detail of a request that got no answer."""
    error = failure.value
    if isinstance(error, Reason):
        return error.kind, str(error)
    if isinstance(error, IgnoreRequest):  # Scrapy's own: too many redirects
        return "http_error", str(error)
    found = network_reason(error)
    return (found.kind, str(found)) if found else ("program_error", f"{type(error).__name__}: {error}")


def network_reason(error: BaseException | None) -> Reason | None:
    """The reason behind an error of the network; None for one of the program."""
    row, cause = _row_of(error)
    if row is not None:
        return Reason(row.kind, row.words if isinstance(row.words, str) else row.words(cause))
    if isinstance(error, _OTHERS):
        said = getattr(cause, "strerror", None) or str(cause)
        return Reason("unreachable", f"no usable answer: {' '.join(said.split()) or type(cause).__name__}")
    return None


def is_lasting(error: BaseException) -> bool:
    """Whether asking again at once cannot help: a bad certificate, an answer beyond our limits."""
    row, _ = _row_of(error)
    return row is not None and row.lasting


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """What lies at the bottom of a chain of errors, Twisted's bundles of failures undone."""
    if isinstance(error, ResponseFailed):
        for failure in error.reasons:
            yield from causes(failure.value)
    elif isinstance(error, DownloadFailedError) and error.__cause__ is not None:
        yield from causes(error.__cause__)
    elif error is not None:
        yield error


def _tls_words(error: SSL.Error) -> str:
    words = [entry[-1] for entry in error.args[0]] if error.args and isinstance(error.args[0], list) else []
    return f"no trusted TLS connection: {', '.join(words) or str(error) or type(error).__name__}"


def _size_words(error: BaseException) -> str:
    return str(error) or "the answer is larger than a page may be"


class _Row(NamedTuple):
    errors: tuple[type[BaseException], ...]
    kind: str
    words: str | Callable[[Any], str]
    """What happened, in words that ask for no knowledge of the program; or what makes them of the error."""
    lasting: bool = False
    """Asking again at once would bring the same."""


_TABLE = (
    _Row((UnusableAnswer,), "http_error", str, lasting=True),
    _Row((SSL.Error,), "unreachable", _tls_words, lasting=True),
    _Row(
        (VerificationError,),
        "unreachable",
        "no trusted TLS connection: the certificate is for another host",
        lasting=True,
    ),
    _Row(
        (CertificateError,),
        "unreachable",
        "no trusted TLS connection: the certificate names no host",
        lasting=True,
    ),
    _Row((DownloadCancelledError,), "http_error", _size_words, lasting=True),
    _Row((CannotResolveHostError,), "unreachable", "no server of that name is known (DNS)"),
    _Row((DownloadConnectionRefusedError,), "unreachable", "the server refuses the connection"),
    _Row((DownloadTimeoutError,), "unreachable", "no whole answer in time (BANMIAN_TIMEOUT)"),
    _Row((TCPTimedOutError,), "unreachable", "the server does not answer"),
    _Row((NoRouteError,), "unreachable", "there is no way to the server"),
    _Row(
        (ResponseDataLossError, PartialDownloadError, PotentialDataLoss),
        "unreachable",
        "the answer breaks off",
    ),
    _Row((ConnectionClosed,), "unreachable", "the server breaks the connection off"),
    # Twisted's word for a host name that cannot be one, and urllib's for a redirect that leads to no address
    _Row((ValueError,), "bad_link", lambda error: f"it leads to what is no address: {error}", lasting=True),
)
"""The first row that fits an error, or what lies at its bottom, holds."""
_OTHERS = (
    ConnectError,
    DownloadFailedError,
    OSError,
    ResponseFailed,
    UnsupportedURLSchemeError,
)
"""The other errors of the network: they say themselves what happened."""


def _row_of(error: BaseException | None) -> tuple[_Row | None, BaseException | None]:
    """The row that fits an error and the cause it fits; (None, the last cause) where none does."""
    chain = [error, *causes(error)]
    for row in _TABLE:
        for one in chain:
            if isinstance(one, row.errors):
                return row, one
    return None, chain[-1]
