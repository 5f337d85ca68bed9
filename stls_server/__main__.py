"""`python -m stls_server`: the same as the command `stls-server`."""

import sys

from stls_server import cli


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(cli.main())


if __name__ == "__main__":
    main()
