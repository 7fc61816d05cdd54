"""Moving questions between steps: where they land, and what stays as it was."""

from typing import Any

from hypothesis import given, strategies as st

from applications.formbuilder.rearranging import Place, Ranks, questions_of, ranks_of, rearrange

Raw = dict[str, Any]


def form(**steps: str) -> list[Raw]:
    """Return raw steps whose questions are named by one letter each."""
    return [
        {
            "id": name,
            "type": "step",
            "value": {
                "title": name,
                "questions": [
                    {"id": letter, "type": "text", "value": {"label": letter}} for letter in letters
                ],
            },
        }
        for name, letters in steps.items()
    ]


def order(steps: list[Raw]) -> dict[str, str]:
    """Return the letters of each step, in order."""
    return {step["id"]: "".join(item["id"] for item in questions_of(step)) for step in steps}


def moved(steps: list[Raw], **questions: Place) -> dict[str, str]:
    return order(rearrange(steps, Ranks({}, questions)))


def test_a_question_takes_the_rank_it_is_given_and_others_make_room() -> None:
    steps = form(one="abcd")

    assert moved(steps, d=Place("one", 2)) == {"one": "adbc"}
    assert moved(steps, a=Place("one", 3)) == {"one": "bcad"}
    assert moved(steps, a=Place("one", 4), d=Place("one", 1)) == {"one": "dbca"}
    assert moved(steps, a=Place("one", 99)) == {"one": "bcda"}


def test_a_question_goes_to_another_step_at_its_end_or_at_the_rank_asked() -> None:
    steps = form(one="abc", two="xyz")

    assert moved(steps, b=Place("two", 2)) == {"one": "ac", "two": "xyzb"}
    assert moved(steps, b=Place("two", 1)) == {"one": "ac", "two": "bxyz"}
    assert moved(steps, a=Place("two", 2), z=Place("one", 1)) == {"one": "zbc", "two": "xay"}


def test_a_step_that_does_not_exist_moves_nothing() -> None:
    assert moved(form(one="ab"), a=Place("gone", 1)) == {"one": "ab"}


def test_steps_change_order_with_their_questions() -> None:
    steps = rearrange(form(one="a", two="b", three="c"), Ranks({"three": 1}, {}))

    assert order(steps) == {"three": "c", "one": "a", "two": "b"}


@given(st.data())
def test_nothing_is_lost_added_or_rewritten_whatever_is_asked(data: st.DataObject) -> None:
    steps = form(one="abc", two="de", three="")
    names, letters = [step["id"] for step in steps], "abcde"
    places = st.builds(Place, st.sampled_from(names), st.integers(1, 9))
    asked = Ranks(
        data.draw(st.dictionaries(st.sampled_from(names), st.integers(1, 5))),
        data.draw(st.dictionaries(st.sampled_from(letters), places)),
    )

    after = rearrange(steps, asked)

    blocks = {item["id"]: item for step in steps for item in questions_of(step)}
    kept = [item for step in after for item in questions_of(step)]
    assert sorted(item["id"] for item in kept) == sorted(letters)
    assert all(item == blocks[item["id"]] for item in kept)
    assert rearrange(after, ranks_of(after)) == after
    for letter, place in asked.questions.items():
        assert ranks_of(after).questions[letter].step == place.step
