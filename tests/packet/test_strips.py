"""Strips fall on pages: nothing is lost, and what belongs together stays together."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.packet.strips import Strip, on_pages

HEAD = Strip(height=10, holds_next=True)


def test_a_heading_moves_to_the_next_page_with_its_first_line():
    strips = [Strip(80), Strip(15, holds_next=True), Strip(10), Strip(10)]

    first, second = on_pages(strips, 100)

    assert [each.strip for each in first] == strips[:1]
    assert [each.strip for each in second] == strips[1:]
    assert second[0].top == 0


def test_a_table_head_is_drawn_again_and_only_once_a_page():
    rows = [Strip(height=30, head=HEAD) for _ in range(7)]

    pages = on_pages([HEAD, *rows], 100)

    assert [len(each) for each in pages] == [4, 4, 2]
    assert [each[0].again for each in pages] == [False, True, True]
    assert sum(placed.again for each in pages for placed in each) == 2


def test_what_is_asked_to_start_a_page_does_and_leaves_no_empty_one():
    strips = [Strip(10, starts_page=True), Strip(10, starts_page=True)]

    assert [len(page) for page in on_pages(strips, 100)] == [1, 1]


@settings(max_examples=100)
@given(
    st.lists(
        st.builds(
            Strip,
            height=st.floats(1, 60),
            before=st.floats(0, 10),
            holds_next=st.booleans(),
            starts_page=st.booleans(),
            head=st.sampled_from([None, HEAD]),
        )
    )
)
def test_every_strip_is_placed_once_in_order_and_inside_its_page(strips):
    pages = on_pages(strips, 100)

    placed = [each for page in pages for each in page]
    assert [each.strip for each in placed if not each.again] == strips
    for page in pages:
        for each, following in pairwise(page):
            assert each.top + each.strip.height <= following.top + 1e-6
        assert all(each.top + each.strip.height <= 100 + 1e-6 for each in page)
