"""The page in headless Chromium: what a person in front of it is told."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser

Camera = Callable[[str], Path]
SOON = 30_000  # milliseconds: two cores run the browser, the camera and the server
CHALLENGE = 100_000  # more than the time limit of a challenge


def verdict_becomes(page: Page, verdict: str) -> None:
    expect(page.get_by_test_id("verdict")).to_have_attribute("data-verdict", verdict, timeout=SOON)


@pytest.mark.parametrize("clip", ["bonafide-1-webcam.webm", "bonafide-5-moving-selfie.mp4"])
def test_a_live_person_is_told_so(open_page: OpenPage, camera: Camera, clip: str) -> None:
    """With a real person before the camera the page says that they are live."""
    page = open_page(camera(clip))
    page.get_by_test_id("start").click()
    verdict_becomes(page, "BONA_FIDE")


@pytest.mark.parametrize("clip", ["attack-1-phone-still.webm", "attack-4-phone-replay.mp4"])
def test_a_phone_before_the_camera_is_told_so(open_page: OpenPage, camera: Camera, clip: str) -> None:
    """With a phone that shows a face before the camera the page says that it is an attack."""
    page = open_page(camera(clip))
    page.get_by_test_id("start").click()
    verdict_becomes(page, "ATTACK")


def test_a_recording_is_prompted_and_never_passes(open_page: OpenPage, camera: Camera) -> None:
    """Before a clip that plays over and over the page asks for drawn movements, and says in the end why it gave up."""
    page = open_page(camera("bonafide-5-moving-selfie.mp4"))
    page.evaluate(
        """() => { window.seen = { prompts: [], verdicts: [] };
        const note = (list, value) => { if (value && !list.includes(value)) list.push(value); };
        new MutationObserver(() => {
          const due = document.querySelector('[role=timer]') !== null;
          if (due) note(window.seen.prompts, document.querySelector('[data-testid=prompt]').textContent);
          note(window.seen.verdicts, document.querySelector('[data-testid=verdict]').dataset.verdict);
        }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true }); }"""
    )
    page.get_by_test_id("active-switch").click()
    page.get_by_test_id("start").click()
    expect(page.get_by_test_id("try-again")).to_be_visible(timeout=CHALLENGE)
    expect(page.get_by_test_id("prompt-note")).not_to_be_empty()
    seen = page.evaluate("() => window.seen")
    assert seen["prompts"]
    assert "BONA_FIDE" not in seen["verdicts"]


def test_stopping_lets_the_camera_go(open_page: OpenPage, camera: Camera) -> None:
    """After stop no track of the camera is live any more, and the log lists what was inferred."""
    page = open_page(camera("bonafide-1-webcam.webm"))
    page.evaluate(
        """() => { const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        window.tracks = [];
        navigator.mediaDevices.getUserMedia = async (wish) => {
          const stream = await ask(wish); window.tracks.push(...stream.getTracks()); return stream; }; }"""
    )
    page.get_by_test_id("start").click()
    verdict_becomes(page, "BONA_FIDE")
    page.get_by_test_id("stop").click()
    expect(page.get_by_test_id("start")).to_be_visible()
    assert page.evaluate("() => window.tracks.map((track) => track.readyState)") == ["ended"]
    expect(page.get_by_test_id("log").locator("li, tr").first).to_be_visible(timeout=SOON)


def test_a_missing_camera_is_named(open_page: OpenPage) -> None:
    """Without any camera the page says so in words, and the start button is there again."""
    page = open_page(None)
    page.get_by_test_id("start").click()
    expect(page.get_by_test_id("problem")).to_be_visible(timeout=SOON)
    assert page.get_by_test_id("problem").get_attribute("data-problem") in {"camera_absent", "camera_denied"}
    expect(page.get_by_test_id("start")).to_be_visible()
