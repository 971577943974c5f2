"""A passive network as data, so that workers on other machines open the very file that was read here."""

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from facevow.errors import ModelMissing
from facevow.vision.passive import PassiveNetwork


@dataclass(frozen=True, slots=True)
class Carried:
    """Call it to open the network; `content` is the ONNX file."""

    content: bytes = field(repr=False)

    @classmethod
    def read(cls, path: Path) -> "Carried":
        """Read the file.

        Raises:
            ModelMissing: it cannot be read.
        """
        try:
            return cls(path.read_bytes())
        except OSError as error:
            raise ModelMissing(f"expected an ONNX model at {path}: {error}") from error

    def __call__(self) -> PassiveNetwork:
        """Open the network; its file lies on the disk only meanwhile.

        Raises:
            ModelCorrupt: it is no passive network.
        """
        with TemporaryDirectory(prefix="facevow-") as folder:
            path = Path(folder, "passive.onnx")
            path.write_bytes(self.content)
            return PassiveNetwork(path)
