"""The live preview of a report: the PDF as it would be if it were signed now, marked as a draft."""

from stls_desktop.reports.advice.versions import VERSIONS
from stls_desktop.reports.render import render
from stls_desktop.services.advice_content import Content, report_values
from stls_desktop.services.desk import Desk
from stls_desktop.services.issuing import reference

AUDIENCES = tuple(VERSIONS)


def preview(desk: Desk, content: Content, audience: str) -> bytes:
    """The pages that a reader would get; `content` as `advice_content.on_screen` gives it."""
    today = desk.today()
    values = report_values(
        content,
        audience,
        desk.reference,
        number=reference("AR", str(content["record"]["id"]), today),
        dated_on=today,
        is_draft=True,
    )
    return render(VERSIONS[audience](values))
