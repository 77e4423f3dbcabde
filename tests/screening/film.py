"""Videos drawn by code."""

import io

import pytest
from PIL import Image

av = pytest.importorskip("av", reason="belisha[video] isn't installed")


def film(
    frames: list[Image.Image], kind: str = "mp4", codec: str = "libx264", each: int = 25, **options: str
) -> bytes:
    """A video of 25 frames a second: each picture stays for `each` of them; "fragments" is an MP4 of such."""
    file = io.BytesIO()
    muxed = {"movflags": "frag_keyframe+empty_moov"} if kind == "fragments" else {}
    with av.open(file, "w", format="mp4" if muxed else kind, options=muxed) as made:
        stream = made.add_stream(codec, rate=25, options=options)
        stream.width, stream.height = frames[0].size
        stream.pix_fmt = "yuv420p"
        for frame in frames:
            shown = av.VideoFrame.from_image(frame)
            for _ in range(each):
                made.mux(stream.encode(shown))
        made.mux(stream.encode())
    return file.getvalue()
