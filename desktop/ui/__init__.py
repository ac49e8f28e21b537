"""How it looks: the only room with Qt.

A page is a `Page` (page.py) made from a `Look` (look.py). It builds itself from widgets/, calls
`fill(body, ActionBar(...))` once, registers keys with `on_key("Y", Say(...), act)`, shows frozen
values of viewmodels/ in its `show_*` methods, and tells with signals what the person asks. It
decides nothing and never meets another page: `wiring` joins them. All words are `Say` values that
widgets say through the look; a change of language or text size makes a new window, a change of
theme does not.

To add a page: viewmodels/<name>.py (values), ui/<name>_page.py, a line in tests/screens/shoot.py,
and `assert not find_faults(window)` in tests/ui/test_<name>_page.py for every look.
"""
