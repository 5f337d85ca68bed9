"""Which document each reader gets."""

from collections.abc import Callable, Mapping
from typing import Final

from stls_desktop.reports.advice.family import family_report
from stls_desktop.reports.advice.senco import senco_report
from stls_desktop.reports.advice.teacher import teacher_report
from stls_desktop.reports.advice.values import Report
from stls_desktop.reports.content import Document

VERSIONS: Final[Mapping[str, Callable[[Report], Document]]] = {
    "SENCO": senco_report,
    "PARENT": family_report,
    "TEACHER": teacher_report,
}
"""{code of `report_audience`: the document of that reader}, in the order of the screen."""
