"""Finds the plain files that the program ships: layouts, themes, fonts, migrations, code lists.

The one place that knows that a checkout keeps them at its top level while the wheel and the
stand-alone bundle keep them inside the package. It must not read any of them.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def asset_path(*parts: str) -> Path:
    """A shipped file or folder, e.g. `asset_path("ui", "theme", "app.qss")`.

    The path is absolute; nothing is said about whether it exists.
    """
    packaged = _PACKAGE / "_data"
    return (packaged if packaged.is_dir() else _PACKAGE.parent).joinpath(*parts)
