"""The page of enrolled people in headless Chromium, before a stubbed gallery."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser, Page, Playwright, ViewportSize, expect

from tests.browser.conftest import CHROMIUM, FAKE_CAMERA, QUIET
from tests.browser.stub import ADDRESS
from tests.browser.stub_people import HASH, KEY, StubbedGallery, identified, verified

pytestmark = pytest.mark.browser

Show = Callable[..., tuple[Page, StubbedGallery]]

PHONE: ViewportSize = {"width": 390, "height": 844}
SMALL: ViewportSize = {"width": 320, "height": 640}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
SOON = 30_000  # milliseconds, as in test_page
LARGEST_BODY = 8 * 1024 * 1024
"""Bytes that a server takes in one request unless it is set otherwise."""


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium with a camera whose picture it draws by itself."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *FAKE_CAMERA])
    expect.set_options(timeout=SOON)
    yield browser
    expect.set_options(timeout=None)
    browser.close()


@pytest.fixture
def show(browser: Browser) -> Iterator[Show]:
    """Opens the page of people before a stubbed gallery; at the end nothing may have been thrown."""
    thrown: list[str] = []
    with ExitStack() as opened:

        def show_(size: ViewportSize = DESKTOP, **people: int) -> tuple[Page, StubbedGallery]:
            context = browser.new_context(viewport=size, permissions=["camera"])
            opened.callback(context.close)
            page = context.new_page()
            page.on("pageerror", lambda error: thrown.append(str(error)))
            server = StubbedGallery()
            server.people = dict(people)
            server.serve(page)
            page.goto(ADDRESS)
            page.get_by_test_id("nav-people").click()
            return page, server

        yield show_
    assert thrown == []


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture of which five are more than a body of the API may be."""
    path = tmp_path_factory.mktemp("pictures") / "large.png"
    noise = np.random.default_rng(7).integers(0, 256, (900, 1200, 3), dtype=np.uint8)
    path.write_bytes(cv2.imencode(".png", noise, [cv2.IMWRITE_PNG_COMPRESSION, 0])[1].tobytes())
    assert 5 * path.stat().st_size > LARGEST_BODY
    return path


def take(page: Page) -> None:
    """Start the camera and take one picture with it."""
    page.get_by_test_id("lens-start").click()
    expect(page.locator(".picture.shown")).to_be_visible()
    page.get_by_test_id("take").click()
    expect(page.locator(".shot")).to_have_count(1)


def choose(page: Page, task: str) -> None:
    page.locator("label.segment", has_text=task).click()


def posted(server: StubbedGallery) -> list[tuple[str, dict[str, Any]]]:
    return [(path, body) for method, path, body in server.asked if method == "POST"]


def keep_tracks(page: Page) -> None:
    """Keep every track of a camera that the page opens, as `window.tracks`."""
    page.evaluate(
        """() => { const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        window.tracks = [];
        navigator.mediaDevices.getUserMedia = async (wish) => {
          const stream = await ask(wish); window.tracks.push(...stream.getTracks()); return stream; }; }"""
    )


