"""The active check in headless Chromium, before a stubbed server that walks through every state."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, ViewportSize, expect

from tests.browser.conftest import CHROMIUM, FAKE_CAMERA, QUIET
from tests.browser.stub import ADDRESS, ENVIRONMENT_CAMERA, StubbedServer, check, due

pytestmark = pytest.mark.browser

Start = Callable[..., tuple[Page, StubbedServer]]

NOBODY: dict[str, Any] = {"face_detected": False, "bbox": None, "guidance": ["no_face"]}
PHONE: ViewportSize = {"width": 390, "height": 844}
SMALL: ViewportSize = {"width": 320, "height": 640}
MEDIUM: ViewportSize = {"width": 360, "height": 740}
TABLET: ViewportSize = {"width": 960, "height": 720}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}

STATES: list[tuple[dict[str, Any], dict[str, Any], str, str]] = [
    (check("face_due"), NOBODY, "Bring your face into view", ""),
    (check("settling"), {}, "Look straight ahead and hold still", "Then do what is asked, one thing at a time"),
    (check("resting"), {}, "Get ready…", "Wait for the next prompt"),
    (check("resting", notice="early_act"), {}, "Get ready…", "Too early: wait for the prompt"),
    (due("blink", times=2), {}, "Blink twice", "With both eyes, looking at the camera"),
    (due("blink", times=3), {}, "Blink three times", "With both eyes, looking at the camera"),
    (due("turn_left"), {"guidance": ["turned_away"]}, "Turn your head left", "Slowly, until the ring is full"),
    (due("turn_right", notice="wrong_act"), {}, "Turn your head right", "That was another movement"),
    (due("look_up"), {}, "Look up", "Lift your chin until the ring is full"),
    (due("look_down"), {}, "Look down", "Lower your chin until the ring is full"),
    (due("tilt_left"), {}, "Tilt your head left", "Left ear towards your left shoulder"),
    (due("tilt_right"), {}, "Tilt your head right", "Right ear towards your right shoulder"),
    (due("come_closer"), {"guidance": ["too_near"]}, "Come closer", "Slowly, until the ring is full"),
    (due("go_back"), {"guidance": ["too_small"]}, "Move back", "Slowly, until the ring is full"),
    (due("open_mouth"), {}, "Open your mouth", "As wide as is comfortable"),
    (due("smile"), {}, "Smile", "As broadly as you can"),
    (due("raise_eyebrows"), {}, "Raise your eyebrows", "As if surprised"),
    (due("raise_eyebrows"), {"guidance": ["too_bright"]}, "Raise your eyebrows", "Too bright: turn from the light"),
    (due("smile"), {"guidance": ["too_dark"]}, "Smile", "Find a brighter place"),
    (due("turn_left", notice="hasty_act"), {}, "Turn your head left", "Slowly, until the ring is full"),
    (due("smile"), NOBODY, "Bring your face into view", ""),
    (check("resting"), {"guidance": ["too_dark"]}, "Find a brighter place", ""),
    (check("returning", done=["turn_left"]), {}, "Good. Look straight ahead again", ""),
    (check("returning", done=["smile"]), {}, "Good. Relax your face again", ""),
    (check("returning", done=["smile"], notice="wrong_act"), {}, "Good. Relax your face again", ""),
    (
        check("returning", done=["go_back"]),
        {"guidance": ["too_bright"]},
        "Good. Come forward to where you were",
        "Too bright: turn from the light",
    ),
    (
        check("returning", notice="hasty_act"),
        {},
        "Look straight ahead again",
        "That was too soon. It will be asked again",
    ),
    (
        check("returning", notice="flat_act"),
        {},
        "Look straight ahead again",
        "That movement did not count. It will be asked again",
    ),
    (
        check("settling", notice="window_over"),
        {},
        "Look straight ahead and hold still",
        "Time ran out, a new round begins",
    ),
    (
        check(notice="face_lost"),
        NOBODY,
        "Bring your face into view",
        "Your face was out of view, a new round begins",
    ),
    (
        check(notice="face_joined"),
        {"guidance": ["several_faces"]},
        "Only one person, please",
        "Somebody else was in view, a new round begins",
    ),
    (
        check("settling", notice="clock_jumped"),
        {},
        "Look straight ahead and hold still",
        "The picture was interrupted, a new round begins",
    ),
    (check("passed", done=["blink"] * 3), {}, "All done, thank you", "Look at the camera a moment longer"),
    (
        check("passed", done=["blink"] * 3),
        {"verdict": "BONA_FIDE", "is_real": True},
        "All done, thank you",
        "The check has passed. You can stop the camera.",
    ),
]

FAILURES = {
    "too_many_faults": "Too many other movements",
    "too_many_restarts": "Too many interruptions",
    "face_swapped": "The face changed",
    "frozen": "The picture stood still",
    "looped": "The same pictures came again",
    "clock_went_back": "The camera lost its time",
    "timed_out": "Time is up",
    "broken": "The check broke off",
}


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium with a camera whose picture it draws by itself."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *FAKE_CAMERA])
    yield browser
    browser.close()


@pytest.fixture
def start(browser: Browser) -> Iterator[Start]:
    """Opens the page before a stubbed server and starts its camera."""
    with ExitStack() as opened:

        def start_(size: ViewportSize = DESKTOP, *, mirrored: bool = True) -> tuple[Page, StubbedServer]:
            context = browser.new_context(viewport=size, permissions=["camera"])
            opened.callback(context.close)
            page = context.new_page()
            if not mirrored:
                page.add_init_script(ENVIRONMENT_CAMERA)
            server = StubbedServer()
            server.serve(page)
            page.goto(ADDRESS)
            page.get_by_test_id("start").click()
            expect(page.get_by_test_id("prompt")).not_to_be_empty()
            return page, server

        yield start_


def middle(page: Page, test_id: str) -> float:
    """Where the middle of an element lies across the picture: 0 at its left edge, 1 at its right."""
    stage = page.locator(".stage").bounding_box()
    box = page.get_by_test_id(test_id).bounding_box()
    assert stage is not None
    assert box is not None
    return (box["x"] + box["width"] / 2 - stage["x"]) / stage["width"]


@pytest.mark.parametrize(
    "size", [DESKTOP, TABLET, PHONE, MEDIUM, SMALL], ids=["desktop", "tablet", "phone", "medium", "small"]
)
def test_every_state_has_its_words_in_one_place(start: Start, size: ViewportSize) -> None:
    """Through all states, acts and notices the page says the one thing to do, and the words never move or overflow."""
    page, server = start(size)
    tops = set()
    for active_check, change, words, note in STATES:
        server.shows(active_check, **change)
        expect(page.get_by_test_id("prompt")).to_have_text(words)
        expect(page.get_by_test_id("prompt-note")).to_have_text(note)
        panel = page.get_by_test_id("prompt-panel").bounding_box()
        box = page.get_by_test_id("prompt").bounding_box()
        assert panel is not None
        assert box is not None
        tops.add((panel["y"], panel["height"], box["y"]))
        over = page.evaluate(
            "() => { const words = document.querySelector('.prompt-words').getBoundingClientRect();"
            " const panel = document.querySelector('[data-testid=prompt-panel]').getBoundingClientRect();"
            " return [words.bottom - panel.bottom, words.right - panel.right]; }"
        )
        assert max(over) <= 0, words
    assert len(tops) == 1
    assert page.evaluate("() => document.documentElement.scrollWidth") == size["width"]


def test_the_panel_grows_with_its_words(start: Start) -> None:
    """Words that need more room than is kept for them, as with larger text, are not cut off."""
    page, server = start(MEDIUM)
    server.shows(due("turn_left"))
    expect(page.get_by_test_id("prompt")).to_have_text("Turn your head left")
    page.add_style_tag(content=".prompt .prompt-now, .prompt .prompt-note { font-size: 32px !important }")
    panel = page.get_by_test_id("prompt-panel").bounding_box()
    note = page.get_by_test_id("prompt-note").bounding_box()
    assert panel is not None
    assert note is not None
    assert panel["y"] + panel["height"] >= note["y"] + note["height"]


@pytest.mark.parametrize("act", ["turn_left", "tilt_left", "turn_right", "tilt_right"])
@pytest.mark.parametrize("mirrored", [True, False], ids=["mirrored", "plain"])
def test_the_arrow_shows_the_side_that_the_person_moves_to(start: Start, act: str, *, mirrored: bool) -> None:
    """The person's left is the left of a mirrored picture and the right of one that is not; the arrow lies there."""
    page, server = start(mirrored=mirrored)
    server.shows(due(act))
    left = act.endswith("left") == mirrored
    cue = page.get_by_test_id("edge-cue")
    expect(cue).to_have_attribute("data-side", "left" if left else "right")
    expect(page.get_by_test_id("act-sign")).to_have_attribute("data-side", "left" if left else "right")
    assert (middle(page, "edge-cue") < 0.5) == left
    flipped = page.locator(".picture").evaluate("(video) => getComputedStyle(video).transform")
    assert flipped.startswith("matrix(-1") == mirrored


