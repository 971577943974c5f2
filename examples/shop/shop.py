"""A small shop that confirms an order once Facevow has seen that a live person is there: `python shop.py`.

The shop's server makes the session and reads the verdict. The browser only carries pictures from the camera to Facevow;
whatever it claims is not believed.
"""
# ruff: noqa: INP001 - an example, not a package

import json
import os
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import httpx
import uvicorn
from fastapi import Cookie, FastAPI, HTTPException, Request, Response
from fastapi.responses import FileResponse
from trust import Untrusted, expect_callback, verified_claims

PAGE = Path(__file__).parent / "page"

# The page may talk to its own server and to Facevow's socket; scripts and styles are the shop's own.
POLICY = "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; frame-ancestors 'none'"

Customer = Annotated[str, Cookie(alias="customer")]


@dataclass
class Check:
    """A customer's check: its session at Facevow, and whether a callback has told its end."""

    session: str
    called_back: bool = False


@dataclass
class Shop:
    """What the shop knows. A real one has a database."""

    address: str
    facevow: httpx.Client
    public_keys: dict[str, Any]
    callback_secret: str
    policy: str | None
    checks: dict[str, Check] = field(default_factory=dict)
    heard: set[str] = field(default_factory=set)

    def begin(self, customer: str) -> dict[str, Any]:
        """Make a session; return what the browser needs for it. The token in it is good for one stream, once."""
        wanted = {"subject": customer, "callback": f"{self.address}/told", "metadata": {"customer": customer}}
        if self.policy:
            wanted["policy"] = self.policy
        made = self._ask("POST", "/v1/sessions", json=wanted)
        self.checks[customer] = Check(made["id"])
        return {"stream": made["stream_url"], "token": made["client_token"]}

    def outcome(self, customer: str) -> dict[str, Any]:
        """How the customer's last check ended. Only a signed verdict that we verify ourselves makes it a pass."""
        check = self.checks.get(customer)
        if check is None:
            return {"state": "NONE", "verified": False}
        found = self._ask("GET", f"/v1/sessions/{check.session}")
        told = {"session": check.session, "state": found["state"], "called_back": check.called_back}
        if found["token"] is None:  # not over yet, given up, or expired
            return {**told, "verified": False}
        try:
            verdict = self._claims(found["token"], customer, check)["verdict"]
        except Untrusted as error:
            return {**told, "verified": False, "untrusted": str(error)}
        return {**told, "verified": verdict == "BONA_FIDE"}

    def hear(self, headers: dict[str, str], body: bytes) -> None:
        """Take a callback: first its signature, then whether it is new, then the verdict in it."""
        expect_callback(self.callback_secret, headers, body, now=time.time())
        event = json.loads(body)
        if event["id"] in self.heard:
            return  # delivered at least once means sometimes twice
        customer, token = event["data"]["metadata"]["customer"], event["data"]["token"]
        check = self.checks.get(customer)
        if check and check.session == event["data"]["session"]:  # else the customer has begun another one since
            if token is not None:
                self._claims(token, customer, check)
            check.called_back = True
        self.heard.add(event["id"])

    def _claims(self, token: str, customer: str, check: Check) -> dict[str, Any]:
        return verified_claims(token, self.public_keys, session=check.session, customer=customer, now=time.time())

    def _ask(self, method: str, path: str, **options: Any) -> dict[str, Any]:  # noqa: ANN401 - those of httpx
        """Ask Facevow. It explains what it refuses as a problem document (RFC 9457)."""
        try:
            response = self.facevow.request(method, path, **options)
        except httpx.HTTPError as error:
            raise HTTPException(503, "The check is not available at the moment.") from error
        if response.status_code == 429:  # too many checks of this person have failed, or too many requests
            raise HTTPException(429, "That was too often. Please try again in a few minutes.")
        if response.is_error:
            raise HTTPException(503, "The check is not available at the moment.")
        answer: dict[str, Any] = response.json()
        return answer


def make_app(shop: Shop) -> FastAPI:
    """The shop's own routes. Which customer it is says a cookie that scripts cannot read, never the page."""
    app = FastAPI(title="Kestrel Optics", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/")
    def page(customer: Customer = "") -> Response:
        response = FileResponse(PAGE / "index.html", headers={"Content-Security-Policy": POLICY})
        if not customer:  # a real shop has a login instead
            response.set_cookie("customer", secrets.token_hex(8), httponly=True, samesite="strict")
        return response

    @app.get("/{name}.{kind}")
    def asset(name: str, kind: str) -> Response:
        if f"{name}.{kind}" not in {"check.js", "camera.js", "style.css"}:
            raise HTTPException(404)
        return FileResponse(PAGE / f"{name}.{kind}")

    @app.post("/check")
    def begin(customer: Customer) -> dict[str, Any]:
        return shop.begin(customer)

    @app.get("/check")
    def outcome(customer: Customer) -> dict[str, Any]:
        return shop.outcome(customer)

    @app.post("/told")
    async def told(request: Request) -> Response:
        try:
            shop.hear(dict(request.headers), await request.body())
        except Untrusted as error:
            raise HTTPException(401, str(error)) from error
        return Response(status_code=204)

    return app


def open_shop(given: dict[str, str]) -> Shop:
    """A shop as the environment describes it; the API key and the callback's secret never reach the page."""
    facevow = given.get("SHOP_FACEVOW", "http://localhost:8000")
    keys = {"Authorization": f"Bearer {given['SHOP_KEY']}"}
    return Shop(
        address=given.get("SHOP_ADDRESS", "http://localhost:9000"),
        facevow=httpx.Client(base_url=facevow, headers=keys, timeout=10),
        public_keys=json.loads(Path(given.get("SHOP_JWKS", "jwks.json")).read_text(encoding="utf-8")),
        callback_secret=given["SHOP_CALLBACK_SECRET"],
        policy=given.get("SHOP_POLICY"),
    )


if __name__ == "__main__":
    port = int(os.environ.get("SHOP_PORT", "9000"))
    uvicorn.run(make_app(open_shop(dict(os.environ))), host="127.0.0.1", port=port, log_level="warning")
