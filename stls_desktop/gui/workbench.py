"""What every screen is given: the desk its services work at, the lanes, the news of changes."""

from dataclasses import dataclass

from stls_desktop.gui.change_bus import ChangeBus
from stls_desktop.gui.prompts import Prompts
from stls_desktop.gui.runner import Runner
from stls_desktop.services.desk import Desk


@dataclass(frozen=True)
class Workbench:
    """Passed to screens when they are built; nothing is looked up."""

    desk: Desk
    runner: Runner
    bus: ChangeBus
    prompts: Prompts
