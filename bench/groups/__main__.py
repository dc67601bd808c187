"""``python -m bench.groups [CASE …]``: the table; with a case's number and a seed, that one run as JSON."""

import json
import sys

from bench.groups import CASES, measured, run

if len(sys.argv) == 3 and sys.argv[1].isdigit():
    print(json.dumps(measured(CASES[int(sys.argv[1])], int(sys.argv[2]))))
else:
    run(tuple(sys.argv[1:]))
