"""The tour through an import of pupils: columns, every kind of row, written and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QPushButton

from stls_core.records.pupils import Pupil
from stls_desktop.gui.screens.import_pupils import ImportPupilsPanel
from stls_desktop.gui.screens.pupils import PupilsPage
from stls_desktop.gui.tour.hands import LostError, named, pause, wait_for
from stls_desktop.gui.widgets.notices import Banner
from stls_desktop.gui.widgets.row_list import RowList

if TYPE_CHECKING:
    from stls_desktop.gui.tour.walk import Tour

_PUPILS: Final = 3


def _other(child: Pupil) -> str:
    """A main need that this child does not have."""
    return "MLD" if child.primary_need != "MLD" else "SLCN"


def import_pupils(tour: Tour) -> None:
    """A list with a row of every kind: new, here already, perhaps here, twice, not readable."""
    page = tour.page(_PUPILS)
    if not isinstance(page, PupilsPage) or tour.shell is None:
        msg = "The pupils' page is not there"
        raise LostError(msg)
    with tour.shell.bench.desk.store.read() as read:
        here, perhaps = read.find(Pupil, limit=2)
    school = "Hopperswick Primary School"
    new = f"Vantongeren,Ilse,3/4/2017,Year 4,K,SLCN,{school}"
    rows = (
        "Surname,Forename,DOB,NC Year,SEN Status,Primary Need,School",
        new,
        f"{here.legal_surname},{here.legal_forename},{here.born_on},,N,{_other(here)},",
        f"{perhaps.legal_surname}e,{perhaps.legal_forename},{perhaps.born_on},,K,,",
        new,
        f"Quernby,Otto,31/02/2016,Year 5,K,MLD,{school}",
        f"Damerell,Isolde,9/9/2014,Year 44,P,Shyness,{school}",
    )
    path = tour.folder / "spring list.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    page.import_pupils()
    panel = page.findChild(ImportPupilsPanel)
    if panel is None:
        msg = "The import of pupils did not open"
        raise LostError(msg)
    panel.read(path)
    wait_for("the columns", panel.show_button.isVisible)
    pause(300)
    tour.picture("import-pupils-columns")
    tour.hands.count_anew()
    tour.hands.click(panel.show_button)
    wait_for("the preview", panel.import_button.isVisible)
    pause(300)
    tour.picture("import-pupils-preview")
    shown = named(panel, RowList, "Rows of the file")
    for place, name in ((1, "differs"), (2, "perhaps-here")):
        tour.hands.click_row(shown, place)
        tour.hands.touches.pointers -= 1  # to look is not to do
        pause(300)
        tour.picture(f"import-pupils-{name}")
    tour.hands.click(panel.import_button)
    banner = panel.findChild(Banner)
    wait_for("the words", lambda: banner is not None and "Imported" in banner.accessibleName())
    tour.picture("import-pupils-done")
    tour.say(f"import of pupils: {banner.accessibleName() if banner else ''}")
    tour.say(f"touches, import a list that was chosen: {tour.hands.touches.total}")
    tour.hands.click(named(panel, QPushButton, "Take it back"))
    wait_for("taken back", lambda: banner is not None and "Taken back" in banner.accessibleName())
    page.show_nothing()
