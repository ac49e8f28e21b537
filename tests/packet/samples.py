"""Sheets and names that the tests print."""

import segno

from desktop.packet.blocks import (
    Bullets,
    Callout,
    Checkboxes,
    Code,
    Facts,
    Footer,
    Heading,
    Note,
    Numbered,
    PageBreak,
    Paragraph,
    Shape,
    Sheet,
    Signatures,
    Size,
    Space,
    Table,
)

FOOTER = Footer(
    referral="Referral K7-000123",
    versions="Rules 2026.1, texts 3",
    notice="42 CFR part 2 prohibits unauthorized use or disclosure of these records.",
    copy="COPY",
)

# What a lead agency may have to write, one for each way of writing.
NAMES = {
    "Latin": "José Núñez-Ávila",
    "Vietnamese": "Nguyễn Thị Ánh",
    "marks on marks": "Z\u030aw\u0323\u0306 e\u0301",
    "Cyrillic": "Олександр Шевченко",
    "Greek": "Ελένη Παππά",
    "Arabic": "محمد عبد الله",
    "Persian": "سعید پورمحمد\u200cرضا",  # noqa: RUF001
    "Hebrew": "יוֹסֵף כהן",
    "both ways": "מחמד Smith",
    "Chinese": "王小明",
    "Japanese": "さくら 田中",
    "Korean": "김민준",
    "Cherokee": "ᏣᎳᎩ",
    "Inuktitut": "ᐃᓄᒃᑎᑐᑦ",
    "Osage": "𐓏𐓘𐓻𐓘𐓻𐓟",
    "Amharic": "ሰላም",
    "Hindi": "अनुष्का शर्मा",
    "Bengali": "রবীন্দ্রনাথ",
    "Punjabi": "ਗੁਰਪ੍ਰੀਤ",
    "Tamil": "தமிழ் செல்வன்",
    "Telugu": "బాలకృష్ణ",
    "Thai": "สมชาย ใจดี",
    "Khmer": "អ៊ុំ សុខា",
    "Lao": "ສົມພອນ",
    "Burmese": "မောင်မောင်",
    "Tibetan": "ཚེ་རིང་",
    "Georgian": "ქეთევანი",
    "Armenian": "Ադամ Սարգսյան",
    "N'Ko": "ߒߞߏ",
    "Fulani": "𞤀𞤣𞤤𞤢𞤥",
    "Tamazight": "ⵜⴰⵎⴰⵣⵉⵖⵜ",
    "emoji": "Zoë 🦊",
}

LONG = "The person was found asleep in a vehicle and agreed to talk. " * 12


def referral_form(language: str = "en", *, rows: int = 3) -> Sheet:
    """A sheet with every kind of block."""
    spanish = language == "es"
    return Sheet(
        title="Derivación a la agencia" if spanish else "Referral to the lead agency",
        language=language,
        audience="Para la agencia líder" if spanish else "For the lead agency",
        header="Laramie County Sheriff",
        blocks=(
            Callout("Call by", "Tuesday, 24 Nov, 09:00", "The person expects a call."),
            Heading("Person"),
            Facts((("Name", "Amina Nasser"), ("Telephone", "307-555-0100\nnot before 10:00"))),
            Heading("Charges", 3),
            Table(
                ("Statute", "What it says", "Class"),
                tuple((f"35-7-{n}", LONG[: 40 + n], "Misdemeanor") for n in range(rows)),
                row_heads=True,
            ),
            Heading("What the officer saw", 3),
            Paragraph(LONG),
            Paragraph("Source: report of the shift.", Size.SMALL, strong=True),
            Checkboxes((("Warrant check", True), ("Victim contacted", False))),
            Note("Notice", ("This record is protected.", LONG), Size.SMALL),
            Bullets(("Bring an identification", LONG)),
            Numbered(("First", "Second")),
            Paragraph("Su participación es voluntaria. ¿Preguntas?", language="es"),
            Code(square_code("K7-000123"), "Square code with the referral number", "Scan it"),
            Space(20),
            Signatures(("Officer, signature", "Date and time")),
            PageBreak(),
            Heading("Names"),
            Facts(tuple(NAMES.items())),
        ),
        footer=FOOTER,
    )


def contact_card(lines: int = 1) -> Sheet:
    """A card for the person; the more lines, the fuller."""
    return Sheet(
        title="Your contact",
        language="en",
        audience="",
        header="Laramie County Sheriff",
        blocks=(
            Callout("Call", "307-555-0100", "Prairie Ridge Recovery"),
            Facts((("By", "Tuesday"), ("Where", "1200 Pine Street, Cheyenne")), Size.LARGE),
            *(Paragraph(f"You may say no ({n}).", Size.LARGE) for n in range(lines)),
        ),
        footer=Footer("Referral K7-000123", "Rules 2026.1, texts 3"),
        shape=Shape.CARD,
    )


def one_fact(label: str, value: str) -> Sheet:
    """A sheet with one row."""
    return Sheet("Sheet", "en", "", "", (Facts(((label, value),)),), Footer("R", "V"))


def square_code(text: str) -> tuple[bytes, ...]:
    """The modules of a QR code."""
    return tuple(bytes(row) for row in segno.make_qr(text, error="m").matrix)
