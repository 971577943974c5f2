"""Every setting with its meaning, its value, and where that came from; secrets are known to be there and not shown."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from pathlib import Path
from types import UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le
from platformdirs import user_data_path
from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import EnvSettingsSource, TomlConfigSettingsSource

from facevow.log import without_secrets
from facevow.server.settings import FILE, Settings, load_settings

PREFIX: Final = "FACEVOW_"

NOT_SETTINGS: Final = frozenset({FILE, "FACEVOW_MODELS", "FACEVOW_REQUIRE", "FACEVOW_TEST_POSTGRES"})
"""Names of the environment that are ours too: the settings file, the folder of model files, and what tests read."""

DATA: Final = "<data>"
"""Stands for the user's own data folder where a text must be the same on every machine."""

Plain = str | int | float | bool | None


class Origin(StrEnum):
    """Where a value came from; the first that has one is followed."""

    COMMAND_LINE = "command line"
    ENVIRONMENT = "environment"
    FILE = "file"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Told:
    """One setting.

    `value` and `default` are as a settings file has them, lists with commas, None where there is nothing. Where
    `hidden` is true the value holds a secret, and what is here is only fit to be shown. `values` says what is allowed,
    in words, and is empty where any text is.
    """

    name: str
    meaning: str
    values: str
    value: Plain
    default: Plain
    origin: Origin
    hidden: bool

    @property
    def variable(self) -> str:
        """Its name in the environment."""
        return PREFIX + self.name.upper()


def describe(**given: Any) -> list[Told]:  # noqa: ANN401 - as `load_settings`
    """Every setting as a server would have it that was started here and now with what is given.

    Raises:
        SettingsError: a value that cannot be honoured, or a settings file that cannot be read.
    """
    settings = load_settings(**given)
    origins = _origins(given)
    return [
        _tell(name, field, getattr(settings, name), origins.get(name, Origin.DEFAULT))
        for name, field in Settings.model_fields.items()
    ]


def unknown_variables() -> list[str]:
    """Names of the environment that look like settings and are none: slips of the keyboard, as a rule."""
    known = NOT_SETTINGS | {PREFIX + name.upper() for name in Settings.model_fields}
    return sorted(name for name in os.environ if name.upper().startswith(PREFIX) and name.upper() not in known)


def on_any_machine(told: Told) -> str:
    """The default in words that are the same everywhere."""
    words = in_words(told.default)
    return words.replace(str(user_data_path("facevow", appauthor=False)), DATA)


def in_words(value: Plain) -> str:
    """A value for people: true and false as in a file, `-` for none."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:g}"
    return "-" if value in {None, ""} else str(value)


def _origins(given: Mapping[str, Any]) -> dict[str, Origin]:
    path = os.environ.get(FILE)
    file = TomlConfigSettingsSource(Settings, Path(path))() if path else {}
    found = dict.fromkeys(file, Origin.FILE)
    found |= dict.fromkeys(EnvSettingsSource(Settings)(), Origin.ENVIRONMENT)
    return found | {name: Origin.COMMAND_LINE for name, value in given.items() if value is not None}


def _tell(name: str, field: FieldInfo, value: object, origin: Origin) -> Told:
    default = field.get_default(call_default_factory=True)
    plain = _plain(value)
    shown = without_secrets(plain) if isinstance(plain, str) else plain
    return Told(
        name=name,
        meaning=field.description or "",
        values=_values(field),
        value=shown,
        default=_plain(default),
        origin=origin,
        hidden=isinstance(value, SecretStr) or shown != plain,
    )


def _plain(value: object) -> Plain:
    if isinstance(value, SecretStr):
        return "[hidden]"
    if isinstance(value, (tuple, list)):
        return ",".join(str(each) for each in value)
    if isinstance(value, Enum):
        return str(value.value)
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)


def _values(field: FieldInfo) -> str:
    """What is allowed, as the field's own type and limits say."""
    kind = field.annotation
    if get_origin(kind) in {Union, UnionType}:
        kind = next((each for each in get_args(kind) if each is not type(None)), kind)
    if kind is bool:
        return "true, false"
    if get_origin(kind) is Literal:
        return ", ".join(get_args(kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return ", ".join(str(each.value) for each in kind)
    least = next((f"{each.ge}" for each in field.metadata if isinstance(each, Ge)), "")
    above = next((f"more than {each.gt}" for each in field.metadata if isinstance(each, Gt)), "")
    most = next((f"{each.le}" for each in field.metadata if isinstance(each, Le)), "")
    if least and most:
        return f"{least} to {most}"
    return f"{above}, at most {most}" if above and most else ""
