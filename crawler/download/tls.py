"""Certificates: one that names no host at all is refused, as one of another host is.

Twisted's check of the name lets such a certificate pass: what its own call then raises is only logged.
"""

from __future__ import annotations

from typing import Any

from OpenSSL.crypto import X509
from OpenSSL.SSL import VERIFY_FAIL_IF_NO_PEER_CERT, VERIFY_PEER, Connection
from service_identity import CertificateError, VerificationError
from service_identity.hazmat import DNS_ID, IPAddress_ID, verify_service_identity
from service_identity.pyopenssl import extract_patterns
from twisted.internet._sslverify import ClientTLSOptions
from twisted.python.failure import Failure
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]


@implementer(IPolicyForHTTPS)
class Policy:
    """The policy of Scrapy's downloader, with the name of every certificate checked."""

    def __init__(self, policy: Any) -> None:
        self.policy = policy

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:
        """Called by Twisted for each connection; what makes it."""
        options = self.policy.creatorForNetloc(hostname, port)
        if type(options) is ClientTLSOptions:
            options.__class__ = CheckedOptions
        return options


class CheckedOptions(ClientTLSOptions):
    """Makes connections that end where the certificate is not of the host asked for."""

    def clientConnectionForTLS(self, tlsProtocol: Any) -> Connection:
        """As Twisted does it, with a check that refuses what it cannot read."""
        connection = super().clientConnectionForTLS(tlsProtocol)
        host = (DNS_ID if self._hostnameIsDnsName else IPAddress_ID)(self._hostnameASCII)

        def verified(made: Connection, certificate: X509, error: int, depth: int, ok: int) -> bool:
            if depth == 0:  # the server's own, not those that signed it
                try:
                    verify_service_identity(extract_patterns(certificate), [host], [])
                except (VerificationError, CertificateError):
                    tlsProtocol.failVerification(Failure())  # type: ignore[no-untyped-call]
                    return False
            return bool(ok)

        connection.set_verify(VERIFY_PEER | VERIFY_FAIL_IF_NO_PEER_CERT, verified)
        return connection
