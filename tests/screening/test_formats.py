"""One picture saved in every format and mode has one fingerprint: that of its red, green and blue pixels."""

import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageOps, TiffImagePlugin

from belisha.screening import pdq
from belisha.screening.look import look
from tests.screening.draw import picture, saved

pytestmark = pytest.mark.pure

RGB = picture()
GREY = RGB.convert("L")
PIXELS, SHADES = np.asarray(RGB), np.asarray(GREY)
WANTED = pdq.hash_rgb(PIXELS).pdq_hex
TOLERATED = 10  # Bits that quantization, dithering and a lossy format may cost.


def distance(one, other):
    return (int(one, 16) ^ int(other, 16)).bit_count()


def numbers(values, mode=None):
    return Image.fromarray(np.asarray(values), mode)


def lab():
    srgb, other = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    return ImageCms.profileToProfile(RGB, srgb, other, outputMode="LAB")


def sixteen_bits_of_png(pixels, colour_type):
    """A PNG of 16 bits a channel, which Pillow reads but doesn't write."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    height, width = pixels.shape[:2]
    rows = (pixels.astype(np.uint16) * 257).astype(">u2").reshape(height, -1)
    body = b"".join(b"\0" + row.tobytes() for row in rows)
    head = struct.pack(">IIBBBBB", width, height, 16, colour_type, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(body))
        + chunk(b"IEND", b"")
    )


def with_alpha(pixels, alpha=255):
    return np.concatenate([pixels, np.full((*pixels.shape[:2], 1), alpha, np.uint8)], axis=2)


def tiff_of_twelve_bits():
    """Values up to 4095 in 16 bits, as scanners write them."""
    return saved(numbers(np.rint(SHADES * (4095 / 255)).astype(np.uint16)), "TIFF")


def ycck():
    """Four inks as luminance, two colours and black: what Photoshop writes. Pillow writes the other kind."""
    luminance, blue, red = ImageOps.invert(RGB).convert("YCbCr").split()
    inverted = [Image.eval(plane, lambda value: 255 - value) for plane in (luminance, blue, red)]
    file = saved(Image.merge("CMYK", [*inverted, Image.new("L", RGB.size, 0)]), "JPEG", quality=95)
    marker = file.index(b"Adobe") + 11
    return file[:marker] + b"\2" + file[marker + 1 :]


LOSSLESS = {
    "PNG": lambda: saved(RGB, "PNG"),
    "PNG, RGBA": lambda: saved(RGB.convert("RGBA"), "PNG"),
    "PNG, 16 bits RGB": lambda: sixteen_bits_of_png(PIXELS, 2),
    "PNG, 16 bits RGBA": lambda: sixteen_bits_of_png(with_alpha(PIXELS), 6),
    "WebP": lambda: saved(RGB, "WEBP", lossless=True),
    "BMP": lambda: saved(RGB, "BMP"),
    "TIFF": lambda: saved(RGB, "TIFF"),
    "TIFF, LZW": lambda: saved(RGB, "TIFF", compression="tiff_lzw"),
    "TIFF, RGBA": lambda: saved(RGB.convert("RGBA"), "TIFF"),
}
GREYS = {
    "PNG, L": lambda: saved(GREY, "PNG"),
    "PNG, LA": lambda: saved(GREY.convert("LA"), "PNG"),
    "PNG, 16 bits": lambda: saved(numbers(SHADES.astype(np.uint16) * 257), "PNG"),
    "PNG, 16 bits LA": lambda: sixteen_bits_of_png(with_alpha(SHADES[..., None]), 4),
    "BMP, L": lambda: saved(GREY, "BMP"),
    "TIFF, L": lambda: saved(GREY, "TIFF"),
    "TIFF, LA": lambda: saved(GREY.convert("LA"), "TIFF"),
    "TIFF, 12 bits": tiff_of_twelve_bits,
    "TIFF, 16 bits": lambda: saved(numbers(SHADES.astype(np.uint16) * 257), "TIFF"),
    "TIFF, 32 bits": lambda: saved(numbers(SHADES.astype(np.int32) * 8_000_000), "TIFF"),
    "TIFF, float of 1": lambda: saved(numbers(SHADES.astype(np.float32) / 255), "TIFF"),
    "TIFF, float of 255": lambda: saved(numbers(SHADES.astype(np.float32)), "TIFF"),
}
LOSSY = {
    "PNG, palette": lambda: saved(RGB.quantize(256), "PNG"),
    "PNG, web palette": lambda: saved(RGB.convert("P"), "PNG"),
    "PNG, 1 bit": lambda: saved(GREY.convert("1"), "PNG"),
    "GIF": lambda: saved(RGB, "GIF"),
    "GIF, L": lambda: saved(GREY, "GIF"),
    "BMP, palette": lambda: saved(RGB.quantize(256), "BMP"),
    "TIFF, palette and alpha": lambda: saved(RGB.quantize(256).convert("PA"), "TIFF"),
    "TIFF, inks": lambda: saved(RGB.convert("CMYK"), "TIFF"),
    "TIFF, Lab": lambda: saved(lab(), "TIFF"),
    "TIFF, YCbCr": lambda: saved(RGB.convert("YCbCr"), "TIFF"),
    "TIFF, JPEG": lambda: saved(RGB, "TIFF", compression="jpeg"),
    "TIFF, fax": lambda: saved(GREY.convert("1"), "TIFF", compression="group4"),
    "JPEG": lambda: saved(RGB, "JPEG"),
    "JPEG, L": lambda: saved(GREY, "JPEG"),
    "JPEG, progressive": lambda: saved(RGB, "JPEG", progressive=True),
    "JPEG, RGB": lambda: saved(RGB, "JPEG", keep_rgb=True),
    "JPEG, inks": lambda: saved(RGB.convert("CMYK"), "JPEG"),
    "JPEG, YCCK": ycck,
    "WebP, lossy": lambda: saved(RGB, "WEBP", quality=60),
    "AVIF": lambda: saved(RGB, "AVIF"),
    "AVIF, RGBA": lambda: saved(RGB.convert("RGBA"), "AVIF"),
    "HEIC": lambda: saved(RGB, "HEIF"),
    "HEIC, L": lambda: saved(GREY, "HEIF"),
    "HEIC, RGBA": lambda: saved(RGB.convert("RGBA"), "HEIF"),
    "HEIC, 10 bits": lambda: saved(numbers(SHADES.astype(np.uint16) * 257), "HEIF"),
}


@pytest.mark.parametrize("kind", LOSSLESS)
def test_a_lossless_format_keeps_every_bit(kind):
    seen = look(LOSSLESS[kind]())
    assert (seen.pdq, seen.quality, seen.format) == (WANTED, 100, kind.split(",")[0])


@pytest.mark.parametrize("kind", GREYS)
def test_a_grey_mode_keeps_every_bit_of_the_grey_picture(kind):
    assert look(GREYS[kind]()).pdq == pdq.hash_grey(SHADES).pdq_hex


@pytest.mark.parametrize("kind", LOSSY)
def test_what_a_lossy_mode_costs_is_a_few_bits(kind):
    seen = look(LOSSY[kind]())
    assert distance(seen.pdq, WANTED) <= TOLERATED
    assert (seen.format, seen.partial) == (kind.split(",")[0], False)


@pytest.mark.parametrize("kind", [kind for kind in LOSSY if kind.startswith("JPEG")])
def test_a_fast_look_reads_every_kind_of_jpeg(kind):
    data = LOSSY[kind]()
    assert distance(look(data, "fast").pdq, look(data).pdq) <= 8


def test_the_bits_are_those_of_pdqhash():
    pdqhash = pytest.importorskip("pdqhash", reason="pdqhash isn't installed: make bench installs it")
    bits, quality = pdqhash.compute(PIXELS)
    assert (np.packbits(bits).tobytes().hex(), quality) == (WANTED, 100)


def test_what_is_transparent_is_seen_on_white_on_black_and_without_its_transparency():
    shade = picture(seed=2).convert("L")
    layered = RGB.copy()
    layered.putalpha(shade)
    views = {view.what: view.pdq for view in look(saved(layered, "PNG")).views}
    assert set(views) == {"stored", "on_black", "opaque"}
    for what, colour in (("stored", "white"), ("on_black", "black")):
        ground = Image.new("RGB", RGB.size, colour)
        ground.paste(RGB, mask=shade)
        assert views[what] == pdq.hash_rgb(np.asarray(ground)).pdq_hex
    assert views["opaque"] == WANTED


def test_a_palette_with_a_transparent_colour_is_seen_on_white():
    shown = RGB.quantize(256)
    clear = shown.getpixel((0, 0))
    indices = np.asarray(shown)
    ground = np.where((indices == clear)[..., None], 255, np.asarray(shown.convert("RGB")))
    assert look(saved(shown, "PNG", transparency=clear)).pdq == pdq.hash_rgb(ground.astype(np.uint8)).pdq_hex


def test_transparency_that_hides_nothing_adds_no_view():
    assert [view.what for view in look(saved(RGB.convert("RGBA"), "PNG")).views] == ["stored"]


def test_zero_is_white_where_a_tiff_says_so():
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[262] = 0
    negative = numbers((255 - SHADES).astype(np.uint16) * 257)
    assert look(saved(negative, "TIFF", tiffinfo=tags)).pdq == pdq.hash_grey(SHADES).pdq_hex
