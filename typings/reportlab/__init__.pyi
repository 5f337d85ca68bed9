# Only what stls_desktop/reports uses; reportlab 5.1 ships no types.
Version: str
