"""Where the invented lists of pupils lie."""

from tests.architecture.tree import ROOT

FOLDER = ROOT / "tests" / "data" / "pupils"
