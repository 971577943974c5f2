"""The files for containers and hosts, held against the code: what they run, set, copy and open must be there."""

import ipaddress
import json
import os
import re
import shlex
import stat
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml  # type: ignore[import-untyped]  # it brings no types
from typer.testing import CliRunner

from facevow.cli.serve import serve
from facevow.server.described import NOT_SETTINGS, PREFIX
from facevow.server.headers import ALWAYS
from facevow.server.running import GRACE
from facevow.server.settings import Settings
from facevow.server.v1.live import LAST_WORDS
from tests.server.serving import serving

ROOT = Path(__file__).resolve().parents[1]
FILES = ("Containerfile", "compose.yaml", "render.yaml", "railway.json", "vercel.json", "Procfile", "docs/hosting.md")
SECRETS = ("PASSWORD", "KEY", "TEXT")
STOPPING = Settings.model_fields["stop_seconds"].default + LAST_WORDS + GRACE
"""Seconds that a server may take to stop with everything at its default."""


def text(name: str) -> str:
    """A file of the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


def instructions() -> list[tuple[str, str]]:
    """The Containerfile's instructions and what they are given, continued lines joined."""
    joined = re.sub(r"\\\n", " ", re.sub(r"(?m)^#.*\n", "", text("Containerfile")))
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in joined.splitlines() if line)]


def given(word: str) -> list[str]:
    """What one kind of instruction is given in the last stage."""
    last = max(number for number, (name, _) in enumerate(instructions()) if name == "FROM")
    return [rest for name, rest in instructions()[last:] if name == word]


def image_environment() -> dict[str, str]:
    """The environment that the image sets."""
    return dict(pair.split("=", 1) for rest in given("ENV") for pair in shlex.split(rest))


def image_health() -> list[str]:
    """The image's health check."""
    command: list[str] = json.loads(given("HEALTHCHECK")[0].partition("CMD ")[2])
    return command


def compose() -> dict[str, Any]:
    """compose.yaml."""
    parsed: dict[str, Any] = yaml.safe_load(text("compose.yaml"))
    return parsed


def hosted() -> dict[str, Any]:
    """The service in render.yaml."""
    service: dict[str, Any] = yaml.safe_load(text("render.yaml"))["services"][0]
    return service


@pytest.mark.parametrize("name", FILES)
def test_every_setting_that_is_named_is_one(name: str) -> None:
    """No file sets something that a server would not read."""
    known = NOT_SETTINGS | {PREFIX + field.upper() for field in Settings.model_fields}
    assert set(re.findall(r"\bFACEVOW_[A-Z_]+", text(name))) <= known


