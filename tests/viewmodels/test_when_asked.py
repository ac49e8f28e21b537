"""What nobody looks at is not made; what was looked at is made once."""

from desktop.viewmodels.when_asked import WhenAsked


def test_each_is_made_once_and_only_when_asked():
    made = []

    def making(word):
        def make():
            made.append(word)
            return word.upper()

        return make

    words = WhenAsked({"a": making("a"), "b": making("b")})
    assert (list(words), len(words), made) == (["a", "b"], 2, [])

    assert [words["a"], words["a"], words.get("c")] == ["A", "A", None]
    assert made == ["a"]
