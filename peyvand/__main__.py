"""`python -m peyvand` is the command `peyvand`."""

import sys

from peyvand.config.cli import main

sys.exit(main())
