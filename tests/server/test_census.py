"""How busy processes are, in memory that they share."""

import subprocess
import sys
from pathlib import Path

from facevow.server.census import ABSENT, Census

TELL = "import sys; from facevow.server.census import Census; Census(int(sys.argv[1]), 3).tell(2, 41)"


def test_what_one_process_tells_another_reads(tmp_path: Path) -> None:
    """Through the descriptor that it inherits."""
    with (tmp_path / "census").open("w+b") as file:
        census = Census.empty(file.fileno(), 3)
        subprocess.run([sys.executable, "-c", TELL, str(file.fileno())], pass_fds=[file.fileno()], check=True)  # noqa: S603
        assert census.loads == [None, None, 41]
        census.close()


def test_the_least_is_whoever_has_no_more_than_any_other(tmp_path: Path) -> None:
    """Two may share it; who is absent has nothing to do with it, and numbers that make no sense stay numbers."""
    with (tmp_path / "census").open("w+b") as file:
        census = Census.empty(file.fileno(), 3)
        census.tell(0, 4)
        assert [census.is_least(number) for number in range(3)] == [True, False, False]
        census.tell(1, 4)
        assert [census.is_least(number) for number in range(3)] == [True, True, False]
        census.tell(1, 3)
        assert [census.is_least(number) for number in range(3)] == [False, True, False]
        census.leave(1)
        census.tell(0, -1)
        census.tell(2, ABSENT + 5)
        assert census.loads == [0, None, ABSENT - 1]
        census.close()