def is_wide(page: Page) -> bool:
    """Whether something reaches past the right edge of the window."""
    return bool(page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth"))


@pytest.mark.parametrize("size", [DESKTOP, SMALL], ids=["desktop", "small"])
def test_a_person_is_found_by_the_cameras_picture(show: Show, size: ViewportSize) -> None:
    """One picture taken with the camera is sent as a JPEG, and who it shows is told with the score; all fits."""
    page, server = show(size, anna=3)
    server.answers["identify"] = identified(("anna", 0.79), ("ben", 0.52))
    take(page)
    page.get_by_test_id("send").click()
    expect(page.get_by_test_id("outcome")).to_have_attribute("data-outcome", "found")
    expect(page.get_by_test_id("outcome")).to_be_in_viewport()
    expect(page.get_by_test_id("hits").locator("li")).to_have_text(["anna0.79needs 0.45", "ben0.52needs 0.45"])
    ((path, body),) = posted(server)
    assert path == "identifications"
    assert body["image"].startswith("/9j/")  # how every JPEG begins in base64
    assert not is_wide(page)


def test_no_match_says_why(show: Show) -> None:
    """A face that is not accepted is red and gives every reason, and switching the task away forgets it."""
    page, server = show(PHONE, anna=3)
    server.answers["verify"] = verified(match=False, score=0.2, verdict="ATTACK", reasons=["not_live", "not_matched"])
    choose(page, "Verify")
    take(page)
    page.get_by_test_id("subject").fill("anna")
    page.get_by_test_id("subject").press("Enter")
    expect(page.get_by_test_id("outcome")).to_have_text("No match")
    expect(page.get_by_test_id("reasons").locator("li")).to_have_count(2)
    expect(page.locator(".outcome.tone-good")).to_have_count(0)
    choose(page, "Identify")
    expect(page.get_by_test_id("outcome")).to_have_count(0)


def test_large_pictures_are_made_to_fit(show: Show, picture: Path) -> None:
    """Five large pictures are enrolled by one body that a server takes; then the list has the person."""
    page, server = show()
    expect(page.get_by_text("Nobody is enrolled yet.")).to_be_visible()
    choose(page, "Enrol")
    page.get_by_test_id("files").set_input_files([picture] * 5)
    expect(page.locator(".shot")).to_have_count(5)
    page.get_by_test_id("subject").fill("anna")
    page.get_by_test_id("send").click()
    expect(page.get_by_test_id("outcome")).to_have_attribute("data-outcome", "enrolled")
    expect(page.get_by_test_id("person")).to_contain_text("5 templates")
    expect(page.locator(".shot")).to_have_count(0)
    ((path, body),) = posted(server)
    assert path == "subjects/anna/enrol"
    assert len(body["images"]) == 5
    assert len(json.dumps(body)) < LARGEST_BODY


def test_the_picture_at_fault_is_marked(show: Show) -> None:
    """What the server finds wrong stands at the picture, and at the button that was pressed; the others stay."""
    page, server = show(PHONE)
    choose(page, "Enrol")
    take(page)
    page.get_by_test_id("take").click()
    expect(page.locator(".shot")).to_have_count(2)
    page.get_by_test_id("subject").fill("anna")
    codes = ["blurred", "turned_away"]
    server.refuses_with(422, "not_fit", {"pointer": "#/images/1", "detail": ", ".join(codes), "codes": codes})
    page.get_by_test_id("send").click()
    expect(page.get_by_test_id("trouble")).to_be_in_viewport()
    expect(page.locator(".shot.faulty")).to_have_count(1)
    expect(page.locator(".shot").nth(1)).to_contain_text("It is blurred. The face is turned away.")
    assert not is_wide(page)


def test_erasing_by_keyboard_leaves_a_receipt(show: Show) -> None:
    """The keyboard is asked once more, Keep first; Escape leaves all there, and the signed receipt can be saved."""
    page, server = show(anna=3, ben=1)
    anna = page.locator("[data-subject=anna]")
    anna.get_by_test_id("erase").press("Enter")
    expect(page.get_by_role("button", name="Keep")).to_be_focused()
    page.keyboard.press("Escape")
    expect(anna.get_by_test_id("erase")).to_be_focused()
    assert server.people == {"anna": 3, "ben": 1}
    page.keyboard.press("Enter")
    page.get_by_test_id("erase-sure").press("Enter")
    expect(page.get_by_test_id("receipt")).to_be_focused()
    expect(page.get_by_test_id("receipt")).to_contain_text(HASH)
    expect(page.get_by_test_id("person")).to_have_count(1)
    assert server.people == {"ben": 1}
    with page.expect_download() as download:
        page.get_by_test_id("save-receipt").click()
    assert json.loads(download.value.path().read_text()) == server.receipts[0]


def test_one_template_of_a_person_can_go(show: Show) -> None:
    """A person's templates are listed by when and from what they came, and each can be erased by itself."""
    page, server = show(PHONE, anna=3)
    page.locator(".person-open").click()
    expect(page.get_by_test_id("templates").locator("li")).to_have_count(3)
    page.get_by_test_id("templates").get_by_test_id("erase").first.click()
    page.get_by_test_id("erase-sure").click()
    expect(page.get_by_test_id("receipt")).to_contain_text("1 template of anna erased.")
    expect(page.get_by_test_id("templates").locator("li")).to_have_count(2)
    assert server.people == {"anna": 2}
    assert not is_wide(page)


def test_a_locked_server_is_opened_by_a_key(show: Show) -> None:
    """Nothing is shown before a good key is given; the key is in no storage, and gone when the page is loaded again."""
    page, server = show(anna=3)
    expect(page.get_by_test_id("person")).to_have_count(1)
    server.needs_key = True
    page.reload()
    expect(page.get_by_test_id("key-form")).to_be_visible()
    expect(page.locator("main")).to_be_hidden()
    page.get_by_test_id("key").fill("fvk_wrong")
    page.get_by_test_id("key").press("Enter")
    expect(page.get_by_role("alert").get_by_text("does not take this key")).to_be_visible()
    page.get_by_test_id("key").fill(KEY)
    page.get_by_test_id("key").press("Enter")
    expect(page.get_by_test_id("person")).to_be_visible()
    expect(page.get_by_test_id("key-form")).to_have_count(0)
    kept = page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert "fvk_" not in kept
    page.reload()
    expect(page.get_by_test_id("key-form")).to_be_visible()


def test_leaving_the_page_turns_its_camera_off(show: Show) -> None:
    """Over to the live check, no track of the camera runs on; back again the list is there."""
    page, _ = show(anna=3)
    keep_tracks(page)
    take(page)
    page.get_by_test_id("nav-live").press("Enter")
    expect(page.get_by_test_id("start")).to_be_visible()
    page.wait_for_function("() => window.tracks.length === 1 && window.tracks[0].readyState === 'ended'")
    page.get_by_test_id("nav-people").press("Enter")
    expect(page.get_by_test_id("person")).to_be_visible()
    expect(page).to_have_title("People · Facevow")


@pytest.mark.parametrize("way", ["forgotten", "refused"])
def test_a_door_that_shuts_leaves_nothing_behind_it(show: Show, way: str) -> None:
    """Where the key is forgotten or refused, the camera's track ends, and no name or picture stays in the page."""
    page, server = show(anna=3)
    expect(page.get_by_test_id("person")).to_have_count(1)
    server.needs_key = True
    page.reload()
    page.get_by_test_id("key").fill(KEY)
    page.get_by_test_id("key").press("Enter")
    expect(page.get_by_test_id("person")).to_be_visible()
    keep_tracks(page)
    choose(page, "Enrol")
    take(page)
    page.get_by_test_id("subject").fill("carla")
    assert page.evaluate("() => window.tracks.map((track) => track.readyState)") == ["live"]
    if way == "forgotten":
        page.get_by_role("button", name="Forget it").click()
    else:
        server.refuses_with(401, "key_revoked")
        page.get_by_test_id("send").click()
    expect(page.get_by_test_id("key-form")).to_be_visible()
    page.wait_for_function("() => window.tracks.every((track) => track.readyState === 'ended')")
    assert not any(left in page.content() for left in ("anna", "carla", "blob:"))
    page.get_by_test_id("key").fill(KEY)
    page.get_by_test_id("key").press("Enter")
    expect(page.get_by_test_id("person")).to_be_visible()
    expect(page.locator(".shot")).to_have_count(0)
    expect(page.get_by_test_id("lens-start")).to_be_enabled()
