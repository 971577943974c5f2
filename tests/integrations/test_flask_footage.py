"""The blueprint with the pipeline that ships, on frames of real footage, behind a real server."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from flask import Flask
from PIL import Image

from facevow.integrations.flask import blueprint
from facevow.server.settings import load_settings
from facevow.vision.opening import open_pipeline
from tests.integrations.flasks import PREFIX, running
from tests.networks import bundle, frame_at
from tests.server.analysers import in_base64
from tests.server.serving import PATIENCE
from tests.server.test_bad_input import encoded


@pytest.mark.parametrize(
    ("clip", "label", "verdict"),
    [
        ("bonafide-1-webcam.webm", "REAL", "BONA_FIDE"),
        ("attack-1-phone-still.webm", "FAKE", "ATTACK"),
    ],
)
def test_a_person_is_real_and_a_photo_of_one_is_not(shared: Path, clip: str, label: str, verdict: str) -> None:
    """A frame of a webcam and one of a phone that shows a photo, through a threaded server and its first request."""
    assert bundle()
    jpeg = encoded(Image.fromarray(frame_at(shared, clip, 0).pixels), "JPEG", quality=95)
    app = Flask("shop")
    app.register_blueprint(blueprint(load_settings(workers=1)), url_prefix=PREFIX)
    with running(app) as port, httpx.Client(base_url=f"http://127.0.0.1:{port}{PREFIX}", timeout=PATIENCE) as http:
        prediction: dict[str, Any] = http.post("/predict", json={"image": in_base64(jpeg)}).json()
        analysis: dict[str, Any] = http.post("/analyses", content=jpeg, headers={"Content-Type": "image/jpeg"}).json()
    assert (prediction["label"], analysis["verdict"]) == (label, verdict)
    assert prediction["score"] == analysis["score"]
    assert analysis["model"] == {"name": open_pipeline().model, "sha256": open_pipeline().model_sha256}
    left, top, right, bottom = prediction["bbox"]
    assert analysis["bbox"] == [left, top, right - left, bottom - top]
