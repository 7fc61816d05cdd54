"""Two saves on one draft: nobody's words are overwritten in silence."""

from applications.submissions.merging import digests, merge


def base_of(**answers: object) -> dict[str, str]:
    """Return what a page showed."""
    return digests(answers, answers)


def test_untouched_answers_keep_what_a_colleague_wrote() -> None:
    """The page showed `a`; the colleague wrote `b`; the page sends `a` again."""
    merged, conflicts = merge({"q": "b"}, {"q": "a"}, base=base_of(q="a"))
    assert (merged, conflicts) == ({"q": "b"}, ())


def test_answer_only_this_page_changed_is_taken() -> None:
    """Nobody else touched it."""
    merged, conflicts = merge({"q": "a"}, {"q": "c"}, base=base_of(q="a"))
    assert (merged, conflicts) == ({"q": "c"}, ())


def test_same_change_on_both_sides_is_no_conflict() -> None:
    """Both wrote the same."""
    merged, conflicts = merge({"q": "c"}, {"q": "c"}, base=base_of(q="a"))
    assert (merged, conflicts) == ({"q": "c"}, ())


def test_two_different_changes_are_a_conflict_that_keeps_the_stored_value() -> None:
    """Both values come back for the person to choose."""
    merged, (conflict,) = merge({"q": "b"}, {"q": "c"}, base=base_of(q="a"))
    assert merged == {"q": "b"}
    assert (conflict.stored, conflict.sent) == ({"q": "b"}, {"q": "c"})


def test_chosen_conflict_takes_the_value_sent() -> None:
    """The person chose theirs."""
    merged, conflicts = merge({"q": "b"}, {"q": "c"}, base=base_of(q="a"), chosen=["q"])
    assert (merged, conflicts) == ({"q": "c"}, ())


def test_unreadable_text_and_value_are_one_answer() -> None:
    """A wrong amount replaces the right one, and the reverse."""
    merged, _ = merge({"q": "12"}, {"q": None, "raw:q": "douze"}, base=None)
    assert merged == {"raw:q": "douze"}
    merged, _ = merge(merged, {"q": "12", "raw:q": None}, base=None)
    assert merged == {"q": "12"}


def test_cleared_answer_is_a_change() -> None:
    """Emptying a field empties the answer."""
    merged, conflicts = merge({"q": "a"}, {"q": None}, base=base_of(q="a"))
    assert (merged, conflicts) == ({}, ())


def test_page_without_base_for_an_answer_never_overwrites() -> None:
    """An old page whose base is unknown conflicts as soon as values differ."""
    merged, conflicts = merge({"q": "b"}, {"q": "c"}, base={})
    assert merged == {"q": "b"}
    assert len(conflicts) == 1


def test_other_answers_stay() -> None:
    """Orphans and other steps are left alone."""
    stored = {"x": 1, "orphan:y": {"label": "Y", "text": "z"}}
    merged, _ = merge(stored, {"q": "a"}, base=None)
    assert merged == {**stored, "q": "a"}


# --- Rows -------------------------------------------------------------------------------------


def rows_of(**names: str) -> list[dict[str, object]]:
    """Return rows by their id, each with one answer."""
    return [{"id": key, "answers": {"name": name}} for key, name in names.items()]


def test_two_people_who_change_two_rows_both_count() -> None:
    """Each row is merged apart, in the order that is stored."""
    shown = rows_of(one="Ana", two="Bob")
    merged, conflicts = merge(
        {"q": rows_of(one="Anne", two="Bob")},
        {"q": rows_of(one="Ana", two="Bill")},
        base=base_of(q=shown),
    )
    assert (merged, conflicts) == ({"q": rows_of(one="Anne", two="Bill")}, ())


def test_rows_added_on_both_sides_are_all_kept_mine_last() -> None:
    """Nobody's row is lost, and the stored ones come first."""
    merged, conflicts = merge(
        {"q": rows_of(one="Ana", theirs="Bob")},
        {"q": rows_of(one="Ana", mine="Zoé")},
        base=base_of(q=rows_of(one="Ana")),
    )
    assert (merged, conflicts) == ({"q": rows_of(one="Ana", theirs="Bob", mine="Zoé")}, ())


def test_one_row_changed_twice_is_a_conflict_about_that_row_alone() -> None:
    """The stored row stays until somebody chooses; what else was changed is merged."""
    shown = rows_of(one="Ana", two="Bob", three="Zoé")
    merged, (conflict,) = merge(
        {"q": rows_of(one="Anne", two="Bob", three="Zoé")},
        {"q": rows_of(one="Anna", two="Bill", three="Zoé")},
        base=base_of(q=shown),
    )
    assert merged == {"q": rows_of(one="Anne", two="Bill", three="Zoé")}
    assert conflict.rows == ["one"]
    assert conflict.stored == {"q": rows_of(one="Anne")}
    assert conflict.sent == {"q": rows_of(one="Anna")}
    assert list(conflict.all_rows) == rows_of(one="Anna", two="Bill", three="Zoé")


def test_the_row_chosen_is_the_one_sent() -> None:
    """Rows nobody disputes are merged all the same."""
    merged, conflicts = merge(
        {"q": rows_of(one="Anne", two="Robert")},
        {"q": rows_of(one="Anna", two="Bob")},
        base=base_of(q=rows_of(one="Ana", two="Bob")),
        chosen=["q"],
    )
    assert (merged, conflicts) == ({"q": rows_of(one="Anna", two="Robert")}, ())


def test_a_row_removed_here_and_changed_there_is_a_conflict() -> None:
    """Neither the removal nor the change wins by itself."""
    merged, (conflict,) = merge(
        {"q": rows_of(one="Anne")}, {"q": []}, base=base_of(q=rows_of(one="Ana"))
    )
    assert merged == {"q": rows_of(one="Anne")}
    assert (conflict.stored, conflict.sent) == ({"q": rows_of(one="Anne")}, {})


def test_a_row_removed_there_and_untouched_here_stays_removed() -> None:
    """The page that still shows it does not bring it back."""
    merged, conflicts = merge(
        {"q": rows_of(two="Bob")},
        {"q": rows_of(one="Ana", two="Bob")},
        base=base_of(q=rows_of(one="Ana", two="Bob")),
    )
    assert (merged, conflicts) == ({"q": rows_of(two="Bob")}, ())


def test_a_row_removed_on_both_sides_is_no_conflict() -> None:
    """Both agree."""
    merged, conflicts = merge({}, {"q": []}, base=base_of(q=rows_of(one="Ana")))
    assert (merged, conflicts) == ({}, ())
