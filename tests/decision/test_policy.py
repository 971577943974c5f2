"""Policies as data: what is read, what is refused, and what the package brings."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import facevow.decision
from facevow.challenge.events import Act
from facevow.challenge.rules import Rules, Step
from facevow.decision.challenge_table import ChallengeRates
from facevow.decision.policy import Measured, PolicyName, parse_policies
from facevow.decision.reading import Rate
from facevow.decision.session import Session
from facevow.decision.verdict import Verdict
from facevow.errors import SettingsError
from tests.making import make_analysis

GOOD = """
version = "7"
model = "some network 3"
[strict]
threshold = 0.8
apcer = { rate = 0.01, low = 0, high = 0.03 }
bpcer = { rate = 0.2, low = 0.1, high = 0.3 }
on = "400 pictures"
[strict.challenge]
steps = ["turn_left", "turn-right", "look_up", "blink*2"]
reserve = ["smile"]
bits = 5
longest = 6
settle = 0.6
pause = [0.5, 1.5]
reaction = 0.2
window = 4
faults = 1
unasked = 4
restarts = 0
time_limit = 60
replayed = { rate = 0.01, low = 0, high = 0.02 }
on = "3 clips"
[balanced]
threshold = 0.45
apcer = { rate = 0.05, low = 0.02, high = 0.09 }
bpcer = { rate = 0.06, low = 0.03, high = 0.1 }
on = "400 pictures"
[balanced.challenge]
steps = ["turn_left", "turn_right", "smile"]
reserve = []
bits = 3
longest = 5
settle = 0.6
pause = [0, 0]
reaction = 0
window = 6.5
faults = 2
unasked = 4
restarts = 2
time_limit = 90
replayed = { rate = 0.1, low = 0.05, high = 0.2 }
on = "3 clips"
[lenient]
threshold = 0.2
apcer = { rate = 0.3, low = 0.2, high = 0.4 }
bpcer = { rate = 0.01, low = 0.0, high = 0.02 }
on = "400 pictures"
[lenient.challenge]
steps = ["turn_left", "turn_right", "smile"]
reserve = []
bits = 3
longest = 5
settle = 0.6
pause = [0, 0]
reaction = 0
window = 6.5
faults = 2
unasked = 4
restarts = 2
time_limit = 90
replayed = { rate = 0.1, low = 0.05, high = 0.2 }
on = "3 clips"
[passive_only]
threshold = 0.5
apcer = { rate = 0.05, low = 0.02, high = 0.09 }
bpcer = { rate = 0.06, low = 0.03, high = 0.1 }
on = "400 pictures"
"""


def packaged() -> str:
    """The text of the file in the package."""
    return Path(facevow.decision.__file__).with_name("policies.toml").read_text(encoding="utf-8")


def test_a_table_is_read_with_every_number() -> None:
    """Version, model, thresholds, rates and intervals are those of the text, the strictest first."""
    table = parse_policies(GOOD)
    assert (table.version, table.model) == ("7", "some network 3")
    assert [one.policy.name for one in table.policies] == list(PolicyName)
    assert [one.policy.threshold for one in table.policies] == [0.8, 0.45, 0.2, 0.5]
    strict = table.choose("strict")
    replayed = ChallengeRates(Rate(0.01, 0, 0.02), "3 clips")
    assert table.policies[0] == Measured(strict, Rate(0.01, 0, 0.03), Rate(0.2, 0.1, 0.3), "400 pictures", replayed)
    assert (strict.title, strict.model) == ("strict 7", "some network 3")
    steps = (Step(Act.TURN_LEFT), Step(Act.TURN_RIGHT), Step(Act.LOOK_UP), Step(Act.BLINK, 2))
    assert strict.challenge == Rules(steps, 5, 6, 0.6, 0.5, 1.5, 0.2, 4, 1, 0, 4, 60, (Step(Act.SMILE),))


def test_a_policy_without_a_challenge_says_so() -> None:
    """Passive only is a policy of its own, or what is left of another one without its challenge; the title tells."""
    table = parse_policies(GOOD)
    assert table.choose("passive_only").challenge is None
    assert table.choose("passive_only").title == "passive_only 7"
    assert table.choose("strict").passive_only().title == "strict 7, passive only"
    assert table.choose("passive_only").without_acts(frozenset(Act)).for_recording().challenge is None


def test_a_clip_is_given_all_the_time_it_needs() -> None:
    """Nobody in a recording saw a prompt: windows never end, nothing is hasty, and nothing counts as a fault."""
    rules = parse_policies(GOOD).choose("strict").for_recording().challenge
    assert rules is not None
    assert (rules.window, rules.time_limit, rules.pause_most) == (float("inf"), None, 0)
    assert rules.reaction < 0


def test_the_packaged_table_is_sound() -> None:
    """The file that ships can be read, and has each name."""
    table = parse_policies(packaged())
    assert [table.choose(name).name for name in PolicyName] == list(PolicyName)


@pytest.mark.parametrize(
    ("name", "verdict"), [("strict", "ATTACK"), ("balanced", "BONA_FIDE"), ("lenient", "BONA_FIDE")]
)
def test_the_name_decides_over_a_score_between_two_thresholds(name: str, verdict: Verdict) -> None:
    """The same picture with a score of 0.5 passes at 0.45 and 0.2, not at 0.8."""
    session = Session(parse_policies(GOOD).choose(name).for_image().passive_only())
    session.observe(make_analysis(score=0.5))
    assert session.decide().verdict == verdict


def test_images_and_streams_differ_from_recordings_in_one_number_each() -> None:
    """A picture is one frame; a stream looks back 3 seconds; the threshold is the policy's own."""
    policy = parse_policies(GOOD).choose("lenient")
    assert (policy.min_frames, policy.window) == (3, None)
    assert (policy.for_image().min_frames, policy.for_image().window) == (1, None)
    assert (policy.for_stream().min_frames, policy.for_stream().window) == (3, 3.0)
    assert {policy.for_image().threshold, policy.for_stream().threshold} == {0.2}


