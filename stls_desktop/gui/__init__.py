"""How the screens of the laptop program behave. What they look like is data, in `ui/`."""
