"""Every exception that Facevow raises on purpose.

    FacevowError
    ├── InputError            what was handed in cannot be used; the caller can send something better
    │   ├── ImageError        bytes that are no image, or an image outside the limits
    │   ├── VideoError        a video or camera that cannot be opened or read
    │   ├── TraceError        a recorded trace that cannot be read
    │   └── MessageError      a message on the wire that breaks the rules of the socket
    ├── ModelError            a model file or the network in it cannot be used
    │   ├── ModelMissing      the file is not there and could not be fetched
    │   └── ModelCorrupt      the file is there and is not what it should be
    ├── ChallengeError        an event that the challenge's table does not allow
    ├── ChallengeImpossible   no challenge can be drawn from what is left to ask for
    ├── SettingsError         a setting that cannot be honoured
    ├── StoreError            the database refused or lost a record
    ├── DatasetError          a manifest, folder or picture of a data set cannot be used
    ├── EvaluationError       scores that no figure can be made of
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


class DatasetError(FacevowError):
    """A manifest, a folder or a picture of a data set cannot be used."""

    code = "bad_dataset"


class EvaluationError(FacevowError):
    """Scores that no figure can be made of, or a file that holds none."""

    code = "bad_scores"


class TrainingError(FacevowError):
    """The configuration, the weights or the course of a training run cannot be used."""

    code = "training_error"
