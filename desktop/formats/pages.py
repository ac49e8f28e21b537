"""A PDF's pages as pictures. PDFium is not safe for threads: everybody comes through this door."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_ONE_AT_A_TIME = threading.Lock()


class NoPdf(ValueError):
    """These bytes are no PDF that can be read."""


@dataclass(frozen=True, slots=True)
class Raster:
    """A page as pixels on white: `channels` bytes each (1 gray, 3 red-green-blue)."""

    width: int
    height: int
    stride: int
    channels: int
    data: bytes


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has; raises `NoPdf`."""
    with _ONE_AT_A_TIME:
        document = _open(pdf)
        try:
            return len(document)
        finally:
            document.close()


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Return width and height of each page in points; raises `NoPdf`."""
    import pypdfium2  # type: ignore[import-untyped]  # ships no types, takes 60 ms

    with _ONE_AT_A_TIME:
        document = _open(pdf)
        try:
            return [document.get_page_size(at) for at in range(len(document))]
        except pypdfium2.PdfiumError:
            raise NoPdf from None
        finally:
            document.close()


def draw_page(pdf: bytes, number: int, *, dpi: int, gray: bool = False) -> Raster:
    """Return a page, counted from 1, as pixels; raises `NoPdf`."""
    import pypdfium2

    with _ONE_AT_A_TIME:
        document = _open(pdf)
        try:
            page = document[number - 1]
            bitmap = page.render(
                scale=dpi / 72,
                fill_color=(255, 255, 255, 255),
                rev_byteorder=True,
                grayscale=gray,
            )
            made = Raster(
                bitmap.width,
                bitmap.height,
                bitmap.stride,
                bitmap.n_channels,
                bytes(bitmap.buffer),
            )
            page.close()
            return made
        except pypdfium2.PdfiumError:
            raise NoPdf from None
        finally:
            document.close()


def draw_pages(pdf: bytes, *, dpi: int, gray: bool = False) -> Iterator[Raster]:
    """Give the pages one after another; raises `NoPdf`."""
    for number in range(1, page_count(pdf) + 1):
        yield draw_page(pdf, number, dpi=dpi, gray=gray)


def _open(pdf: bytes) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        raise NoPdf from None
