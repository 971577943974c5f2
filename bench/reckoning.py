"""Holds what clients and the receiver of callbacks were told against what the server says in the end."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx
from bench.customers import Visit
from bench.receiving import Received
from sqlalchemy import select

from facevow.errors import TokenError
from facevow.signing.verdicts import verify
from facevow.store import Database
from facevow.store.audit import Audit
from facevow.store.records import OutboxRecord, SessionRecord

Session = dict[str, Any]

OPEN = {"CREATED", "IN_PROGRESS"}


@dataclass
class Reckoning:
    """What was found: each list names the cases, and is empty when all is well.

    lost: sessions that were acknowledged and are not there, verdicts that were told and read otherwise now, ends
    without a callback, callbacks that never came. duplicated: two sessions for one idempotency key, two callbacks for
    one end. wrongly_passed: BONA_FIDE for an attack or for somebody who did not see it through, or a verdict on a
    session that is not COMPLETED. wrong: anything else, such as a token that does not hold, or a broken audit log.
    `untold` counts verdicts that were stored, and their clients never heard of: a kill fell in between.
    """

    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    wrongly_passed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    audit_lines: int = 0
    untold: int = 0

    @property
    def clean(self) -> bool:
        """Whether nothing is amiss."""
        return not (self.lost or self.duplicated or self.wrongly_passed or self.wrong)


def reckon(url: str, database: Database, visits: Iterable[Visit], received: Received) -> Reckoning:
    """Compare everything; the server at `url` runs, and nothing is under way any more."""
    found, sessions = Reckoning(), listed(url)
    with httpx.Client(base_url=url, timeout=60) as http:
        jwks = http.get("/.well-known/jwks.json").json()
    for session in sessions.values():
        found.states[session["state"]] += 1
        found.verdicts[str(session["verdict"])] += session["state"] == "COMPLETED"
        _look_at(found, session, jwks)
    for visit in visits:
        _compare(found, visit, sessions)
    _count_keys(found, database)
    _count_callbacks(found, database, sessions, received)
    report = Audit(database).verify()
    found.audit_lines = report.lines
    if not report.sound:
        found.wrong.append(f"audit log: line {report.wrong}: {report.why}")
    return found


def listed(url: str) -> dict[str, Session]:
    """Every session as the API lists it, by id."""
    found: dict[str, Session] = {}
    cursor = None
    with httpx.Client(base_url=url, timeout=60) as http:
        while True:
            page = http.get("/v1/sessions", params={"limit": 100} | ({"cursor": cursor} if cursor else {})).json()
            for session in page["sessions"]:
                found[session["id"]] = session
            cursor = page["next"]
            if cursor is None:
                return found


def _look_at(found: Reckoning, session: Session, jwks: dict[str, Any]) -> None:
    """One session by itself: nothing but COMPLETED has a verdict, and its token says the same."""
    name, verdict = session["id"], session["verdict"]
    if session["state"] in OPEN:
        found.wrong.append(f"{name}: still {session['state']}")
    if session["state"] != "COMPLETED":
        if verdict is not None or session["token"] is not None:
            found.wrongly_passed.append(f"{name}: {session['state']} and {verdict}")
        return
    try:
        claims = verify(session["token"], jwks, now=datetime.fromisoformat(session["ended"]), session=name)
    except TokenError as error:
        found.wrong.append(f"{name}: its token does not hold: {error}")
        return
    if claims.verdict != verdict:
        found.wrong.append(f"{name}: reads {verdict}, its token says {claims.verdict}")


def _compare(found: Reckoning, visit: Visit, sessions: dict[str, Session]) -> None:
    """One client's memory against the server's."""
    if len(set(visit.ids)) > 1:
        found.duplicated.append(f"{visit.key}: acknowledged as {sorted(set(visit.ids))}")
    for name in set(visit.ids):
        session = sessions.get(name)
        if session is None:
            found.lost.append(f"{name}: acknowledged, and not there")
            continue
        found.untold += session["state"] == "COMPLETED" and not visit.heard
        for heard in visit.heard:
            if any(heard.get(field_) != session[field_] for field_ in ("state", "verdict", "token", "ended_by")):
                found.lost.append(f"{name}: was told {heard.get('state')} {heard.get('verdict')}, reads otherwise")
        if session["verdict"] == "BONA_FIDE" and (visit.attack or not visit.could_pass):
            kind = "an attack" if visit.attack else "somebody who did not see it through"
            found.wrongly_passed.append(f"{name}: BONA_FIDE for {kind}")


def _count_keys(found: Reckoning, database: Database) -> None:
    """No idempotency key has two sessions; the database forbids it, and is asked all the same."""
    with database.read() as orm:
        keys = Counter(orm.scalars(select(SessionRecord.idempotency)))
    found.duplicated.extend(f"{key}: {count} sessions" for key, count in keys.items() if count > 1)


def _count_callbacks(found: Reckoning, database: Database, sessions: dict[str, Session], received: Received) -> None:
    """Each end has one entry in the outbox, which was delivered, and told what the session reads."""
    with database.read() as orm:
        entries = Counter(orm.scalars(select(OutboxRecord.session)))
        undelivered = list(orm.scalars(select(OutboxRecord.id).where(OutboxRecord.delivered.is_(None))))
    found.lost.extend(f"{name}: not delivered" for name in undelivered)
    told = received.told
    for name, session in sessions.items():
        if session["callback"] is None or session["state"] in OPEN:
            continue
        if entries[name] != 1:
            (found.lost if entries[name] == 0 else found.duplicated).append(f"{name}: {entries[name]} callbacks")
        bodies = told.get(name, [])
        if not bodies:
            found.lost.append(f"{name}: its callback never came")
        for body in bodies:
            if any(body[field_] != session[field_] for field_ in ("state", "verdict", "token", "ended_by")):
                found.lost.append(f"{name}: its callback told {body['state']} {body['verdict']}")
        if len(bodies) > 1:
            found.duplicated.append(f"{name}: {len(bodies)} different callbacks")
    found.wrong.extend(f"{name}: a callback without a session" for name in told.keys() - sessions.keys())
    if received.badly_signed:
        found.wrong.append(f"{received.badly_signed} callbacks whose signature does not hold")