@pytest.mark.parametrize("name", ["paranoid", "", "STRICT", "balanced ", "../strict"])
def test_an_unknown_name_is_refused(name: str) -> None:
    """The message names those that exist."""
    with pytest.raises(
        SettingsError, match=r"expected a policy of \['strict', 'balanced', 'lenient', 'passive_only'\]"
    ):
        parse_policies(GOOD).choose(name)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('version = "7"', "", "in a table of policies"),
        ('version = "7"', "version = 7", "expected a text .* for version"),
        ('version = "7"', 'version = " "', "expected a text .* for version"),
        ("[lenient]", "[generous]", "in a table of policies, found .*generous"),
        ("[strict]", "extra = 1\n[strict]", "in a table of policies, found .*extra"),
        ("threshold = 0.8", "threshold = 1", "expected strict.threshold between 0 and 1"),
        ("threshold = 0.2", "threshold = 0.0", "nobody or all would pass"),
        ("threshold = 0.8", "threshold = nan", "expected a number from 0 to 1 for strict.threshold"),
        ("threshold = 0.8", "threshold = inf", "expected a number"),
        ("threshold = 0.8", "threshold = true", "expected a number"),
        ("threshold = 0.8", 'threshold = "0.8"', "expected a number"),
        ("threshold = 0.8", "treshold = 0.8", "in strict, found .*treshold"),
        ("threshold = 0.8", "threshold = 0.4", "expected falling thresholds"),
        ("threshold = 0.2", "threshold = 0.45", "expected falling thresholds"),
        ("rate = 0.01, low = 0,", "rate = 0.01, low = 0.02,", "expected strict.apcer within its interval"),
        ("rate = 0.06", "rate = 1.06", "for balanced.bpcer.rate"),
        ("{ rate = 0.2, low = 0.1, high = 0.3 }", "0.2", "in strict.bpcer, found 0.2"),
        ("[strict]", "[strict", "in TOML"),
        ('"turn-right", ', '"turn", ', "acts for strict.challenge.steps: .*'turn'"),
        ('"turn-right", ', '"turn_left", ', "each step once in strict.challenge.steps"),
        ('["turn_left", "turn-right", "look_up", "blink*2"]', '"turn_left"', "a list of acts"),
        ('["turn_left", "turn-right", "look_up", "blink*2"]', "[1, 2]", "a list of acts"),
        ('["smile"]', '["turn_left"]', "each step once in strict.challenge.steps and strict.challenge.reserve"),
        ('["smile"]', '["grin"]', "acts for strict.challenge.reserve: .*'grin'"),
        ("bits = 5", "bits = 50", "expected a challenge that can be drawn for strict.challenge"),
        ("bits = 5", "bits = -1", "for strict.challenge.bits"),
        ("longest = 6", "longest = 6.5", "expected a whole number from 0 to 20 for strict.challenge.longest"),
        ("longest = 6", "longest = 0", "that can be drawn"),
        ("pause = [0.5, 1.5]", "pause = [1.5, 0.5]", "strict.challenge.pause to rise"),
        ("pause = [0.5, 1.5]", "pause = [1.5]", "the least and the most seconds"),
        ("pause = [0.5, 1.5]", "pause = [0.5, nan]", "for strict.challenge.pause"),
        ("window = 4", "window = 0", "for strict.challenge.window"),
        ("faults = 1", "faults = true", "for strict.challenge.faults"),
        ("unasked = 4", "", "in strict.challenge"),
        ("unasked = 4", "unasked = 1000", "for strict.challenge.unasked"),
        ("restarts = 0", "restarts = -1", "for strict.challenge.restarts"),
        ("time_limit = 60", "time_limit = inf", "for strict.challenge.time_limit"),
        ("replayed = { rate = 0.01, low = 0, high = 0.02 }", "", "in strict.challenge"),
        ("[strict.challenge]", "[strict.challenges]", "in strict, found .*challenges"),
        ("[passive_only]", "[passive_only]\nchallenge = 1", "in passive_only"),
    ],
)
def test_a_table_with_a_fault_is_refused(old: str, new: str, message: str) -> None:
    """Whatever is missing, unknown, of another kind or outside its range is named; no threshold is made up."""
    assert old in GOOD
    with pytest.raises(SettingsError, match=message):
        parse_policies(GOOD.replace(old, new, 1))


@given(st.text(max_size=60), st.integers(0, len(GOOD)), st.integers(0, 40))
def test_any_text_is_a_sound_table_or_one_kind_of_error(noise: str, at: int, gone: int) -> None:
    """With text put in anywhere and some taken out, thresholds still fall, or the file is refused."""
    try:
        table = parse_policies(GOOD[:at] + noise + GOOD[at + gone :])
    except SettingsError:
        return
    strict, balanced, lenient = (table.choose(name).threshold for name in list(PolicyName)[:3])
    assert 1 > strict > balanced > lenient > 0
