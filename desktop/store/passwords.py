"""What is wrong with a password somebody wants to use.

At least 8 characters, none of the most used ones, no rules of composition and no forced change.
Source: CJIS Security Policy 6.0, IA-5 (memorized secrets).
"""

from __future__ import annotations

import unicodedata

from desktop.domain.words import Say

SHORTEST = 8  # characters

# The most used passwords of 8 characters or more, and what people of this work try first.
_MOST_USED = """
    12345678 123456789 1234567890 0123456789 87654321 987654321 9876543210 11223344 12341234
    123123123 147258369 123qweasd 123654789 a1b2c3d4 abcd1234 abc12345 abcdefgh asdfasdf asdfghjk
    asdfghjkl 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qazxsw2 q1w2e3r4 qazwsxedc qwer1234 qwerasdf qwertyui
    qwertyuiop qwerty12 qwerty123 qwerty1234 zxcvbnm1 zaq12wsx baseball basketball football
    football1 softball superman batman123 spiderman pokemon1 starwars princess princess1 sunshine
    sunshine1 iloveyou iloveyou1 trustno1 whatever computer internet samsung1 michelle jennifer
    jordan23 michael1 charlie1 dragon123 monkey123 shadow123 master123 mustang1 corvette chocolate
    password password1 password12 password123 password1234 passw0rd p@ssword p@ssw0rd p@ssword1
    passwort passport letmein1 letmein123 welcome1 welcome12 welcome123 changeme changeme1
    changeme123 default1 admin123 admin1234 administrator root1234 test1234 testtest guest123
    temp1234 temppass secret123 security security1 secure123 police123 police911 officer1 officer123
    sheriff1 sheriff911 deputy123 dispatch dispatch1 dispatch911 patrol123 precinct precinct1
    badge123 offramp1 offramp123 deflection deflect1 winter2025 winter2026 spring2026 summer2025
    summer2026 autumn2026 freedom1 america1 usa12345
"""
BANNED = frozenset(_MOST_USED.split())


def same_everywhere(password: str) -> bytes:
    """Return the password's bytes, the same on every keyboard (RFC 8265: Unicode form C)."""
    return unicodedata.normalize("NFC", password).encode()


def find_password_problems(password: str, *, name: str) -> tuple[Say, ...]:
    """Return what is wrong with the password of the user of this name; nothing means it is good."""
    found = []
    plain = unicodedata.normalize("NFC", password).casefold().strip()
    if len(unicodedata.normalize("NFC", password)) < SHORTEST:
        found.append(Say("A password has at least {n} characters.", n=SHORTEST))
    elif plain in BANNED or len(set(plain)) < 3:
        found.append(Say("This password is one of the first that anybody would try."))
    if plain and _letters(plain) == _letters(name):
        found.append(Say("A password must not be your own name."))
    return tuple(found)


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFC", text).casefold() if c.isalnum())
