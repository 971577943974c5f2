"""A gallery that is not there: it keeps names and counts, and answers every picture as the test wishes."""

import json
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

from playwright.sync_api import Route

from tests.browser.stub import ADDRESS, StubbedServer

KEY: Final = f"fvk_{'0' * 16}_{'1' * 64}"
MATCHER: Final = "mobilefacenet 1"
THRESHOLD: Final = 0.45
MOMENT: Final = "2026-05-17T12:30:31Z"
HASH: Final = "3b1c" * 16

SEEN: Final[dict[str, Any]] = {
    "threshold": THRESHOLD,
    "matcher": MATCHER,
    "verdict": "BONA_FIDE",
    "live_score": 0.91,
    "face_detected": True,
    "bbox": [212, 140, 180, 180],
    "reasons": [],
}


def verified(*, match: bool = True, score: float | None = 0.79, **change: object) -> dict[str, Any]:
    """The answer to a verification."""
    return SEEN | {"match": match, "score": score, "templates": 1} | change


def identified(*hits: tuple[str, float], **change: object) -> dict[str, Any]:
    """The answer to an identification, the most like first."""
    matches = [{"subject": subject, "score": score} for subject, score in hits]
    return SEEN | {"matches": matches, "searched": 4} | change


class StubbedGallery(StubbedServer):
    """Who is enrolled, by the number of their templates, and what the next picture comes to."""

    def __init__(self) -> None:
        """Nobody is enrolled, and no key is asked for."""
        super().__init__()
        self.people: dict[str, int] = {}
        self.answers: dict[str, Any] = {}
        self.problem: tuple[int, dict[str, Any]] | None = None
        self.duplicates: list[dict[str, Any]] = []
        self.needs_key = False
        self.page_size = 50
        self.receipts: list[dict[str, Any]] = []
        self.asked: list[tuple[str, str, dict[str, Any]]] = []

    def refuses_with(self, status: int, code: str, *places: dict[str, Any]) -> None:
        """Answer the next picture by a problem; each place is one of `errors`."""
        told = {
            "type": f"/problems/{code}",
            "title": code,
            "status": status,
            "detail": "expected another",
            "code": code,
        }
        self.problem = status, told | ({"errors": list(places)} if places else {})

    def _file(self, route: Route) -> None:
        if not route.request.url.startswith(f"{ADDRESS}v1/"):
            super()._file(route)
            return
        key = route.request.headers.get("authorization", "").removeprefix("Bearer ")
        if self.needs_key and key != KEY:
            code = "key_unknown" if key else "key_missing"
            problem = {"type": "", "title": code, "status": 401, "detail": "expected an API key", "code": code}
            route.fulfill(status=401, json=problem, content_type="application/problem+json")
            return
        self._answer_api(route)

    def _answer_api(self, route: Route) -> None:
        method, url = route.request.method, urlsplit(route.request.url)
        parts = [unquote(part) for part in url.path.removeprefix("/v1/").split("/")]
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        body = json.loads(route.request.post_data or "{}")
        self.asked.append((method, "/".join(parts), body))
        if method == "POST" and self.problem is not None:
            (status, problem), self.problem = self.problem, None
            route.fulfill(status=status, json=problem, content_type="application/problem+json")
        elif parts == ["identifications"]:
            route.fulfill(json=self.answers["identify"])
        elif parts[-1] == "verify":
            route.fulfill(json=self.answers["verify"])
        elif parts[-1] == "enrol":
            route.fulfill(status=201, json=self._enrol(parts[1], body))
        elif parts == ["gallery"]:
            route.fulfill(json=self._page(int(query.get("cursor", "0"))))
        elif method == "DELETE":
            route.fulfill(json=self._erase(parts[1], query.get("template")))
        else:
            templates = [self._template(number) for number in range(self.people[parts[1]])]
            route.fulfill(json={"subject": parts[1], "matcher": MATCHER, "templates": templates})

    def _enrol(self, subject: str, body: dict[str, Any]) -> dict[str, Any]:
        made = len(body.get("images", [None]))
        self.people[subject] = made + (0 if body["replace"] else self.people.get(subject, 0))
        return {
            "subject": subject,
            "templates": [self._template(number) for number in range(made)],
            "enrolled": self.people[subject],
            "duplicates": self.duplicates,
            "matcher": MATCHER,
            "threshold": THRESHOLD,
        }

    def _page(self, start: int) -> dict[str, Any]:
        names = sorted(self.people)
        end = start + self.page_size
        subjects = [
            {
                "subject": name,
                "templates": self.people[name],
                "unreadable": 0,
                "matchers": [MATCHER],
                "first": MOMENT,
                "last": MOMENT,
            }
            for name in names[start:end]
        ]
        return {"subjects": subjects, "next": str(end) if end < len(names) else None, "matcher": MATCHER}

    def _erase(self, subject: str, template: str | None) -> dict[str, Any]:
        erased = self.people[subject] if template is None else 1
        self.people[subject] -= erased
        if self.people[subject] == 0:
            del self.people[subject]
        counts = {"sessions": 0, "images": 0, "callbacks": 0, "log_rows": 0, "templates": erased}
        receipt = {
            "erased": "templates" if template is None else "template",
            "session": None,
            "subject_salt": "0" * 32,
            "subject_sha256": HASH,
            "erased_at": MOMENT,
            "counts": counts,
            "audit": {"number": 1812, "hash": HASH},
            "token": "eyJhbGciOi.eyJ.sig",
        }
        self.receipts.append(receipt)
        return receipt

    @staticmethod
    def _template(number: int) -> dict[str, Any]:
        return {
            "id": f"tpl_{number:022d}",
            "created": MOMENT,
            "matcher": MATCHER,
            "usable": True,
            "source": "image",
            "session": None,
            "quality": {},
        }
