"""Runs in an environment of its own: other rule engines decide our cases, and how fast.

Reads {"seconds": n, "programs": [{"rules": {engine: [...]}, "cases": [...]}]} on standard input;
writes {engine: [{"levels": [...], "per_second": n}, ...]}. Knows nothing of Offramp.

A result that is null, an error, or no yes or no at all counts as unknown, to their benefit.
"""

import json
import sys
import time


def zen_engine(rules):
    import zen

    return [zen.compile_expression(rule).evaluate for rule in rules], lambda facts: facts


def rule_engine(rules):
    import rule_engine as package

    context = package.Context(default_value=None)
    return [package.Rule(rule, context=context).evaluate for rule in rules], lambda facts: facts


def cel_python(rules):
    import celpy

    def total(amounts):
        return celpy.celtypes.DoubleType(sum(amounts))

    environment = celpy.Environment()
    programs = [
        environment.program(environment.compile(rule), functions={"total": total}) for rule in rules
    ]
    return [program.evaluate for program in programs], celpy.json_to_cel


def json_logic(rules):
    from json_logic import jsonLogic

    def evaluator(rule):
        return lambda facts: jsonLogic(rule, facts)

    return [evaluator(rule) for rule in rules], lambda facts: facts


ENGINES = {
    "zen-engine": zen_engine,
    "rule-engine": rule_engine,
    "cel-python": cel_python,
    "panzi-json-logic": json_logic,
}


def decide(rules, evaluators, prepare, case):
    facts = prepare(case["facts"])
    highest = 0
    for rule, evaluate in zip(rules, evaluators, strict=True):
        if case["pathway"] not in rule["pathways"]:
            continue
        try:
            hit = evaluate(facts)
        except Exception:  # what an engine does with an unknown is what is measured
            hit = None
        # CEL has truth values of its own; all of them are integers at heart.
        hit = bool(hit) if isinstance(hit, int) else None
        level = rule["unknown"] if hit is None else rule["hit"] if hit else 0
        if hit is None and rule["asks"] and set(rule["facts"]) & set(case["unaskable"]):
            level = 2  # eligible, to be verified: nobody can be asked any more
        highest = max(highest, level)
    return highest


def run(engine, program, seconds):
    rules = program["rules"][engine]
    evaluators, prepare = ENGINES[engine]([rule["test"] for rule in rules])
    cases = program["cases"]
    levels = [decide(rules, evaluators, prepare, case) for case in cases]
    shortest = float("inf")
    until = time.perf_counter() + seconds
    while (began := time.perf_counter()) < until:
        for case in cases:
            decide(rules, evaluators, prepare, case)
        shortest = min(shortest, time.perf_counter() - began)
    return {"levels": levels, "per_second": len(cases) / shortest}


def main():
    asked = json.load(sys.stdin)
    found = {
        engine: [run(engine, program, asked["seconds"]) for program in asked["programs"]]
        for engine in ENGINES
    }
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
