"""Every exception that Facevow raises on purpose.

    FacevowError
    ├── InputError            what was handed in cannot be used; the caller can send something better
    │   ├── ImageError        bytes that are no image, or an image outside the limits
    │   ├── VideoError        a video or camera that cannot be opened or read
    │   ├── TraceError        a recorded trace that cannot be read
    │   ├── MatchError        a face that cannot be enrolled or compared, or a template that cannot be read
    │   └── MessageError      a message on the wire that breaks the rules of the socket
    ├── ModelError            a model file or the network in it cannot be used
    │   ├── ModelMissing      the file is not there and could not be fetched
    │   └── ModelCorrupt      the file is there and is not what it should be
    ├── ChallengeError        an event that the challenge's table does not allow
    ├── ChallengeImpossible   no challenge can be drawn from what is left to ask for
    ├── SettingsError         a setting that cannot be honoured
    ├── StoreError            the database refused or lost a record
    ├── KeyringError          the file of the server's secrets cannot be used
    ├── TokenError            a signed verdict, receipt, callback or client token that does not hold
    ├── AccessError           an API key that is missing, unknown, revoked, or has not the scope
    ├── LimitError            too much was asked for, or too many checks have failed; it says when to come again
    ├── SessionError          a session that is not there, is over, or is asked for in a contradictory way
    ├── DatasetError          a manifest, folder or picture of a data set cannot be used
    ├── EvaluationError       scores that no figure can be made of
    ├── ClusterError          a Ray cluster that cannot be reached, or that went away
    └── TrainingError         the configuration, the weights or the course of a training run cannot be used

An exception is never a pass: whoever catches one reports it as an error or as NO_RESPONSE.
"""


class FacevowError(Exception):
    """Base of all. `code` names the kind for machines, the message says it to people.

    A message states what was expected and what came.
    """

    code = "error"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code


class InputError(FacevowError):
    """What was handed in cannot be used."""

    code = "bad_input"


class ImageError(InputError):
    """Bytes that are not an image, or an image outside the limits."""

    code = "bad_image"


class VideoError(InputError):
    """A video file or camera that cannot be opened or read."""

    code = "bad_video"


class TraceError(InputError):
    """A recorded trace that cannot be read."""

    code = "bad_trace"


class MatchError(InputError):
    """A face that cannot be described, enrolled or compared, or a template that cannot be read.

    Codes of faces: `not_enrolled`, `not_fit`, `not_live`, `not_one_person`, `no_template`; of templates:
    `other_matcher`, `bad_template`.
    """

    code = "not_comparable"


class MessageError(InputError):
    """A message on the wire that breaks the rules of the socket."""

    code = "bad_message"


class ModelError(FacevowError):
    """A model file, or the network inside it, cannot be used."""

    code = "model_error"


class ModelMissing(ModelError):
    """The model file is not there and could not be fetched."""

    code = "model_missing"


class ModelCorrupt(ModelError):
    """The model file is there and is not what it should be."""

    code = "model_corrupt"


class ChallengeError(FacevowError):
    """An event that the challenge's table does not allow in the present state."""

    code = "challenge_error"


class ChallengeImpossible(FacevowError):
    """No challenge that is hard enough to foresee can be drawn from the acts that are left."""

    code = "challenge_impossible"


class SettingsError(FacevowError):
    """A setting that cannot be honoured."""

    code = "bad_setting"


class StoreError(FacevowError):
    """The database refused or lost a record."""

    code = "store_error"


class KeyringError(FacevowError):
    """The file of the server's secrets cannot be read, written or understood."""

    code = "bad_keyring"


class TokenError(FacevowError):
    """A signed text or a client's token that does not hold. Nothing in it may be believed."""

    code = "token_invalid"


class AccessError(FacevowError):
    """No API key, one that is unknown or revoked, or one that lacks the scope (codes `key_...` and `scope_missing`)."""

    code = "key_missing"


class LimitError(FacevowError):
    """Too much at once (`rate_limited`), or too many failed checks (`locked_out`); `retry_after` is whole seconds."""

    code = "rate_limited"

    def __init__(self, message: str, *, retry_after: int, code: str | None = None) -> None:
        super().__init__(message, code=code)
        self.retry_after = retry_after


class SessionError(FacevowError):
    """A session of the API that is not there (`session_unknown`), is over (`session_ended`), and so on."""

    code = "session_unknown"


class DatasetError(FacevowError):
    """A manifest, a folder or a picture of a data set cannot be used."""

    code = "bad_dataset"


class EvaluationError(FacevowError):
    """Scores that no figure can be made of, or a file that holds none."""

    code = "bad_scores"


class ClusterError(FacevowError):
    """A Ray cluster that cannot be reached or started, that went away, or whose workers failed."""

    code = "cluster_failed"


class TrainingError(FacevowError):
    """The configuration, the weights or the course of a training run cannot be used."""

    code = "training_error"
