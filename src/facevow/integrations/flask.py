"""Liveness checks of single pictures in a Flask application.

    from facevow.integrations.flask import blueprint

    app.register_blueprint(blueprint(), url_prefix="/liveness")

`POST /liveness/predict`, `/match` and `/analyses` take and answer what the same addresses of the server do. The
application itself decides who may ask: its own `before_request` and the like come first. No picture is stored; `/match`
reads the gallery of the settings' database, and the audit log there notes that somebody was looked for.
"""

from starlette.responses import Response as ServerResponse

from facevow.errors import FacevowError
from facevow.integrations.judging import Judge, Judged
from facevow.log import get_logger
from facevow.matching.opening import Matcher
from facevow.media.images import decode_base64
from facevow.server import answers
from facevow.server.deps import BodyTooLarge, BodyTooSlow, OriginRefused
from facevow.server.failures import FAILED, respond
from facevow.server.messages import parse_image_request
from facevow.server.origins import is_allowed
from facevow.server.pool import AnalyserFactory
from facevow.server.settings import Settings, load_settings
from facevow.server.v1.analyses import KINDS
from facevow.server.v1.bodies import JSON, UnsupportedMediaType, parse
from facevow.server.v1.models import AnalysisRequest
from facevow.server.v1.replies import Analysis, ModelUsed

try:
    from flask import Blueprint, Response, request
    from werkzeug.exceptions import ClientDisconnected, HTTPException, RequestEntityTooLarge
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "facevow.integrations.flask needs Flask, which the extra brings: pip install 'facevow[flask]'", name=error.name
    ) from error


def blueprint(
    settings: Settings | None = None,
    *,
    analysers: AnalyserFactory | None = None,
    matcher: Matcher | None = None,
    name: str = "facevow",
) -> Blueprint:
    """Make a blueprint with /predict, /match and /analyses.

    Several may live in one application under other names. Safe under threads, and under servers that fork: networks
    are opened by the first picture that comes to a process.

    Args:
        settings: limits, policy, networks and allowed origins; by default from the environment, as the server's are.
        analysers: makes the analyser of each worker; by default the pipeline that the settings ask for.
        matcher: what compares the faces that those find; by default the settings' own, or none with such analysers.
        name: what Flask calls the blueprint.

    Raises:
        SettingsError: a setting that cannot be honoured.
    """
    return _Routes(Judge(settings or load_settings(), analysers, matcher)).blueprint(name)


class _Routes:
    """The three addresses, over one judge."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._settings = judge.settings
        self._log = get_logger("flask")

    def blueprint(self, name: str) -> Blueprint:
        """The addresses and the answers to what goes wrong at them."""
        made = Blueprint(name, __name__)
        made.before_request(self._refuse_foreign_pages)
        made.post("/predict")(self.predict)
        made.post("/match")(self.match)
        made.post("/analyses")(self.analyses)
        made.register_error_handler(FacevowError, self._refused)
        made.register_error_handler(Exception, self._unforeseen)
        made.after_request(_kept_nowhere)
        return made

    def predict(self) -> Response:
        """Judge a single picture, as POST /predict of the server."""
        picture = decode_base64(parse_image_request(self._body()).image)
        with self._judge.place():
            judged = self._judge.judge(picture)
        return Response(answers.prediction(judged.decision, judged.analysis).model_dump_json(), mimetype=JSON)

    def match(self) -> Response:
        """Find who of those enrolled a picture shows, as POST /match of the server."""
        picture = decode_base64(parse_image_request(self._body()).image)
        with self._judge.place():
            matched = self._judge.match(picture, actor="flask")
        told = answers.matched(matched.found, matched.seen, matched.rules)
        return Response(told.model_dump_json(), mimetype=JSON)

    def analyses(self) -> Response:
        """Judge one image, as POST /v1/analyses of the server."""
        policy = self._judge.policy(request.args.get("policy"))
        if request.headers.get("Content-Encoding", "identity") != "identity":
            raise UnsupportedMediaType("expected a body without Content-Encoding")
        if request.mimetype == JSON:
            picture = decode_base64(parse(self._body(), AnalysisRequest).image)
        elif request.mimetype in KINDS:
            picture = self._body()
        else:
            raise UnsupportedMediaType(f"expected a body with Content-Type {JSON}, or one of {', '.join(KINDS)}")
        with self._judge.place():
            judged = self._judge.judge(picture, policy)
        return Response(_analysis(judged).model_dump_json(), mimetype=JSON)

    def _body(self) -> bytes:
        """The request's body.

        How long it may take is a matter of the WSGI server: a read here returns when all is there. So a place for the
        picture is taken only afterwards, lest clients that send slowly hold them all.

        Raises:
            BodyTooLarge: it is longer than `max_message_bytes`.
            BodyTooSlow: the client left before its end.
        """
        limit = self._settings.max_message_bytes
        request.max_content_length = limit + 1  # one that comes in chunks is cut off there, without a word
        try:
            body = request.get_data(cache=False)
        except RequestEntityTooLarge as error:
            raise BodyTooLarge(f"expected a body of at most {limit} bytes, got more") from error
        except ClientDisconnected as error:
            raise BodyTooSlow("expected the whole body, but its end is missing") from error
        if len(body) > limit:
            raise BodyTooLarge(f"expected a body of at most {limit} bytes, got more")
        return body

    def _refuse_foreign_pages(self) -> None:
        headers = request.headers
        if not is_allowed(headers.get("Origin"), headers.get("Host"), self._settings.allowed_origins):
            raise OriginRefused("this page is not among the allowed origins of the server")

    @staticmethod
    def _refused(error: FacevowError) -> Response:
        return _as_flask(respond(_server_path(), error))

    def _unforeseen(self, error: Exception) -> Response | HTTPException:
        if isinstance(error, HTTPException):
            return error
        self._log.error("request_failed", path=request.path, error=repr(error))
        return _as_flask(respond(_server_path(), FacevowError(FAILED)))


def _analysis(judged: Judged) -> Analysis:
    """What is told of an image, in the words of the server."""
    decision, analysis = judged.decision, judged.analysis
    return Analysis(
        face_detected=analysis.face is not None,
        verdict=decision.verdict,
        score=decision.score,
        threshold=judged.policy.threshold,
        policy=judged.policy.title,
        model=ModelUsed(name=judged.model, sha256=judged.model_sha256),
        bbox=answers.sides(analysis),
        quality=[code.value for code in analysis.quality.codes],
    )


def _server_path() -> str:
    """Where the server has the address that was asked for; how a failure is told depends on it."""
    return "/v1/analyses" if (request.endpoint or "").endswith(".analyses") else "/predict"


def _as_flask(made: ServerResponse) -> Response:
    """An answer of the server's as one of Flask's."""
    headers = {name: text for name, text in made.headers.items() if name != "content-length"}
    return Response(bytes(made.body), made.status_code, headers)


def _kept_nowhere(response: Response) -> Response:
    """Answers are about one picture of one person: no cache keeps them, and no browser guesses what they are."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
