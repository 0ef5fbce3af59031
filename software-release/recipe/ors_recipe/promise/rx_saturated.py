"""Receive saturation of each Radio Unit in one promise: one process reads the log, not one for each."""

import json
import logging

from slapos.promise.plugin.check_rx_saturated import RunPromise as OneRadioUnit
from zope.interface import implementer
from slapos.grid.promise import interface


@implementer(interface.IPromise)
class RunPromise(OneRadioUnit):
    """`radio-units`: JSON, a list of [reference, [receive channel, ...]]."""

    def __init__(self, config):
        config = dict(config, **{'rf-rx-chan-list': '[]'})
        super(RunPromise, self).__init__(config)

    def sense(self):
        logger = self.logger
        for reference, channels in json.loads(self.getConfig('radio-units')):
            self.rx_chan_list = channels
            self.logger = Named(logger, {'name': reference})
            super(RunPromise, self).sense()
        self.logger = logger


class Named(logging.LoggerAdapter):
    """Says which Radio Unit a line is about."""

    def process(self, msg, kwargs):
        return '%s: %s' % (json.dumps(self.extra['name']), msg), kwargs
