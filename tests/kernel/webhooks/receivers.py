"""Receivers of webhooks on loopback, well and misbehaving; with TLS by a test's authority."""

import datetime as dt
import ipaddress
import socket
import ssl
import threading
import time
from contextlib import suppress

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

WELL = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Receiver:
    """Takes HTTP requests one by one; `how` is bytes to answer with, or a function of a socket."""

    def __init__(self, tls=None):
        self.how, self.requests, self.tls = WELL, [], tls
        self.over = threading.Event()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    @property
    def url(self):
        return f"{'https' if self.tls else 'http'}://localhost:{self.port}/hook?a=1"

    def serve(self):
        with suppress(OSError):
            while True:
                talk, _address = self.socket.accept()
                with talk, suppress(OSError):
                    talk.settimeout(20)
                    if self.tls:
                        with self.tls.wrap_socket(talk, server_side=True) as safe:
                            self.answer(safe)
                    else:
                        self.answer(talk)

    def answer(self, talk):
        self.requests.append(read_request(talk))
        if callable(self.how):
            self.how(talk, self.over)
        else:
            talk.sendall(self.how)

    def close(self):
        self.over.set()
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join(5)


def read_request(talk):
    """Give the head of a request, by lower-case names, and its body."""
    got = b""
    while b"\r\n\r\n" not in got:
        more = talk.recv(4096)
        if not more:
            return {}, b""
        got += more
    head, _, body = got.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    headers[":request"] = first
    while len(body) < int(headers.get("content-length", 0)):
        body += talk.recv(4096)
    return headers, body


def hang(talk, _over):
    talk.recv(1)  # until the other side goes


def drip(talk, over):
    """Send a header that never ends, byte by byte: each comes well before a socket's timeout."""
    talk.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not over.wait(0.05):
        talk.sendall(b"a")


def drip_body(talk, over):
    talk.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while not over.wait(0.05):
        talk.sendall(b"a")


def endless_headers(talk, over):
    talk.sendall(b"HTTP/1.1 200 OK\r\n")
    while not over.is_set():
        talk.sendall(b"X-More: more\r\n" * 100)


def endless_hundreds(talk, over):
    while not over.wait(0.001):
        talk.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")


def endless_body(talk, over):
    talk.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while not over.is_set():
        talk.sendall(b"x" * 65536)


def reset(talk, over):
    talk.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")


def wait_until(true, seconds=30):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came to pass"
        time.sleep(0.02)


def an_authority(folder, host="localhost"):
    """Give the context of a server that an authority vouches for, and the authority's file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Tests of Caruban")])
    now = dt.datetime.now(dt.UTC)
    names = (
        [x509.DNSName(host)]
        if not host[0].isdigit()
        else [x509.IPAddress(ipaddress.ip_address(host))]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = folder / f"{host}.pem"
    pem.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context, pem
