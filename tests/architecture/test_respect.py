"""Fixed words are person-first. Source: NIDA, "Words Matter" (terms to avoid)."""

import ast
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]

AVOID = re.compile(
    r"\b(addict(s|ed)?|junkies?|alcoholics?|drunks?|drug users?|(substance|drug|alcohol) abuse"
    r"|abusers?|(drug|substance) habits?|crackheads?|tweakers?|clean|dirty|ex-addicts?"
    r"|drogadict[oa]s?|adict[oa]s?|toxic[oó]man[oa]s?|yonquis?|borrach[oa]s?|alcoh[oó]lic[oa]s?"
    r"|abuso de (sustancias|drogas|alcohol)|drogodependientes?)\b",
    re.IGNORECASE,
)
# Names that others gave themselves, and of an offense, that cannot be said otherwise.
NAMES = re.compile(
    r"Substance Abuse and Mental Health|Drug Abuse (Treatment|Warning)|on Drug Abuse"
    r"|on Alcohol Abuse|Alcoholics Anonymous|Alcohólicos Anónimos|clean syringes?|drunk driving",
    re.IGNORECASE,
)
TEXTS = sorted(
    path
    for suffix in ("csv", "md", "toml", "po")
    for path in (PROJECT / "resources").rglob(f"*.{suffix}")
)


def unkind(text: str) -> list[str]:
    """Return the words to avoid in a text, names of organizations left out."""
    return [match.group(0) for match in AVOID.finditer(NAMES.sub("", text))]


def said(path: Path) -> list[str]:
    """Return the fixed sentences in a source file: what Say, Plural and _ are given."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Say", "Plural", "_"):
            found += [a.value for a in node.args[:2] if isinstance(a, ast.Constant)]
    return [text for text in found if isinstance(text, str)]


def test_no_sentence_of_the_application_hurts():
    hurting = {
        f"{path.relative_to(PROJECT)}: {text}": unkind(text)
        for path in (PROJECT / "desktop").rglob("*.py")
        for text in said(path)
        if unkind(text)
    }

    assert hurting == {}


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.relative_to(PROJECT).as_posix())
def test_no_text_that_ships_hurts(path):
    assert unkind(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text", ["a known addict", "history of drug abuse", "Is the person clean?", "un adicto"]
)
def test_the_search_notices(text):
    assert unkind(text)


@pytest.mark.parametrize(
    "text",
    [
        "a person with a substance use disorder",
        "Substance Abuse and Mental Health Services Administration",
        "child abuse",
        "addiction medicine",
    ],
)
def test_the_search_lets_pass(text):
    assert unkind(text) == []


def test_the_search_reads_what_is_said(tmp_path):
    (tmp_path / "a.py").write_text('Say("one")\nPlural("two", "three", n)\nother("four")\n')

    assert said(tmp_path / "a.py") == ["one", "two", "three"]
