"""Leave-sources-out cross-validation."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs torch: pip install 'facevow[train]'")

from facevow.datasets.manifest import read_manifest  # noqa: E402 - torch first
from facevow.errors import TrainingError  # noqa: E402
from facevow.evaluation.scores import read_scores  # noqa: E402
from facevow.training import crossvalidation  # noqa: E402
from facevow.training.calibration import read_calibration  # noqa: E402
from facevow.training.crossvalidation import Validated, cross_validate  # noqa: E402
from facevow.training.jobs import Done, Job, run_jobs  # noqa: E402
from facevow.training.telling import OnStep  # noqa: E402
from tests.training.making import NEAR, TINY, contents, quiet, tiny  # noqa: E402

TITLES = ("minifasnet-v2-x2.7-32px", "minifasnet-v1se-x1.5-32px")


class Spy:
    """Stands for `run_jobs`: every network answers with its scale, plus 10 for bona fide, plus 1 for source a."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []

    def __call__(self, jobs: Sequence[Job], workers: int, on_step: OnStep) -> list[Done]:
        """Keep the jobs for a look and answer at once."""
        assert workers == 1
        self.jobs = list(jobs)
        on_step(jobs[0].name, 1, 1, 0.5)
        return [Done(job, (), -1, self._answers(job)) for job in jobs]

    @staticmethod
    def _answers(job: Job) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        scale = job.network.scale
        return np.array([scale + 10.0 * made.bona_fide + (made.source == "a") for made in job.judged], np.float64)


@pytest.fixture
def spy(monkeypatch: pytest.MonkeyPatch) -> Spy:
    """What was asked to be trained."""
    made = Spy()
    monkeypatch.setattr(crossvalidation, "run_jobs", made)
    return made


def test_no_network_judges_a_source_that_it_saw(many: Path, tmp_path: Path, spy: Spy) -> None:
    """Each fold is judged by networks of all other training sources, validation by those of every training source."""
    cross_validate(tiny(many, TINY, NEAR), tmp_path / "out", 3, quiet)
    assert len(spy.jobs) == (3 + 1) * 2
    for job in spy.jobs:
        learnt, judged = ({made.source for made in part} for part in (job.training, job.judged))
        assert judged
        assert not learnt & judged
        assert learnt == set("abcde") - judged
    assert [{made.source for made in job.judged} for job in spy.jobs[-2:]] == [{"v"}, {"v"}]
    assert [job.network.title for job in spy.jobs] == list(TITLES) * 4


def test_every_entry_is_judged_once(many: Path, tmp_path: Path, spy: Spy) -> None:
    """Training and validation sources once each, the test split never; every row is the entry's own."""
    found = cross_validate(tiny(many, TINY, NEAR), tmp_path / "out", 3, quiet)
    expected = {made.name: made for made in read_manifest(many) if made.split != "test"}
    assert sorted(row.path for row in found.rows) == sorted(expected)
    assert [made.name for made in found.entries] == [row.path for row in found.rows]
    for row in found.rows:
        made = expected[row.path]
        assert (row.source, row.bona_fide, row.species, row.framing) == (
            made.source, made.bona_fide, made.species, made.framing
        )  # fmt: skip
    assert spy.jobs


def logits(found: Validated, title: str | None = None) -> dict[str, float]:
    """Log-odds by path, worked out of the scores."""
    rows = found.rows if title is None else found.members[title]
    return {row.path: float(np.log(row.score / (1 - row.score))) for row in rows if row.score is not None}


def test_the_mean_is_weighed_and_each_member_stands_alone(many: Path, tmp_path: Path, spy: Spy) -> None:
    """Scales 2.7 and 1.5 with weights 1 and 2: 1.9, before the one calibration; members differ by theirs alone."""
    found = cross_validate(tiny(many, TINY, NEAR), tmp_path / "out", 2, quiet)
    mean, about = logits(found), found.calibration
    for made in found.entries:
        raw = (2.7 + 2 * 1.5) / 3 + 10 * made.bona_fide + (made.source == "a")
        assert mean[made.name] == pytest.approx(about.slope * raw + about.bias, abs=1e-6)
    assert tuple(found.members) == TITLES
    one, other = (logits(found, title) for title in TITLES)
    assert one == pytest.approx(other, abs=1e-3)  # they differ by a constant, which calibration takes out
    assert spy.jobs


def test_the_files_say_what_was_found(many: Path, tmp_path: Path, spy: Spy) -> None:
    """Scores of the ensemble and of each network, and the calibration; nothing else."""
    folder = tmp_path / "out"
    found = cross_validate(tiny(many, TINY, NEAR), folder, 2, quiet)
    names = {"scores.csv", "calibration.json", *(f"scores-{title}.csv" for title in TITLES)}
    assert set(contents(folder)) == names
    assert read_scores(folder / "scores.csv") == list(found.rows)
    for title in TITLES:
        assert read_scores(folder / f"scores-{title}.csv") == list(found.members[title])
    assert read_calibration(folder / "calibration.json") == found.calibration
    assert spy.jobs


def test_the_epoch_is_never_chosen_on_the_judged(many: Path, tmp_path: Path, spy: Spy) -> None:
    """A configuration that keeps the best epoch is told to keep the last one."""
    cross_validate(tiny(many, keep="best"), tmp_path / "out", 2, quiet)
    assert {job.config.loop.keep for job in spy.jobs} == {"last"}


def test_without_validation_sources_there_are_folds_alone(manifest: Path, tmp_path: Path, spy: Spy) -> None:
    """A manifest of training sources needs no others."""
    text = manifest.read_text(encoding="utf-8").replace(",validation,", ",train,")
    manifest.write_text(text, encoding="utf-8")
    found = cross_validate(tiny(manifest), tmp_path / "out", 3, quiet)
    assert len(spy.jobs) == 3
    assert len(found.rows) == 36


def test_too_many_folds_are_refused(many: Path, tmp_path: Path, spy: Spy) -> None:
    """Five training sources make five folds at most; the validation source is none of them."""
    with pytest.raises(TrainingError, match="2 to 5 folds for 5 sources"):
        cross_validate(tiny(many), tmp_path / "out", 6, quiet)
    assert spy.jobs == []


def test_it_trains_and_goes_on(many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole of it: networks of both folds and of validation; called again, nothing is trained and all is equal."""
    config, folder = tiny(many, epochs=1, samples=8), tmp_path / "out"
    names: list[str] = []
    first = cross_validate(config, folder, 2, lambda name, *_: names.append(name))
    assert names == [f"{part} {TITLES[0]}" for part in ("fold-1", "fold-2", "validation")]
    before = contents(folder)
    assert {f"{part}/{TITLES[0]}/result.json" for part in ("fold-1", "fold-2", "validation")} < set(before)
    done: list[Done] = []

    def keeping(jobs: Sequence[Job], workers: int, on_step: OnStep) -> list[Done]:
        done.extend(run_jobs(jobs, workers, on_step))
        return done

    monkeypatch.setattr(crossvalidation, "run_jobs", keeping)
    again = cross_validate(config, folder, 2, lambda *_: pytest.fail("expected nothing to be trained"))
    assert again.rows == first.rows
    assert contents(folder) == before
    judged = {made.name: answer for one in done for made, answer in zip(one.job.judged, one.judged, strict=True)}
    for path, logit in logits(again).items():
        assert logit == pytest.approx(again.calibration.slope * judged[path] + again.calibration.bias, abs=1e-6)
