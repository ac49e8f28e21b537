"""Reads a PDF of ours the way a screen reader does: the structure, then the letters of each mark.

Small and strict: it knows the syntax that `desktop/packet` writes and fails on anything else, and
on a structure whose three indexes (page, parent tree, elements) do not agree, which page-validation
does not look at.
"""

import re
import zlib
from dataclasses import dataclass

TOKEN = re.compile(
    rb"<<|>>|\[|\]|\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f]*>|/[^\s/<>\[\]()]*|[^\s/<>\[\]()]+", re.DOTALL
)


@dataclass
class Ref:
    number: int


@dataclass
class Element:
    role: str
    text: str
    says: str
    language: str
    parent: "Element | None"


class Pdf:
    def __init__(self, data: bytes) -> None:
        self.objects = {}
        self.streams = {}
        for found in re.finditer(rb"\n(\d+) 0 obj\n(.*?)\nendobj", data, re.DOTALL):
            head, _, body = found[2].partition(b"\nstream\n")
            number = int(found[1])
            self.objects[number] = _parse(head)
            if body:
                raw = body[: self.objects[number]["Length"]]
                packed = "Filter" in self.objects[number]
                self.streams[number] = zlib.decompress(raw) if packed else raw
        self._unpack()
        (self.catalog,) = (o for o in self._all() if o.get("Type") == "/Catalog")
        self.pages = [(r.number, self.get(r)) for r in self.get(self.catalog["Pages"])["Kids"]]

    def _unpack(self) -> None:
        """Take the objects out of the streams that hold many."""
        for number, head in list(self.objects.items()):
            if isinstance(head, dict) and head.get("Type") == "/ObjStm":
                content = self.streams.pop(number)
                del self.objects[number]
                index = [int(one) for one in content[: head["First"]].split()]
                starts = [head["First"] + one for one in index[1::2]]
                ends = [*starts[1:], len(content)]
                for each, start, end in zip(index[::2], starts, ends, strict=True):
                    self.objects[each] = _parse(content[start:end])

    def _all(self):
        return [each for each in self.objects.values() if isinstance(each, dict)]

    def get(self, what):
        return self.objects[what.number] if isinstance(what, Ref) else what

    def content(self, page: int) -> bytes:
        return self.streams[self.pages[page][1]["Contents"].number]

    def elements(self) -> list[Element]:
        """All elements in reading order, with what is heard at each."""
        heard = {}
        parents = self.get(self.get(self.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
        of_page = dict(zip(parents[::2], parents[1::2], strict=True))
        for at, (number, page) in enumerate(self.pages):
            marks = self._marks(at)
            owners = of_page[page["StructParents"]]
            assert sorted(marks) == list(range(len(owners)))
            for mark, (role, text) in marks.items():
                owner = owners[mark]
                assert self.get(owner)["S"] == role
                heard[number, mark] = (owner.number, text)
        found = []
        top = self.get(self.catalog["StructTreeRoot"])["K"]
        self._walk(top, None, self.catalog["StructTreeRoot"], heard, found)
        assert not heard, f"marks that no element names: {heard}"
        return found

    def _walk(self, ref, parent, above, heard, found):
        node = self.get(ref)
        assert node["P"] == above
        says, language = node.get("Alt", ""), node.get("Lang", "")
        element = Element(node["S"][1:], "", says, language, parent)
        found.append(element)
        for kid in node["K"]:
            if isinstance(kid, Ref):
                self._walk(kid, element, ref, heard, found)
            else:
                owner, text = heard.pop((kid["Pg"].number, kid["MCID"]))
                assert owner == ref.number
                element.text += text

    def _marks(self, page: int) -> dict[int, tuple[str, str]]:
        """What is drawn under each mark; text under none is a fault."""
        names = self.get(self.get(self.pages[page][1]["Resources"])["Font"])
        letters = {name: self._letters(self.get(ref)) for name, ref in names.items()}
        marks, stack, before, font = {}, [], [], None
        for token in TOKEN.findall(self.content(page)):
            match token:
                case b"BDC" | b"BMC":
                    stack.append(_mark(before))
                case b"EMC":
                    number, _, role, text = stack.pop()
                    if number is not None:
                        assert number not in marks
                        marks[number] = (role, text)
                    elif stack:
                        stack[-1][3] += text
                case b"Tf":
                    font = letters[before[-2][1:].decode()]
                case b"TJ":
                    assert stack, "text under no mark"
                    shown = [t[1:-1].decode() for t in before if t[:1] == b"<" != t[1:2]]
                    glyphs = re.findall("....", "".join(shown))
                    if stack[-1][1]:  # told in other letters
                        stack[-1][3] = stack[-1][1]
                    else:
                        stack[-1][3] += "".join(font[glyph] for glyph in glyphs)
            operator = re.fullmatch(rb"[A-Za-z*]+", token)
            before = [] if operator else [*before, token]
        assert not stack
        return marks

    def _letters(self, font) -> dict[str, str]:
        table = self.streams[font["ToUnicode"].number].decode()
        pairs = re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>\n", table)
        return {glyph: bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs}


def _mark(before):
    role = before[0].decode()
    joined = b" ".join(before)
    number = re.search(rb"/MCID (\d+)", joined)
    told = re.search(rb"/ActualText <FEFF([0-9A-F]*)>", joined)
    told_text = bytes.fromhex(told[1].decode()).decode("utf-16-be") if told else ""
    return [int(number[1]) if number else None, told_text, role, ""]


def _parse(text: bytes):
    tokens = TOKEN.findall(text)
    value, rest = _value(tokens)
    assert not rest
    return value


def _value(tokens):
    first, *rest = tokens
    if first in (b"<<", b"["):
        items = []
        while rest[0] not in (b">>", b"]"):
            if len(rest) > 2 and rest[2] == b"R":
                items.append(Ref(int(rest[0])))
                rest = rest[3:]
            else:
                item, rest = _value(rest)
                items.append(item)
        if first == b"[":
            return items, rest[1:]
        keys = [key[1:] for key in items[::2]]
        return dict(zip(keys, items[1::2], strict=True)), rest[1:]
    if first[:1] == b"(":
        return _string(first[1:-1]), rest
    if re.fullmatch(rb"-?\d+", first):
        return int(first), rest
    return first.decode("latin1"), rest


def _string(raw: bytes) -> str:
    plain = re.sub(rb"\\([0-7]{1,3}|.)", _unescaped, raw, flags=re.DOTALL)
    return plain[2:].decode("utf-16-be") if plain[:2] == b"\xfe\xff" else plain.decode("latin1")


def _unescaped(found) -> bytes:
    if found[1].isdigit():
        return bytes([int(found[1], 8)])
    return {b"n": b"\n", b"r": b"\r"}.get(found[1], found[1])


def heard(data: bytes) -> list[tuple[str, str]]:
    """(role, text) of all that is heard, in order."""
    return [(e.role, e.text or e.says) for e in Pdf(data).elements() if e.text or e.says]
