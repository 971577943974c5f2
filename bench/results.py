"""What was measured, on which machine, of which commit: printed as tables and kept in results.json."""

import json
import math
import os
import platform
import subprocess
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from bench.served import ROOT

PATH: Final = ROOT / "bench" / "results.json"

PACKAGES: Final = ("facevow", "ai-edge-litert", "numpy", "onnxruntime", "opencv-python-headless", "uvicorn", "uvloop")

Tell = Callable[[str], None]
"""Says how it goes."""

KEYS: Final[dict[str, tuple[str, ...]]] = {
    "kernel_share": ("stages", "kernel_share"),
    "fps_two_cores": ("peers", "facevow", "frames_a_second"),
    "fps_two_cores_two_processes": ("peers", "facevow_two_processes", "frames_a_second"),
    "fps_two_cores_passive_only": ("peers", "facevow_passive_only", "frames_a_second"),
    "fps_two_cores_all_scored": ("peers", "facevow_all_scored", "frames_a_second"),
    "ratio_seed1": ("peers", "ratios", "facevow_passive_only/seed1"),
    "ratio_seed1_kind": ("peers", "ratios", "facevow_passive_only/seed1_kind"),
    "ratio_seed2": ("peers", "ratios", "facevow_passive_only/seed2"),
    "ratio_silentface": ("peers", "ratios", "facevow_passive_only/silentface"),
    "ratio_seed1_balanced": ("peers", "ratios", "facevow/seed1"),
    "ratio_seed1_kind_balanced": ("peers", "ratios", "facevow/seed1_kind"),
    "ratio_seed2_balanced": ("peers", "ratios", "facevow/seed2"),
    "ratio_silentface_balanced": ("peers", "ratios", "facevow/silentface"),
    "ratio_seed1_balanced_two_processes": ("peers", "ratios", "facevow_two_processes/seed1"),
    "ratio_seed2_balanced_two_processes": ("peers", "ratios", "facevow_two_processes/seed2"),
    "ratio_seed1_all_scored": ("peers", "ratios", "facevow_all_scored/seed1"),
    "ratio_seed1_kind_all_scored": ("peers", "ratios", "facevow_all_scored/seed1_kind"),
    "ratio_seed2_all_scored": ("peers", "ratios", "facevow_all_scored/seed2"),
    "ratio_silentface_all_scored": ("peers", "ratios", "facevow_all_scored/silentface"),
    "sessions_10fps": ("load", "balanced", "10", "sessions"),
    "sessions_15fps": ("load", "balanced", "15", "sessions"),
    "sessions_10fps_passive_only": ("load", "passive_only", "10", "sessions"),
    "sessions_15fps_passive_only": ("load", "passive_only", "15", "sessions"),
    "sessions_10fps_several_processes": ("load_several_processes", "balanced", "10", "sessions"),
    "sessions_15fps_several_processes": ("load_several_processes", "balanced", "15", "sessions"),
    "memory_at_start_mb": ("memory", "at_start_mb"),
    "memory_a_session_mb": ("memory", "a_session_mb"),
    "memory_before_sessions_mb": ("memory", "before_sessions_mb"),
    "memory_after_10000_sessions_mb": ("memory", "after_10000_mb"),
}
"""The figures that are asked for first, and where in which part they stand."""


class Lacking(Exception):
    """A part cannot be measured here; the message says for lack of what."""


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Markdown; numbers with as many digits as they are worth."""
    lines = [heads, ["---"] * len(heads), *[[shown(value) for value in row] for row in rows]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def shown(value: object) -> str:
    """One cell."""
    if isinstance(value, float):
        return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
    return str(value)


def read(path: Path = PATH) -> dict[str, Any]:
    """What was measured before; nothing where there is no such file."""
    if not path.is_file():
        return {}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def merge(before: Mapping[str, Any], parts: Mapping[str, Any]) -> dict[str, Any]:
    """The results with these parts anew; each part says of which commit, date and machine it is."""
    kept = before.get("parts", {}) | parts
    return {name: value for name, where in KEYS.items() if (value := find(kept, where)) is not None} | {"parts": kept}


def find(parts: Mapping[str, Any], where: Sequence[str]) -> Any:  # noqa: ANN401 - whatever stands there
    """The value at a path of keys; None where there is none."""
    found: Any = parts
    for key in where:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def write(results: Mapping[str, Any], path: Path = PATH) -> None:
    """Replace the file when the new one is whole."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps(sayable(results), indent=2, allow_nan=False) + "\n", encoding="utf-8")
    part.replace(path)


def sayable(value: Any) -> Any:  # noqa: ANN401 - JSON
    """The same with null for what is no number: JSON has no infinity."""
    if isinstance(value, Mapping):
        return {name: sayable(of) for name, of in value.items()}
    if isinstance(value, list | tuple):
        return [sayable(of) for of in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def circumstances() -> dict[str, Any]:
    """Where, when and of what it was measured."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit(),
        "machine": machine(),
        "versions": {"python": platform.python_version()} | {name: named for name in PACKAGES if (named := of(name))},
    }


def of(package: str) -> str:
    """Its version; nothing of one that is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def commit() -> str:
    """The commit, with a plus where files differ from it."""
    try:
        said = [
            subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603, S607
            for words in (("rev-parse", "--short", "HEAD"), ("status", "--porcelain", "--untracked-files=no"))
        ]
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    return said[0] + ("+" if said[1] else "")


def machine() -> dict[str, Any]:
    """Processor, how many of them are used, and memory."""
    told = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").is_file() else ""
    names = [line.partition(":")[2].strip() for line in told.splitlines() if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return {
        "processor": names[0] if names else platform.processor(),
        "processors": len(os.sched_getaffinity(0)),
        "gigabytes": round(memory, 1),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
    }