def test_the_ring_and_the_countdown_follow(start: Start) -> None:
    """The ring shows the progress that the server tells, and the time left runs on while the answers stand still."""
    page, server = start()
    ring, countdown = page.get_by_test_id("ring"), page.get_by_role("timer")
    for progress in (0.0, 0.25, 1.0):
        server.shows(due("look_up", progress=progress))
        expect(ring).to_have_attribute("aria-valuenow", str(round(progress * 100)))
    expect(countdown).to_have_text("5 s")
    server.shows(due("look_up", seconds_left=0.8))
    expect(countdown).to_have_text("1 s")
    server.shows(check("resting"))
    expect(countdown).to_have_count(0)
    expect(ring).not_to_have_attribute("role", "progressbar")


def test_what_is_hard_to_see_hides_no_act(start: Start) -> None:
    """While the window runs, a hint is a note: arrow, ring and countdown stay, until the face is gone."""
    page, server = start()
    server.shows(due("turn_left"), guidance=["several_faces"])
    expect(page.get_by_test_id("prompt-note")).to_have_text("Only one person, please")
    expect(page.get_by_test_id("prompt")).to_have_text("Turn your head left")
    for shown in ("act-sign", "edge-cue", "countdown"):
        expect(page.get_by_test_id(shown)).to_be_visible()
    server.shows(due("turn_left"), **NOBODY)
    expect(page.get_by_test_id("prompt")).to_have_text("Bring your face into view")
    for gone in ("act-sign", "edge-cue", "countdown"):
        expect(page.get_by_test_id(gone)).to_have_count(0)


