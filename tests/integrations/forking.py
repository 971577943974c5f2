"""Judges a picture, forks three children in the middle of another one, and has each of them judge one."""

import os
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from facevow.integrations.judging import Judge
from facevow.server.settings import load_settings
from tests.server.analysers import REAL, ColourAnalyser, picture

CHILDREN = 3


def judge_one(judge: Judge) -> None:
    """Print a verdict."""
    print(judge.judge(picture(REAL)).decision.verdict, flush=True)  # noqa: T201 - read by the test


def main() -> None:
    """Fork while a lock is held and work is under way; fail when a child does."""
    judge = Judge(load_settings(workers=2), lambda: ColourAnalyser(delay=0.2))
    judge_one(judge)
    busy = threading.Thread(target=judge.judge, args=(picture(REAL),))
    busy.start()
    children = []
    with judge._process.opening:
        for _ in range(CHILDREN):
            child = os.fork()
            if child == 0:
                judge_one(judge)
                sys.exit(0)
            children.append(child)
    statuses = [os.waitpid(child, 0)[1] for child in children]
    busy.join()
    sys.exit(any(statuses))


if __name__ == "__main__":
    main()
