"""Every page opens by its key and shows the caseload."""

import pytest
from PySide6.QtWidgets import QLabel

from tests.gui.screens.conftest import PAGES


@pytest.mark.parametrize("place", range(len(PAGES)))
def test_control_and_a_number_opens_the_page(app, place):
    page = app.go(place + 1)
    assert app.window.current_key == PAGES[place]
    assert any(each.isVisible() and each.text() for each in page.findChildren(QLabel))
