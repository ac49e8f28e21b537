"""Scans and photos of paper: the bytes of the QR codes on them. The only reader of pictures.

What comes is a stranger's file: it is refused by its size before anything of it is unpacked, and
read as what its first bytes say it is, whatever its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO

from PIL import Image, ImageFilter, ImageOps, UnidentifiedImageError

from desktop.domain.refused import Refused
from desktop.domain.words import Say
from desktop.formats.pages import NoPdf, draw_page, page_count, page_sizes

FILE_LIMIT = 30_000_000  # bytes; a page at 600 dpi in color as PNG is about 25 MB
PIXELS_LIMIT = 64_000_000  # a Letter page at 600 dpi is 33.7 million
PAGES_LIMIT = 20
PDF_DPI = 250  # a fax has 204 x 196; more only takes longer
PICTURES = ("PNG", "JPEG", "TIFF")  # faxes are often kept as TIFF
_SMALL_SIDE = 40  # pixels; a code has 21 modules at least

Enough = Callable[[frozenset[bytes]], bool]


def read_scan(data: bytes, enough: Enough) -> frozenset[bytes]:
    """Return the bytes of every QR code in a PDF, PNG, JPEG or TIFF file.

    The pages are looked at in up to five ways (as they are, smoothed, larger, and as a fax of half
    the height) until `enough` says that nothing is missing. Refuses what is no such file, or is too
    large.
    """
    if len(data) > FILE_LIMIT:
        raise _too_large()
    found: frozenset[bytes] = frozenset()
    for way in _WAYS:  # a good scan is read at the first round, whatever else is in the file
        seen = False
        for page in _pages(data):
            seen = True
            looked_at = way(page)
            if looked_at is not None:
                found |= _codes(looked_at)
        if not seen:
            raise _no_picture()
        if found and enough(found):
            break
    return found


def as_png(data: bytes) -> tuple[bytes, ...]:
    """Return the pages of a scan as gray PNG pictures; refuses as `read_scan`.

    What a stranger's file may hold besides its picture (a script, a place, a name) stays behind.
    """
    if len(data) > FILE_LIMIT:
        raise _too_large()
    pages = []
    for page in _pages(data):
        held = BytesIO()
        page.save(held, "PNG", optimize=False)
        pages.append(held.getvalue())
    if not pages:
        raise _no_picture()
    return tuple(pages)


def _pages(data: bytes) -> Iterator[Image.Image]:
    """Give the pages as gray pictures."""
    if b"%PDF-" in data[:1024]:
        yield from _pdf_pages(data)
    else:
        yield from _pictures(data)


def _pdf_pages(data: bytes) -> Iterator[Image.Image]:
    try:
        if page_count(data) > PAGES_LIMIT:  # as the file says: a lie costs nothing here
            raise _too_many_pages()
        sizes = page_sizes(data)
        for number, (width, height) in enumerate(sizes, 1):
            if width * height * (PDF_DPI / 72) ** 2 > PIXELS_LIMIT:
                raise _too_large()
            drawn = draw_page(data, number, dpi=PDF_DPI, gray=True)
            size = (drawn.width, drawn.height)
            yield Image.frombytes("L", size, drawn.data, "raw", "L", drawn.stride)
    except NoPdf:
        raise _no_picture() from None


def _pictures(data: bytes) -> Iterator[Image.Image]:
    try:
        with Image.open(BytesIO(data), formats=PICTURES) as picture:
            if getattr(picture, "n_frames", 1) > PAGES_LIMIT:
                raise _too_many_pages()
            for at in range(getattr(picture, "n_frames", 1)):
                picture.seek(at)
                width, height = picture.size
                # Asked of the head alone: a picture of a few bytes may unpack to gigabytes.
                if width * height > PIXELS_LIMIT:
                    raise _too_large()
                if min(width, height) < _SMALL_SIDE:
                    raise _no_picture()
                upright = ImageOps.exif_transpose(picture)
                yield upright.convert("L")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None
    except UnidentifiedImageError:
        raise _no_picture() from None
    except (OSError, SyntaxError, ValueError, EOFError, OverflowError, TypeError):
        # What Pillow's readers throw at a torn or hostile file.
        raise _no_picture() from None


def _larger(page: Image.Image) -> Image.Image | None:
    width, height = page.size
    if width * height * 4 > PIXELS_LIMIT:
        return None
    twice = page.resize((width * 2, height * 2), Image.Resampling.BICUBIC)
    return twice.filter(ImageFilter.GaussianBlur(1.2))


def _taller(page: Image.Image) -> Image.Image | None:
    """Return a fax of 204 x 98 dots an inch in its true shape."""
    width, height = page.size
    if height >= width or width * height * 2 > PIXELS_LIMIT:
        return None
    return page.resize((width, height * 2), Image.Resampling.BICUBIC)


# A page as it is, then as a worn copy is read better; None where that way does not fit the page.
_WAYS: tuple[Callable[[Image.Image], Image.Image | None], ...] = (
    lambda page: page,
    lambda page: page.filter(ImageFilter.GaussianBlur(0.8)),
    lambda page: page.filter(ImageFilter.MedianFilter(3)),
    _larger,
    _taller,
)


def _codes(page: Image.Image) -> frozenset[bytes]:
    import zxingcpp

    found = zxingcpp.read_barcodes(
        page, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
    return frozenset(bytes(one.bytes) for one in found if one.valid)


def _too_large() -> Refused:
    return Refused(
        Say("This scan is too large to be a page of paper."),
        remedy=Say("Scan one page at 200 to 300 dots an inch, then choose it again."),
    )


def _too_many_pages() -> Refused:
    return Refused(
        Say("This scan has too many pages."),
        remedy=Say("Scan the pages of one referral form alone, then choose the file again."),
    )


def _no_picture() -> Refused:
    return Refused(
        Say("This file is no picture and no PDF that can be read."),
        remedy=Say("Choose a scan or photo of the page: PDF, PNG, JPEG or TIFF."),
    )
