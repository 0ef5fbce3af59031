"""Receive saturation of each Radio Unit in one promise: one process reads the log, not one for each."""

import json
import logging

from slapos.grid.promise import interface
from slapos.promise.plugin import check_rx_saturated
from slapos.promise.plugin.util import get_json_log_data_interval
from zope.interface import implementer


@implementer(interface.IPromise)
class RunPromise(check_rx_saturated.RunPromise):
    """`radio-units`: JSON, a list of [reference, [receive channel, ...]]."""

    def __init__(self, config):
        config = dict(config, **{'rf-rx-chan-list': '[]'})
        super(RunPromise, self).__init__(config)

    def sense(self):
        logger = self.logger
        entries = get_json_log_data_interval(self.amarisoft_stats_log, self.stats_period * 2)
        for reference, channels in json.loads(self.getConfig('radio-units')):
            # an entry from before the Radio Unit was added has too few channels, over which the check would stumble
            known = [entry for entry in entries if len(entry['samples']['rx']) > max(channels)]
            # the newest twice: the check takes the first for its maxima and does not look whether it is saturated
            check_rx_saturated.get_json_log_data_interval = lambda *_: known[:1] + known
            self.rx_chan_list = channels
            self.logger = Named(logger, {'name': reference})
            super(RunPromise, self).sense()
        self.logger = logger


class Named(logging.LoggerAdapter):
    """Says which Radio Unit a line is about."""

    def process(self, msg, kwargs):
        return '%s: %s' % (json.dumps(self.extra['name']), msg), kwargs
