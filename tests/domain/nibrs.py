"""Real incidents (FBI NIBRS) as encounters: a test of the rules, never shipped.

Codes: NIBRSCodeTables.xlsx of the FBI. What the plain vocabulary of offenses has no word for and
that harms people (burglary, robbery, arson, assault, sex offenses) counts as violent.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from desktop.domain.facts import FactValue, Known, Unknown

NO_VICTIM = {"35A", "35B", "370", "520", "40A", "90C", "90D", "90J"}
THEFT = ("23", "240", "270", "280")
NOT_VIOLENT = ("250", "26", "290", "370", "510")
SELLS = {"D", "T", "C"}  # distributing, transporting, cultivating or making
DRUGS = {
    "A": "cocaine", "B": "cocaine", "C": "cannabis", "D": "heroin", "E": "cannabis",
    "F": "rx_opioid", "H": "rx_opioid", "L": "methamphetamine",
}  # fmt: skip
UNKNOWN_DRUG = {"U", "X"}
GRAMS = {
    "GM": Decimal(1), "KG": Decimal(1000), "OZ": Decimal("28.349523"), "LB": Decimal("453.59237"),
}  # fmt: skip
VERMONT = ZoneInfo("America/New_York")
DRUG_OFFENSES = {"drug_possession", "drug_sale", "drug_paraphernalia"}


@dataclass(frozen=True)
class Incident:
    """One incident and one of the people arrested in it, or nobody."""

    key: str
    age: int | None
    offenses: tuple[str, ...]
    victims: bool
    drugs: tuple[tuple[str | None, Decimal | None, Decimal | None], ...]  # kind, grams, doses
    on: datetime

    def facts(self) -> dict[str, FactValue]:
        """Return what the record says, by path; what it does not say is left out."""
        found: dict[str, FactValue] = {"pathway": Known("INT"), "charges.complete": Known(True)}
        if self.age is not None:
            found["person.age"] = Known(Decimal(self.age))
        for number, offense in enumerate(self.offenses, start=1):
            found[f"charge/{number}/offense"] = Known(offense)
            harmed = self.victims and offense not in DRUG_OFFENSES
            found[f"charge/{number}/victim"] = Known("identified" if harmed else "none")
        for number, (kind, grams, doses) in enumerate(self.drugs, start=1):
            found[f"drug/{number}/kind"] = Known(kind) if kind else Unknown.CANNOT_KNOW
            if grams is not None:
                found[f"drug/{number}/amount_g"] = Known(grams)
            if doses is not None:
                found[f"drug/{number}/dosage_units"] = Known(doses)
        if self.drugs or not DRUG_OFFENSES & set(self.offenses):
            found["drugs.complete"] = Known(True)
        if "drug_sale" not in self.offenses:
            found["drug_sale"] = Known("none")
        return found

    @property
    def unweighed(self) -> tuple[str | None, ...]:
        """Return the kinds of the drugs whose weight the record does not give."""
        return tuple(kind for kind, grams, _ in self.drugs if grams is None)


def incidents(path: Path) -> list[Incident]:
    """Return every incident of the sample, once for each person arrested and once where none."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [one for row in csv.DictReader(lines) for one in _people(row)]


def _people(row: dict[str, str]) -> list[Incident]:
    codes = row["offence_codes"].split(";")
    activity = set(row["criminal_activity"].split(";"))
    ages = [int(age) for age in row["arrestee_ages"].split(";") if age.isdecimal()]
    hour = int(row["incident_hour"]) if row["incident_hour"].isdecimal() else 12
    on = datetime.strptime(row["incident_date"], "%Y%m%d").replace(hour=hour, tzinfo=VERMONT)
    return [
        Incident(
            key=f"{row['ori']}-{row['incident_seq']}",
            age=age,
            offenses=tuple(_offense(code, activity) for code in codes),
            victims=any(code not in NO_VICTIM for code in codes),
            drugs=tuple(_drug(part) for part in row["drugs_type_qty_unit"].split(";") if part),
            on=on,
        )
        for age in ages or [None]
    ]


def _offense(code: str, activity: set[str]) -> str:
    if code == "35A":
        return "drug_sale" if activity & SELLS else "drug_possession"
    for start, offense in (
        ("35B", "drug_paraphernalia"), ("520", "weapon"), ("40", "prostitution"),
        ("90D", "dui"), ("90C", "disorderly"), ("90J", "trespass"),
    ):  # fmt: skip
        if code.startswith(start):
            return offense
    if code.startswith(THEFT):
        return "theft"
    return "other_nonviolent" if code.startswith(NOT_VIOLENT) else "violent"


def _drug(part: str) -> tuple[str | None, Decimal | None, Decimal | None]:
    code, quantity, unit = (*part.split(":"), "", "")[:3]
    kind = None if code in UNKNOWN_DRUG else DRUGS.get(code, "other")
    amount = Decimal(quantity) if quantity else None
    if amount is None or unit == "XX":
        return kind, None, None
    if unit in GRAMS:
        return kind, round(amount * GRAMS[unit], 6), None
    return kind, None, amount.to_integral_value() if unit == "DU" else None
