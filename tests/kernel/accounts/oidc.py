"""A small OpenID Connect provider of our own: real HTTP on this machine, signed ID tokens.

It speaks what RFC 6749, RFC 7636 (PKCE) and OpenID Connect Core 1.0 ask of the code flow; what it
says of a person, and with which key it signs, a test sets.
"""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "caruban", "rahasia-klien"


def new_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """Says who signs in (`person`) and how the ID token is (`claims` changes it, `signs`)."""

    def __init__(self):
        self.key = self.signs = new_key()
        self.algorithm = "RS256"
        self.person = {"sub": "42", "email": "sri@contoh.test", "email_verified": True}
        self.userinfo = {}
        self.claims = {}
        self.codes = {}
        self.asked = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.said_issuer = self.issuer

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error):
        self.server.shutdown()
        self.server.server_close()

    def configuration(self):
        return {
            "issuer": self.said_issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self):
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": "k1", "use": "sig", "alg": "RS256"}]}

    def authorize(self, asked):
        code = token_urlsafe(16)
        self.codes[code] = asked["code_challenge"]
        back = {"code": code, "state": asked["state"]}
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def token(self, asked):
        verifier = hashlib.sha256(asked["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        known = self.codes.pop(asked["code"], None) == challenge
        if not known or (asked["client_id"], asked["client_secret"]) != (CLIENT, SECRET):
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, **self.person,
        } | self.claims  # fmt: skip
        signed = jwt.encode(claims, self.signs, algorithm=self.algorithm, headers={"kid": "k1"})
        return {"access_token": "akses", "token_type": "Bearer", "id_token": signed}

    def _handler(provider):  # noqa: N805 (the server's handler is the one that is called self)
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                parts = urlsplit(self.path)
                asked = {name: one[0] for name, one in parse_qs(parts.query).items()}
                provider.asked.append(parts.path)
                if parts.path == "/authorize":
                    self.send_response(302)
                    self.send_header("Location", provider.authorize(asked))
                    self.end_headers()
                    return
                said = {
                    "/.well-known/openid-configuration": provider.configuration,
                    "/keys": provider.keys,
                    "/userinfo": lambda: provider.person | provider.userinfo,
                }[parts.path]()
                self.say(said)

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                asked = {name: one[0] for name, one in parse_qs(body).items()}
                said = provider.token(asked)
                self.say(said or {"error": "invalid_grant"}, 200 if said else 400)

            def say(self, said, status=200):
                content = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_said):
                pass

        return Handler
