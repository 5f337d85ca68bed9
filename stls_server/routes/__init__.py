"""HTTP over the council: a route decodes, asks the council and encodes. It decides nothing."""