def test_the_image_is_built_from_what_is_there_and_let_in() -> None:
    """Each COPY names a file of the repository that the ignore files do not keep out; those are one file twice."""
    assert text(".dockerignore") == text(".containerignore")
    let_in = [line[1:] for line in text(".dockerignore").splitlines() if line.startswith("!")]
    copied = [
        path
        for word, rest in instructions()
        if word == "COPY" and not rest.startswith("--from")
        for path in rest.split()[:-1]
    ]
    assert "src" in copied
    for path in copied:
        assert (ROOT / path).exists(), path
        assert any(one == path or one.startswith(f"{path}/") for one in let_in), path
    for needed in tomllib.loads(text("pyproject.toml"))["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]:
        assert needed in copied, f"the build needs {needed}"


def test_the_image_runs_without_rights_and_keeps_its_state_in_one_folder() -> None:
    """A user by number that is not root; a program without a shell around it; no volume that a host might refuse."""
    user = given("USER")[-1]
    assert re.fullmatch(r"([1-9]\d*):([1-9]\d*)", user)
    assert f"--uid {user.partition(':')[0]}" in " ".join(given("RUN"))
    assert json.loads(given("CMD")[0]) == ["facevow", "serve"]
    assert not given("VOLUME")
    environment = image_environment()
    folder = environment["HOME"]
    assert given("WORKDIR") == [folder]
    assert environment["FACEVOW_DATABASE"].startswith(f"sqlite:///{folder}/")
    assert environment["FACEVOW_KEYRING"].startswith(f"{folder}/")
    assert not [name for name in environment if name.endswith(SECRETS)]


def test_everybody_means_the_same_port() -> None:
    """The image's setting, what it exposes, what compose publishes on loopback, and what Render looks for."""
    port = image_environment()["FACEVOW_PORT"]
    assert given("EXPOSE") == [port]
    assert compose()["services"]["facevow"]["ports"] == [f"${{PUBLISH:-127.0.0.1:{port}}}:{port}"]
    told = {each["key"]: each.get("value") for each in hosted()["envVars"]}
    assert told["PORT"] == told["FACEVOW_PORT"]


def test_the_health_check_tells_a_server_that_is_ready_from_one_that_is_not(tmp_path: Path) -> None:
    """The image's own command, run against a real server: 0 when it is ready, otherwise not."""
    _, *arguments = image_health()
    with serving(tmp_path / "facevow.db") as server:
        environment = {"PATH": os.environ["PATH"], "FACEVOW_PORT": str(server.port)}

        def status() -> int:
            command = [sys.executable, *arguments]
            return subprocess.run(  # noqa: S603 - the command of our own file
                command, env=environment, check=False, capture_output=True, timeout=60
            ).returncode

        assert status() == 0
        server.services.live.draining = True
        assert status() != 0


def test_compose_checks_health_as_the_image_does() -> None:
    """The same program and address, with the same patience."""
    check = compose()["services"]["facevow"]["healthcheck"]
    assert check["test"][0] == "CMD"
    assert [part.replace(" ", "") for part in check["test"][1:]] == [part.replace(" ", "") for part in image_health()]
    options = dict(re.findall(r"--([a-z-]+)=(\w+)", given("HEALTHCHECK")[0].partition("CMD")[0]))
    assert options == {
        name.replace("_", "-"): str(check[name]) for name in ("interval", "timeout", "start_period", "retries")
    }


def strings(value: Any) -> Iterator[str]:  # noqa: ANN401 - whatever YAML holds
    """Every text in it."""
    if isinstance(value, dict):
        value = value.values()
    if isinstance(value, str):
        yield value
    elif hasattr(value, "__iter__"):
        for each in value:
            yield from strings(each)


def test_compose_starts_nothing_without_the_secrets_and_opens_nothing_else() -> None:
    """Both secrets stop it with a word where they are not said; the database is not published."""
    whole = compose()
    server, database = whole["services"]["facevow"], whole["services"]["database"]
    secret = {"PGPASSWORD": server, "FACEVOW_INITIAL_KEY": server, "POSTGRES_PASSWORD": database}
    for name, service in secret.items():
        assert re.fullmatch(r"\$\{(POSTGRES_PASSWORD|FACEVOW_INITIAL_KEY):\?.+\}", service["environment"][name]), name
    assert not [one for one in strings(whole) if re.search(r"://[^/@]*:[^/@]*@", one)]
    assert "ports" not in database
    assert database["networks"] == ["records"]
    assert whole["networks"]["records"]["internal"] is True
    assert server["environment"]["FACEVOW_ACCESS"] == "locked"
    assert (server["read_only"], server["cap_drop"]) == (True, ["ALL"])
    assert [volume.partition(":")[2] for volume in server["volumes"]] == [image_environment()["HOME"]]
    assert server["depends_on"]["database"]["condition"] == "service_healthy"
    user, name = database["environment"]["POSTGRES_USER"], database["environment"]["POSTGRES_DB"]
    assert server["environment"]["FACEVOW_DATABASE"] == f"postgresql://{user}@database:5432/{name}"
    for service in (server, database):
        for volume in service["volumes"]:
            assert volume.partition(":")[0] in whole["volumes"]


def test_compose_asks_who_is_in_front_and_where_browsers_find_it() -> None:
    """A container never sees its proxy at 127.0.0.1, and cannot know its public name: no default could be right."""
    whole = compose()
    environment = whole["services"]["facevow"]["environment"]
    for name in ("TRUSTED_PROXIES", "PUBLIC_URL", "ALLOWED_ORIGINS"):
        assert re.fullmatch(r"\$\{(FACEVOW_)?" + name + r":\?.+\}", environment[f"FACEVOW_{name}"]), name
    (network,) = whole["networks"]["outside"]["ipam"]["config"]
    subnet = re.fullmatch(r"\$\{SUBNET:-(.+)\}", network["subnet"])
    assert subnet is not None
    assert ipaddress.ip_network(subnet[1]).is_private
    assert f"TRUSTED_PROXIES={subnet[1]}" in text("compose.yaml")
    assert subnet[1] in text("docs/hosting.md")


def test_hosts_are_told_their_public_address_and_whose_pages_may_call() -> None:
    """Behind a proxy with the certificate a server that does not know gives ws:// addresses, which browsers refuse."""
    told = {each["key"]: each for each in hosted()["envVars"]}
    for name in ("FACEVOW_PUBLIC_URL", "FACEVOW_ALLOWED_ORIGINS"):
        assert told[name] == {"key": name, "sync": False}
    for part in text("docs/hosting.md").split("\n## ")[1:]:
        if part.startswith(("Container with", "Procfile", "Render", "Railway")):
            assert {"FACEVOW_PUBLIC_URL", "FACEVOW_ALLOWED_ORIGINS"} <= set(re.findall(r"FACEVOW_[A-Z_]+", part)), part


@pytest.mark.parametrize("name", ["compose.yaml", "render.yaml", "docs/hosting.md"])
def test_the_first_key_is_known_to_open_everything(name: str) -> None:
    """Where it is made it is told that it has every scope, and how to make a narrower one."""
    told = " ".join(text(name).replace("#", " ").split())
    assert "every scope" in told
    assert re.search(r"keys create NAME --scope sessions", told)


def test_whoever_stops_the_server_waits_long_enough() -> None:
    """Sessions have their time to finish and to be recorded before the host kills."""
    assert int(compose()["services"]["facevow"]["stop_grace_period"].removesuffix("s")) > STOPPING
    assert hosted()["maxShutdownDelaySeconds"] > STOPPING
    assert json.loads(text("railway.json"))["deploy"]["drainingSeconds"] > STOPPING


def started_by(name: str) -> list[str]:
    """The command that a host runs with PORT in the environment: Procfile's in a shell, Railway's as it stands."""
    if name == "railway.json":
        return shlex.split(json.loads(text(name))["deploy"]["startCommand"])
    kind, _, line = text(name).strip().partition(": ")
    assert kind == "web"
    return ["/bin/sh", "-c", line]


@pytest.mark.parametrize("name", ["Procfile", "railway.json"])
def test_a_host_starts_a_server_on_the_port_it_says(name: str, tmp_path: Path) -> None:
    """Run as the host would, with a `facevow` that tells what it was given: the real one knows every option of it."""
    told = tmp_path / "facevow"
    told.write_text('#!/bin/sh\necho "$@" >> "$OUT"\n')
    told.chmod(told.stat().st_mode | stat.S_IXUSR)
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "PORT": "4711", "OUT": str(tmp_path / "out")}
    subprocess.run(started_by(name), env=environment, check=True, timeout=60)  # noqa: S603 - of our own file
    *before, last = (tmp_path / "out").read_text().splitlines()
    assert last == "serve --host 0.0.0.0 --port 4711"
    assert before in ([], ["models pull"])
    alone = typer.Typer()
    alone.command()(serve)
    options = CliRunner(env={"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}).invoke(alone, ["--help"])
    assert {"--host", "--port"} <= set(options.stdout.split())


def test_hosts_build_the_containerfile_and_ask_for_secrets() -> None:
    """Render and Railway name the file that is there and the address that tells readiness; no secret has a value."""
    service, railway = hosted(), json.loads(text("railway.json"))
    assert (ROOT / service["dockerfilePath"]).is_file()
    assert (ROOT / railway["build"]["dockerfilePath"]).is_file()
    assert service["healthCheckPath"] == railway["deploy"]["healthcheckPath"] == "/health/ready"
    for each in service["envVars"]:
        if each["key"].endswith(SECRETS):
            assert each == {"key": each["key"], "sync": False}
    (database,) = yaml.safe_load(text("render.yaml"))["databases"]
    (wired,) = [each["fromDatabase"] for each in service["envVars"] if "fromDatabase" in each]
    assert wired == {"name": database["name"], "property": "connectionString"}
    assert database["ipAllowList"] == []


def test_the_page_on_vercel_is_built_by_scripts_there_are_and_guarded_as_ours_is() -> None:
    """Its headers are those that the server gives the page; it does not build without an address of the server."""
    vercel = json.loads(text("vercel.json"))
    scripts = json.loads(text("web/package.json"))["scripts"]
    build = vercel["buildCommand"]
    assert len(build) <= 256  # what Vercel takes
    assert re.findall(r"npm run (\w+)", build) == ["build"]
    assert "vite build" in scripts["build"]
    (folder,) = re.findall(r"--outDir (\w+)", build)
    assert vercel["outputDirectory"] == f"web/{folder}"
    assert "readonly VITE_API_URL" in text("web/src/vite-env.d.ts")
    headers = {each["key"]: each["value"] for each in vercel["headers"][0]["headers"]}
    assert headers.items() <= ALWAYS.items()
    assert "Content-Security-Policy" in headers
    stopped = subprocess.run(  # noqa: S603
        ["/bin/sh", "-c", build.replace("npm run", "echo npm")], cwd=ROOT, env={}, check=False, capture_output=True
    )
    assert stopped.returncode != 0
    assert b"VITE_API_URL" in stopped.stderr


def test_the_lock_is_of_the_packages_that_the_project_asks_for() -> None:
    """requirements/server.txt has each of them and of the extras for servers, as pinned there, with a hash."""
    project = tomllib.loads(text("pyproject.toml"))["project"]
    wanted = [*project["dependencies"]]
    for extra in ("postgres", "redis", "telemetry", "hnsw"):
        wanted += project["optional-dependencies"][extra]
    lock = text("requirements/server.txt")
    for requirement in wanted:
        name, _, version = re.sub(r"\[.*?\]", "", requirement).partition("==")
        if version:
            assert re.search(rf"(?m)^{re.escape(name)}(\[\w+\])?=={re.escape(version)} ", lock), requirement
    locked = re.findall(r"(?m)^([a-z0-9][\w.\[\]-]*)==", lock)
    assert len(re.findall(r"(?m)^[a-z0-9][^\n]*\\\n    --hash=sha256:", lock)) == len(locked)