def test_steps_ahead_stay_unknown(start: Start) -> None:
    """What is done and what is asked now has its name; the step after it has a number only."""
    page, server = start()
    server.shows(due("smile", done=("blink",)))
    expect(page.get_by_test_id("dots")).to_have_text("2 of 3")
    steps = page.locator(".active-check li")
    expect(steps).to_have_count(3)
    for index, words in enumerate(["Blink: done", "Smile: now", "Step 3: not yet known"]):
        expect(steps.nth(index)).to_contain_text(words)


@pytest.mark.parametrize("cause", FAILURES)
def test_a_failed_check_says_why_and_can_be_tried_again(start: Start, cause: str) -> None:
    """Each cause has its words, and the button that the keyboard reaches asks the server for a new check."""
    page, server = start(PHONE)
    server.shows(check("failed", failed_by=cause), **NOBODY)
    expect(page.get_by_test_id("prompt")).to_have_text(FAILURES[cause])
    expect(page.get_by_test_id("prompt-note")).not_to_be_empty()
    page.get_by_test_id("try-again").press("Enter")
    server.shows(check("settling"))
    expect(page.get_by_test_id("prompt")).to_have_text("Look straight ahead and hold still")
    assert {"type": "reset_active_check"} in server.said


def test_an_attack_after_all_movements_is_an_end_with_a_way_on(start: Start) -> None:
    """The page says that it did not succeed; after Try again, the keyboard stays at the panel."""
    page, server = start(PHONE)
    server.shows(check("passed", done=["blink"] * 3), verdict="ATTACK")
    expect(page.get_by_test_id("prompt")).to_have_text("The check did not succeed")
    expect(page.get_by_test_id("prompt-note")).to_contain_text("Try again")
    page.get_by_test_id("try-again").press("Enter")
    server.shows(check("settling"))
    expect(page.get_by_test_id("try-again")).to_have_count(0)
    expect(page.get_by_test_id("prompt-panel")).to_be_focused()
    assert {"type": "reset_active_check"} in server.said


def test_a_server_that_asks_for_nothing_says_so(start: Start) -> None:
    """Switched on where the policy has no challenge, the switch goes back and the reason is given."""
    page, server = start()
    server.shows(check() | {"enabled": False, "of": 0})
    expect(page.get_by_test_id("active-switch")).not_to_be_checked()
    server.refuses = "no_challenge"
    page.get_by_test_id("active-switch").click()
    expect(page.get_by_test_id("refusal")).to_have_text("This server does not ask for movements.")
    expect(page.get_by_test_id("active-switch")).not_to_be_checked()


def test_what_a_person_cannot_do_is_left_out_where_it_can_be(start: Start) -> None:
    """A tick tells the server what to leave out; a refusal is put into words and the tick goes."""
    page, server = start()
    server.shows(check("settling"))
    page.locator("summary", has_text="I cannot do some movements").click()
    page.get_by_test_id("exclude-mouth").check()
    server.refuses = "challenge_impossible"
    page.get_by_test_id("exclude-head").click()
    expect(page.get_by_test_id("refusal")).to_contain_text("Leave out fewer of them")
    expect(page.get_by_test_id("exclude-head")).not_to_be_checked()
    expect(page.get_by_test_id("exclude-mouth")).to_be_checked()
    told = [message["exclude"] for message in server.said if message["type"] == "set_active_check"]
    assert told == [["mouth"], ["head", "mouth"]]
