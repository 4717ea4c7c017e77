"""`python -m api.cli` is `career-graph`."""

import sys

from . import main

sys.exit(main())
