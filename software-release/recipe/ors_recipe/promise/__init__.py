"""A promise of slapgrid that reads what the service stats-log has found out.

One process of the partition makes all checks; here its newest result is taken, which costs a promise a file to read.
"""

import json
import os
import time

from slapos.grid.promise import interface
from slapos.grid.promise.generic import GenericPromise, TestResult
from zope.interface import implementer

# s between two looks at results that are not there yet
PAUSE = 0.02
# s beyond the settle time: on a busy machine slapgrid starts services late. Less than the 20 s that it gives a promise
SLACK = 8


@implementer(interface.IPromise)
class RunPromise(GenericPromise):
    """Options: `promise` (its name), `results` and `wanted` (files), `max-age` and `settle-time` (s), `anomaly-count`,
    `lenient`.
    """

    def __init__(self, config):
        super(RunPromise, self).__init__(config)
        self.setPeriodicity(minute=1)
        self.anomaly_count = int(self.getConfig('anomaly-count'))

    def sense(self):
        holds, line = self.wait()
        (self.logger.info if holds else self.logger.error)('%s', line)

    def test(self):
        if self.getConfig('lenient') == 'true':
            return TestResult(problem=False, message='told, and not waited for')
        return self._test(result_count=1, failure_amount=1)

    def anomaly(self):
        return self._anomaly(result_count=self.anomaly_count, failure_amount=self.anomaly_count)

    def wait(self):
        """Whether the promise holds, and why.

        The last run of `ors partition` made older results void: those after it are waited for, and services that
        were started a moment ago, but no longer than they take to start.
        """
        since = self.wanted_since()
        while True:
            answer = self.read(since)
            if answer is not None and not answer[2]:
                return answer[:2]
            if time.time() > since + float(self.getConfig('settle-time')) + SLACK:
                break
            time.sleep(PAUSE)
        if answer is not None:
            return answer[:2]
        return False, 'nobody makes this check: see the log of the service stats-log'

    def wanted_since(self):
        try:
            return os.stat(self.getConfig('wanted')).st_mtime
        except OSError:
            return 0

    def read(self, since):
        """Whether it holds, why, and whether that may change soon; None where there is no result that counts."""
        try:
            with open(self.getConfig('results')) as file:
                kept = json.load(file)
        except (OSError, ValueError):
            return None
        began = kept['began'] / 1000.
        result = kept['results'].get(self.getConfig('promise'))
        if result is None or began < since or time.time() - began > float(self.getConfig('max-age')):
            return None
        return result['holds'], result['line'], result['settling']
