"""The screens, one module each. None knows another; all they know of the data are the services."""
