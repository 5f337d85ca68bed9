"""What every layout prints around a text by itself: numbers of pages, and that it is a draft.

The same words for a PDF, a Word file and plain text, in the language of the standing words.
"""

from stls_desktop.reports.content import Document, Edges
from stls_desktop.reports.wording import say


def edges_of(document: Document) -> Edges:
    """The words around a document; English ones where it brings none."""
    return document.edges or Edges(
        title=document.title,
        page=say("furniture", "page"),
        draft=say("furniture", "draft"),
        demo=say("furniture", "demo"),
    )


def states_of(document: Document) -> tuple[str, ...]:
    """That it is a draft, that it is a demonstration; nothing for a signed one of a real child."""
    edges = edges_of(document)
    states = ((edges.draft, document.is_draft), (edges.demo, document.is_demo))
    return tuple(words for words, holds in states if holds)
