"""Opens what compares people, as the settings ask: the server, Flask and the command line begin here."""

from collections.abc import Callable

from facevow.errors import ModelError, SettingsError
from facevow.matching.opening import Matcher, choose_matcher
from facevow.server.people.comparing import rules_of
from facevow.server.people.desk import Desk
from facevow.server.people.roster import Roster
from facevow.server.settings import Settings
from facevow.signing.keyring import Keyring
from facevow.store.audit import Audit
from facevow.store.database import Database
from facevow.store.gallery import Gallery


def matcher_of(settings: Settings) -> Matcher | None:
    """The matcher that the settings ask for, with nothing opened; None where they ask for none.

    Raises:
        SettingsError: it cannot be had, or there is no such description of one.
    """
    if settings.matcher == "none":
        return None
    try:
        return choose_matcher(settings.matcher, settings.matcher_file)
    except ModelError as error:
        raise SettingsError(f"matcher_file: {error}") from error


def open_desk(settings: Settings, database: Database, keyring: Callable[[], Keyring], matcher: Matcher) -> Desk:
    """The gallery in a database, by the settings' rules; nothing is read of it yet. `keyring` gives the secrets.

    Raises:
        SettingsError: it cannot be searched as `gallery_index` says.
    """
    gallery = Gallery(database)
    roster = Roster(gallery, keyring, matcher.title, matcher.open_index(settings.gallery_index))
    return Desk(gallery, Audit(database), keyring, rules_of(settings, matcher), roster)
