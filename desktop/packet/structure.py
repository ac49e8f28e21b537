"""The structure tree of a tagged PDF: what a screen reader reads, in its order.

Source: ISO 32000-1:2008, 14.7 and 14.8; ISO 14289-1 (PDF/UA-1).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from desktop.packet.pdf_file import Name, PdfFile, Ref, Value, page_name

_ROOT = "StructTreeRoot"


@dataclass(eq=False, slots=True)
class Node:
    """One element of the structure (a heading, a cell); grows while the document is made."""

    role: str  # "H1", "P", "TH" ...
    language: str = ""
    says: str = ""  # what is read instead of a picture
    attributes: dict[str, Value] = field(default_factory=dict)
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)  # (page from 0, number on it)

    def add(self, role: str, *, language: str = "", says: str = "", **attributes: Value) -> Node:
        """Return a new last child."""
        child = Node(role, language, says, attributes, parent=self)
        self.children.append(child)
        return child

    def adopt(self, child: Node) -> None:
        """Take a node that was made apart as the last child."""
        child.parent = self
        self.children.append(child)

    def prune(self) -> None:
        """Leave out what says nothing; an empty cell stays, or a row would lack a column."""
        for child in self.children:
            child.prune()
        self.children = [
            child
            for child in self.children
            if child.children or child.marks or child.role in ("TH", "TD")
        ]

    def walk(self) -> Iterator[Node]:
        """Yield the node and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


def write_structure(file: PdfFile, root: Node, pages: list[list[Node]]) -> None:
    """Put the tree into the file; `pages` holds for each page the node of each mark on it."""
    refs = {id(node): Ref(f"Element{number}") for number, node in enumerate(root.walk())}
    for node in root.walk():
        file.put(refs[id(node)].name, _element(node, refs))
    numbers: list[Value] = []
    for page, nodes in enumerate(pages):
        numbers += [page, [refs[id(node)] for node in nodes]]
    file.put("ParentTree", {"Nums": numbers})
    file.put(
        _ROOT,
        {
            "Type": Name(_ROOT),
            "K": refs[id(root)],
            "ParentTree": Ref("ParentTree"),
            "ParentTreeNextKey": len(pages),
        },
    )
    file.tell_catalog(_ROOT, Ref(_ROOT))
    file.tell_catalog("MarkInfo", {"Marked": True})


def _element(node: Node, refs: dict[int, Ref]) -> dict[str, Value]:
    children: list[Value] = [refs[id(child)] for child in node.children]
    for page, number in node.marks:
        children.append({"Type": Name("MCR"), "Pg": Ref(page_name(page)), "MCID": number})
    entries: dict[str, Value] = {
        "Type": Name("StructElem"),
        "S": Name(node.role),
        "P": refs[id(node.parent)] if node.parent else Ref(_ROOT),
        "K": children,
    }
    if node.language:
        entries["Lang"] = node.language
    if node.says:
        entries["Alt"] = node.says
    if node.attributes:
        entries["A"] = node.attributes
    return entries
