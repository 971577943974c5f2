"""The sample shop before footage as camera: who is verified, who is not, and what the shop's server goes by."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.conftest import CHROMIUM, FAKE_CAMERA, QUIET
from tests.browser.shopping import Facevow, facevow, free_port, liar, shop

pytestmark = pytest.mark.browser

Camera = Callable[[str], Path]
Visit = Callable[..., Page]
SOON = 60_000  # milliseconds: two cores run the browser, the camera and two servers
CHALLENGE = 120_000  # more than the time limit of a challenge

BONA_FIDE = "bonafide-1-webcam.webm"
PHONE = "attack-1-phone-still.webm"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Iterator[Facevow]:
    """One Facevow for the shops of this file; without the footage there is nothing to show it."""
    assert shared.is_dir()
    with facevow(tmp_path_factory.mktemp("facevow"), (free_port(), free_port(), free_port())) as running:
        yield running


@pytest.fixture(scope="module")
def passive_shop(server: Facevow) -> Iterator[str]:
    """A shop that asks for no movements."""
    with shop(server, server.shops[0], "passive_only") as address:
        yield address


@pytest.fixture(scope="module")
def active_shop(server: Facevow) -> Iterator[str]:
    """A shop that asks for movements."""
    with shop(server, server.shops[1], "balanced") as address:
        yield address


@pytest.fixture
def visit(playwright: Playwright) -> Iterator[Visit]:
    """Opens a shop in a new browser with these options and the camera allowed."""
    with ExitStack() as opened:

        def open_(address: str, *options: str) -> Page:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *options])
            opened.callback(browser.close)
            page = browser.new_context(permissions=["camera"]).new_page()
            page.goto(address)
            return page

        yield open_


def showing(clip: Path) -> tuple[str, ...]:
    """Options of a browser with this clip as camera."""
    return (*FAKE_CAMERA, f"--use-file-for-fake-video-capture={clip}")


def run_check(page: Page, *, within: int = SOON) -> str:
    """Have the check run to its end; what the page says then."""
    page.get_by_role("button", name="Start the check").click()
    page.locator("body[data-state=verified], body[data-state=refused]").wait_for(timeout=within)
    return page.locator("#prompt").inner_text()


def proof(page: Page) -> dict[str, str]:
    """What the shop's server knows, once the callback has come."""
    expect(page.locator("#proof-callback")).to_have_text("received", timeout=SOON)
    return {name: page.locator(f"#proof-{name}").inner_text() for name in ("session", "state", "token")}


def test_a_live_person_is_verified(server: Facevow, passive_shop: str, visit: Visit, camera: Camera) -> None:
    """The order is confirmed, the signed verdict holds, the callback arrived once, and the camera is off again."""
    page = visit(passive_shop, *showing(camera(BONA_FIDE)))
    assert run_check(page) == "Verified"
    known = proof(page)
    assert (known["state"], known["token"]) == ("COMPLETED", "signature holds")
    assert page.evaluate("() => document.querySelector('video').srcObject") is None
    session = server.session(known["session"])
    assert session["verdict"] == "BONA_FIDE"
    assert session["subject_given"] is True
    delivered = json.loads(server.command("callbacks", "list", "--json"))
    (entry,) = (each for each in delivered if each["session"] == known["session"])
    assert (entry["state"], entry["event"], entry["attempts"]) == ("delivered", "session.completed", 1)


def test_a_phone_before_the_camera_is_refused(server: Facevow, passive_shop: str, visit: Visit, camera: Camera) -> None:
    """The signed verdict holds here, too, and says that it was an attack."""
    page = visit(passive_shop, *showing(camera(PHONE)))
    assert run_check(page) == "Not verified"
    known = proof(page)
    assert (known["state"], known["token"]) == ("COMPLETED", "signature holds")
    assert server.session(known["session"])["verdict"] == "ATTACK"
    expect(page.get_by_role("button", name="Try again")).to_be_visible()


def test_a_recording_does_not_pass_what_is_asked_of_it(
    server: Facevow, active_shop: str, visit: Visit, camera: Camera
) -> None:
    """With the active policy a clip that plays over and over is prompted and refused."""
    page = visit(active_shop, *showing(camera("bonafide-5-moving-selfie.mp4")))
    page.evaluate(
        """() => { window.seen = new Set();
        const prompt = document.getElementById('prompt');
        new MutationObserver(() => window.seen.add(prompt.textContent)).observe(prompt, { childList: true }); }"""
    )
    assert run_check(page, within=CHALLENGE) == "Not verified"
    assert {"Look straight ahead and hold still", "Keep looking straight ahead"} & set(page.evaluate("() => [...seen]"))
    session = server.session(proof(page)["session"])
    assert session["state"] == "COMPLETED"
    assert session["verdict"] != "BONA_FIDE"
    assert session["transcript"]


def altered(session: dict[str, Any]) -> dict[str, Any]:
    """The session with a token whose payload has one letter changed; all else says that it passed."""
    if session["token"] is None:
        return session
    head, payload, signature = session["token"].split(".")
    middle = len(payload) // 2
    letter = "A" if payload[middle] != "A" else "B"
    payload = payload[:middle] + letter + payload[middle + 1 :]
    return session | {"verdict": "BONA_FIDE", "token": f"{head}.{payload}.{signature}"}


def test_an_altered_token_is_refused(server: Facevow, visit: Visit, camera: Camera) -> None:
    """Before a live person, with somebody between shop and Facevow who changes the token: nothing is believed."""
    with liar(server, altered) as between, shop(server, server.shops[2], "passive_only", by_way_of=between) as address:
        page = visit(address, *showing(camera(BONA_FIDE)))
        assert run_check(page) == "Not verified"
        known = proof(page)
    assert known["token"] == "this is no verdict of our Facevow"  # noqa: S105 - words about one
    assert server.session(known["session"])["verdict"] == "BONA_FIDE"


def test_without_a_camera_the_page_says_what_to_do(passive_shop: str, visit: Visit) -> None:
    """No session is made, and the button is there again."""
    page = visit(passive_shop)
    assert run_check(page) == "That did not work"
    expect(page.locator("#note")).to_have_text("No camera was found. Connect one, or open this page on your phone.")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    assert page.evaluate("async () => (await fetch('/check')).json()") == {"state": "NONE", "verified": False}


def test_giving_up_is_no_pass(active_shop: str, visit: Visit) -> None:
    """Whoever cancels is not verified, and the shop hears of it. The camera shows nobody, so that it lasts."""
    page = visit(active_shop, *FAKE_CAMERA)
    page.get_by_role("button", name="Start the check").click()
    page.get_by_role("button", name="Cancel").click(timeout=SOON)
    page.locator("body[data-state=refused]").wait_for(timeout=SOON)
    expect(page.locator("#proof-state")).to_have_text("ABORTED", timeout=SOON)
    assert proof(page)["token"] == "none"  # noqa: S105 - there is none


def test_nobody_can_tell_the_shop_a_verdict(passive_shop: str) -> None:
    """A callback that is not signed is refused, and without the shop's cookie there is nothing to ask for."""
    body = {"id": "evt_1", "type": "session.completed", "data": {"session": "x", "metadata": {"customer": "y"}}}
    assert httpx.post(f"{passive_shop}/told", json=body).status_code == 401
    assert httpx.get(f"{passive_shop}/check").status_code == 422
    assert httpx.get(f"{passive_shop}/shop.py").status_code == 404
