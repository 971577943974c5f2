"""What is sent to be analysed: a picture as it came. It can be pickled, so that it may go to another machine."""

from dataclasses import dataclass, field

from facevow.media.images import DEFAULT_LIMITS, ImageLimits, decode, decode_base64
from facevow.types import Frame


@dataclass(frozen=True, slots=True)
class Encoded:
    """A picture in base64 or as bytes, not looked at yet; `index` and `at` are those of its frame.

    Calling it decodes it, which is work for an analyser's thread.
    """

    picture: str | bytes = field(repr=False)
    limits: ImageLimits = DEFAULT_LIMITS
    index: int = 0
    at: float = 0.0

    def __call__(self) -> Frame:
        """Decode it.

        Raises:
            ImageError: see `media.images.decode` and `decode_base64`.
        """
        data = decode_base64(self.picture) if isinstance(self.picture, str) else self.picture
        return Frame(decode(data, limits=self.limits), index=self.index, at=self.at)
