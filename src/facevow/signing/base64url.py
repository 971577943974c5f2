"""Base64 in the alphabet of URLs and without padding (RFC 7515, section 2), where each value has one spelling only."""

import base64
import binascii


def encode(data: bytes) -> str:
    """Spell bytes in the letters, digits, "-" and "_"; no padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """Read what `encode` has written.

    A text that another decoder would also take for the same bytes (padding, line breaks, set bits after the last byte)
    is refused: two spellings of one signature would be two tokens.

    Raises:
        ValueError: the text is not what `encode` would have written.
    """
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(f"expected base64url, {error}") from error
    if encode(data) != text:
        raise ValueError("expected base64url without padding, in its one spelling")
    return data
