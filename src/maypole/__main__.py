"""`python -m maypole` is the same as `maypole`."""

from maypole.command import main

raise SystemExit(main())
