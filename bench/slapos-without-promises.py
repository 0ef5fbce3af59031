"""`slapos`, with the check of promises left out of each of its runs.

    python slapos-without-promises.py node instance --force --only PARTITION --cfg SLAPOS.CFG
"""

import sys

from slapos.cli.entry import main
from slapos.grid.slapgrid import Slapgrid

Slapgrid._checkPromiseList = lambda *given, **named: None
sys.argv[0] = 'slapos'
sys.exit(main())
