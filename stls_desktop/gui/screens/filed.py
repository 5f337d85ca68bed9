"""Which screen shows which record of a pupil's file.

Most kinds are shown by their form alone. A kind with more to it, such as a plan with its dose
counter or an observation with its coding mode, names a subclass of `RecordScreen` here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from stls_desktop.gui.controls import Options
from stls_desktop.gui.screens.advice import AdviceScreen
from stls_desktop.gui.screens.agreement import AgreementScreen
from stls_desktop.gui.screens.assessment import AssessmentScreen
from stls_desktop.gui.screens.case import CaseScreen
from stls_desktop.gui.screens.modelling import ModellingScreen
from stls_desktop.gui.screens.observation import ObservationScreen
from stls_desktop.gui.screens.plan import PlanScreen
from stls_desktop.gui.screens.record import RecordScreen
from stls_desktop.gui.screens.session import SessionScreen
from stls_desktop.gui.screens.voices import ParentVoiceScreen, PupilVoiceScreen
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services.casework import Children
from stls_desktop.services.records import RecordSheet


@dataclass(frozen=True)
class FiledSheet:
    """A record of a pupil's file for its form."""

    pupil_id: str
    sheet: RecordSheet
    choices: Mapping[str, Options]
    children: tuple[Children, ...] = ()
    above: str = ""  # the record that this one belongs to, if that is not the pupil


SCREENS: Final[Mapping[str, type[RecordScreen]]] = {
    "advice_report": AdviceScreen,
    "agreement": AgreementScreen,
    "assessment": AssessmentScreen,
    "case": CaseScreen,
    "iss_plan": PlanScreen,
    "iss_session": SessionScreen,
    "modelling_note": ModellingScreen,
    "observation": ObservationScreen,
    "parent_voice": ParentVoiceScreen,
    "pupil_voice": PupilVoiceScreen,
}
"""{wire name of a kind: its screen}; every other kind has the plain one."""


def screen_for(bench: Workbench, filed: FiledSheet) -> RecordScreen:
    """The screen of this record, filled."""
    screen = SCREENS.get(filed.sheet.opened.kind, RecordScreen)
    return screen(bench, filed.sheet, choices=filed.choices)
