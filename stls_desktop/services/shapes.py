"""The frozen values of the store that screens may hold: no screen imports from the store itself."""

from stls_desktop.store.drafts import Draft
from stls_desktop.store.queries import Found, SettingLine
from stls_desktop.store.reading import Opened

__all__ = ["Draft", "Found", "Opened", "SettingLine"]
