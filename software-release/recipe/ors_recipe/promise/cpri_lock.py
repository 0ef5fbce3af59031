"""The lock of every CPRI link in one promise: one process reads the log, not one for each link."""

import json

from slapos.promise.plugin.check_cpri_lock import RunPromise as OneLink
from zope.interface import implementer
from slapos.grid.promise import interface


@implementer(interface.IPromise)
class RunPromise(OneLink):
    """`cpri-links`: JSON, a list of [sdr_dev, sfp_port]."""

    def sense(self):
        for sdr_dev, sfp_port in json.loads(self.getConfig('cpri-links')):
            self.sdr_devchan = '/dev/sdr%s@%s' % (sdr_dev, sfp_port)
            super(RunPromise, self).sense()
