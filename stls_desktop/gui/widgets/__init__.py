"""The building blocks of every screen: fields, cards, lists, notices.

None knows a record or a store.

Fields follow one contract, `Field`: `value()` and `set_value()` in domain types, `raw()` and
`set_raw()` for drafts (JSON, half-typed words included), and `edited`, which only a person causes.
"""
