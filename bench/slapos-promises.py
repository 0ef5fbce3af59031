"""What a promise of a partition costs slapgrid beyond the start of one that does nothing.

    python slapos-promises.py PARTITION WORK ROUNDS

Runs slapgrid's own launcher over the partition's plugins, and over as many that only log a line, in turn. Prints the
median seconds a promise of each, and how many there are, as JSON.
"""

import json
import logging
import os
import statistics
import sys
import time

from slapos.grid.promise import PromiseError, PromiseLauncher

NOTHING = '''
from zope.interface import implementer
from slapos.grid.promise import interface
from slapos.grid.promise.generic import GenericPromise

@implementer(interface.IPromise)
class RunPromise(GenericPromise):

    def sense(self):
        self.logger.info('nothing')
'''


def main(partition, work, rounds):
    plugins = os.path.join(partition, 'etc', 'plugin')
    count = len([name for name in os.listdir(plugins) if name.startswith('check-')])
    empty = os.path.join(work, 'plugin')
    os.makedirs(empty)
    open(os.path.join(empty, '__init__.py'), 'w').close()
    for number in range(count):
        with open(os.path.join(empty, 'nothing-%d.py' % number), 'w') as file:
            file.write(NOTHING)
    logger = logging.getLogger('quiet')
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
    times = {plugins: [], empty: []}
    for turn in range(rounds + 1):
        for folder, taken in times.items():
            began = time.monotonic()
            run(folder, work, logger)
            # the first of each is a warm-up
            if turn:
                taken.append((time.monotonic() - began) / count)
    print(json.dumps({
        'ours': statistics.median(times[plugins]), 'theirs': statistics.median(times[empty]), 'count': count}))


def run(folder, work, logger):
    log, legacy = os.path.join(work, 'log'), os.path.join(work, 'legacy')
    for path in (log, legacy):
        os.makedirs(path, exist_ok=True)
    try:
        PromiseLauncher(logger=logger, config={
            'promise-folder': folder, 'partition-folder': os.path.join(work, 'partition'), 'log-folder': log,
            'legacy-promise-folder': legacy,
            'partition-id': 'slappart0', 'computer-id': 'COMP-1', 'force': True}).run()
    except PromiseError as error:
        raise SystemExit('a promise fails: %s' % error)


if __name__ == '__main__':
    os.makedirs(os.path.join(sys.argv[2], 'partition'), exist_ok=True)
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
