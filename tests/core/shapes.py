"""Random documents, records, changes and texts for the property tests of `stls_core`.

Values come from small pools, so that two people often write the same one: that is where the
merge rules differ from each other.
"""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from stls_core.records import all_kinds, fields_of, kind_named

VISIT = kind_named("link_visit")
SIGNED = kind_named("signed_version")

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
kinds = st.sampled_from([kind.name for kind in all_kinds()])  # names: short in a report
_unknown_names = st.text("abcdefgh_", min_size=1, max_size=8).map("later_{}".format)
_words = st.text("abc é’\n-", max_size=12)
_plain = {
    str: _words,
    bool: st.booleans(),
    int: st.integers(-5, 1_000),
    float: st.floats(-5, 1_000, allow_nan=False),
    dt.date: st.dates(),
    dt.time: st.times(),
    dt.datetime: st.datetimes(timezones=st.just(dt.UTC)).map(lambda at: at.replace(fold=0)),
}


def any_documents(kind):
    """What a server, a newer release or a damaged disk might hold: any JSON under any name."""
    names = st.sampled_from(sorted(kind.fields)) | _unknown_names
    return st.dictionaries(names, json_values, max_size=8)


def unknown_fields():
    """Fields that only a newer release declares. An empty value is the same as none."""
    values = json_values.filter(lambda value: value is not None and value != "")
    return st.dictionaries(_unknown_names, values, max_size=3)


def records(kind):
    """A typed record of the kind with any values, sensible or not."""
    return st.fixed_dictionaries(
        {"id": st.uuids().map(str)},
        optional={name: _values(f) for name, f in kind.fields.items() if name != "id"},
    ).map(lambda values: kind.record(**values))


def _values(field):
    if field.child:
        return st.lists(_children(field.child), max_size=3, unique_by=lambda c: c.key).map(tuple)
    if field.many:
        return st.lists(st.text("ABC_1", min_size=1, max_size=4), max_size=3, unique=True).map(
            tuple
        )
    plain = _plain[field.python_type]
    if field.default:
        plain = plain.filter(bool)  # cleared, it would have its default again
    return st.none() | plain if field.optional else plain


def _children(child):
    parts = {f.name: _values(f) for f in fields_of(child)}
    keys = st.text("0123456789abcdef-", min_size=1, max_size=6)
    return st.fixed_dictionaries({"key": keys}, optional=parts).map(lambda v: child(**v))


# --- edits of a link visit: {path: value or None}, whole groups, elements of sets, texts

_days = st.sampled_from(["2026-10-06", "2026-10-07"]) | st.none()
_times = st.sampled_from(["09:00:00", "10:00:00"]) | st.none()
_flags = st.sampled_from([True, None])
paragraph = st.sampled_from(["Calm starts.", "Loud hall.", "Ask Petra.", "- one\n- two"])
texts = st.lists(paragraph, max_size=4).map("\n\n".join)
_scalars = st.fixed_dictionaries(
    {},
    optional={
        "mode": st.sampled_from(["INPERSON", "VIDEO", None]),
        "rating": st.sampled_from([1, 5, None]),
        "notice_hours": st.sampled_from([2, 7, None]),
        "purposes/PLANNING": _flags,
        "purposes/REVIEW": _flags,
        "attendees/a": st.sampled_from(
            [{"key": "a", "name": "P"}, {"key": "a", "name": "Q"}, None]
        ),
        "whole_school_focus": texts.map(lambda text: text or None),
    },
)
_when = st.fixed_dictionaries({"visited_on": _days, "starts_at": _times, "ends_at": _times})
visit_edits = st.builds(
    lambda scalars, when, has_when: {**scalars, **(when if has_when else {})},
    _scalars,
    _when,
    st.booleans(),
).filter(bool)
