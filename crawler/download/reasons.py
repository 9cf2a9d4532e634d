"""Why a page did not come: every failure between us and the newspaper as a kind and one sentence."""

from __future__ import annotations

from collections.abc import Iterator

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
from twisted.internet.error import ConnectError, ConnectionClosed, NoRouteError, TCPTimedOutError
from twisted.python.failure import Failure
from twisted.web.client import PartialDownloadError, ResponseFailed
from twisted.web.http import PotentialDataLoss

REFUSED = "banmian.refused"
"""Key of `request.meta`: why an answer means that the host wants to be left alone."""
NOT_ASKED = "not asked: "
"""How the detail of a problem begins whose host had been given up."""
NETWORK_ERRORS = (
    CannotResolveHostError,
    ConnectError,
    ConnectionClosed,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    OSError,
    ResponseDataLossError,
    ResponseFailed,
    UnsupportedURLSchemeError,
    ValueError,  # Twisted's word for a host name that cannot be one
)


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
    for cause in causes(error):
        if isinstance(cause, UnusableAnswer):
            return Reason("http_error", str(cause))
        if isinstance(cause, SSL.Error):
            return Reason("unreachable", f"no trusted TLS connection: {_tls_words(cause)}")
        if type(cause).__name__ == "VerificationError":  # service_identity's: it has no public base
            return Reason("unreachable", "no trusted TLS connection: the certificate is for another host")
    if isinstance(error, DownloadCancelledError):
        return Reason("http_error", str(error) or "the answer is larger than a page may be")
    if isinstance(error, NETWORK_ERRORS):
        return Reason("unreachable", _network_words(error))
    return None


def is_lasting(error: BaseException) -> bool:
    """Whether asking again at once cannot help: a bad certificate, an answer beyond our limits."""
    lasting = (UnusableAnswer, SSL.Error, DownloadCancelledError)
    return any(isinstance(one, lasting) or type(one).__name__ == "VerificationError" for one in causes(error))


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """What lies at the bottom of a chain of errors, Twisted's bundles of failures undone."""
    if isinstance(error, ResponseFailed):
        for failure in error.reasons:
            yield from causes(failure.value)
    elif isinstance(error, DownloadFailedError) and error.__cause__ is not None:
        yield from causes(error.__cause__)
    elif error is not None:
        yield error


def _network_words(error: BaseException) -> str:
    """What happened to a connection, in words that ask for no knowledge of the program."""
    chain = [error, *causes(error)]
    for kinds, words in _WORDS:
        if any(isinstance(one, kinds) for one in chain):
            return words
    said = getattr(chain[-1], "strerror", None) or str(chain[-1])
    return f"no usable answer: {' '.join(said.split()) or type(chain[-1]).__name__}"


_WORDS: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((CannotResolveHostError,), "no server of that name is known (DNS)"),
    ((DownloadConnectionRefusedError,), "the server refuses the connection"),
    ((DownloadTimeoutError,), "no whole answer in time (BANMIAN_TIMEOUT)"),
    ((TCPTimedOutError,), "the server does not answer"),
    ((NoRouteError,), "there is no way to the server"),
    ((ResponseDataLossError, PartialDownloadError, PotentialDataLoss), "the answer breaks off"),
    ((ConnectionClosed,), "the server breaks the connection off"),
)
"""Kinds of errors → words; the first that fit."""


def _tls_words(error: SSL.Error) -> str:
    words = [entry[-1] for entry in error.args[0]] if error.args and isinstance(error.args[0], list) else []
    return ", ".join(words) or str(error) or type(error).__name__
