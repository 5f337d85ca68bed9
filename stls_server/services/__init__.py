"""What the server does for a laptop; each module is one transaction, on a connection handed in."""
