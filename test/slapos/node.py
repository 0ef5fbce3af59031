"""A SlapOS node that a test drives: one JSON request a line on standard input, one JSON answer a line.

    ENV/bin/python node.py standalone|production WORK

`standalone` is slapos.core's StandaloneSlapOS: all of it runs as the caller. `production` is slapgrid as root, with a
user and a TAP per partition, made by `slapos node format`. Both want a network of their own, and production also a
process table and an /etc of its own: enter.sh makes them.
"""

import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time

MASTER_PORT = 7788

# s; a second is enough where nothing else runs
PATIENCE = 120

CONFIG = '''
[slapos]
computer_id = COMP-1
master_url = http://127.0.0.1:{port}
software_root = {work}/soft
instance_root = {work}/inst
pidfile_software = {work}/software.pid
pidfile_instance = {work}/instance.pid
pidfile_report = {work}/report.pid

[slapformat]
interface_name = re6stnet0
ipv4_local_network = 10.0.0.0/24
partition_amount = {partitions}
partition_base_name = slappart
user_base_name = slapuser
tap_base_name = slaptap
create_tap = true
tap_ipv6 = true
partition_has_ipv6_range = true
computer_xml = {work}/computer.xml

[slapproxy]
host = 127.0.0.1
port = {port}
database_uri = {work}/proxy.db
'''


class Node:
    """What both shapes answer to; each request is a method."""

    def __init__(self, work):
        self.work = work
        self.requested = {}

    def request(self, url, reference, parameters=None, raw=None, shared=False, type=None, state='started',
                host=None):
        """`raw` goes to the instance as it is, in place of parameters as JSON; `host` is the partition that a
        shared instance is requested on."""
        text = json.dumps(parameters or {}) if raw is None else raw
        self.requested[reference, shared] = dict(
            software_type=type, shared=shared, state=state, partition_parameter_kw={'_': text},
            filter_kw={'instance_guid': '%s-%s' % (self.computer, host)} if host else {})
        self.ask(url, reference, shared)

    def published(self, url, reference, shared=False):
        """What the requester sees: connection parameters, empty before there are any."""
        return json.loads(self.ask(url, reference, shared).getConnectionParameterDict().get('_', '{}'))

    def ask(self, url, reference, shared=False):
        return self.order().request(url, reference, **self.requested[reference, shared])

    def shell(self, command):
        """Runs a command where the node is."""
        done = subprocess.run(command, shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return {'exit': done.returncode, 'said': done.stdout}

    def slapos(self, name, *command):
        """One run of `slapos`, with what it said."""
        start = time.time()
        done = subprocess.run(
            ['slapos', *command, '--cfg', str(self.config)], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors='replace')
        with open(self.work / 'node.log', 'a') as log:
            log.write('=== %s\n%s' % (name, done.stdout))
        return {'exit': done.returncode, 'said': done.stdout, 'seconds': time.time() - start}

    def software(self):
        return self.slapos('software', 'node', 'software')

    def rebuild(self):
        return self.slapos('software', 'node', 'software', '--all')

    def instance(self, every=False, only=None):
        """Partitions whose requests changed, or every one; or one alone, changed or not."""
        which = ['--force', '--only', only] if only else ['--all'] if every else []
        return self.slapos('instance', 'node', 'instance', *which)

    def killed_instance(self, after):
        """A run of the first partition that is killed, with everything it started, after so many seconds."""
        return self.killed(after, 'instance', '--force', '--only', 'slappart0')

    def killed_rebuild(self, after):
        """A build of the release that is killed in the same way."""
        return self.killed(after, 'software', '--all')

    def killed(self, after, *words):
        run = subprocess.Popen(
            ['slapos', 'node', *words, '--cfg', str(self.config)], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            run.wait(after)
            return 'ended'
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()
            return 'killed'

    def report(self):
        return self.slapos('report', 'node', 'report')


class Standalone(Node):
    computer = 'local'

    def start(self, partitions):
        from slapos.slap.standalone import StandaloneSlapOS
        self.slap = StandaloneSlapOS(str(self.work), '127.0.0.1', free_port())
        # those of the reference cases; with `testing` nothing listens on them
        self.slap.format(partitions, '10.0.0.9', 'fc00::9')
        self.config = self.work / 'etc' / 'slapos.cfg'
        return {'instances': self.slap.instance_directory, 'software': self.slap.software_directory}

    def give_tap(self, partition, tap):
        """A standalone node makes no TAP and says so in the resource file: tell it of one."""
        path = pathlib.Path(self.slap.instance_directory, partition, '.slapos-resource')
        content = json.loads(path.read_text())
        content['tap'] = tap
        path.write_text(json.dumps(content, indent=4, sort_keys=True))

    def supply(self, url):
        self.slap.supply(url)

    def order(self):
        # the method of its own takes no filter
        return self.slap._slap.registerOpenOrder()

    def check_software(self, url):
        """SlapOS's own check of every executable and library of a release."""
        from slapos.testing.check_software import checkSoftware
        try:
            checkSoftware(self.slap, url)
        except RuntimeError as error:
            return str(error)

    def stop(self):
        self.slap.stop()


class Production(Node):
    computer = 'COMP-1'

    def start(self, partitions):
        from slapos.slap import slap as Slap
        self.partitions = partitions
        self.config = self.work / 'slapos.cfg'
        self.config.write_text(CONFIG.format(work=self.work, port=MASTER_PORT, partitions=partitions))
        with open(self.work / 'proxy.log', 'w') as log:
            subprocess.Popen(['slapos', 'proxy', 'start', '--cfg', str(self.config)],
                             stdout=log, stderr=subprocess.STDOUT)
        wait_for_port(MASTER_PORT)
        done = self.format()
        if done['exit']:
            raise RuntimeError(done['said'])
        self.slap = Slap()
        self.slap.initializeConnection('http://127.0.0.1:%d' % MASTER_PORT)
        return {'instances': str(self.work / 'inst'), 'software': str(self.work / 'soft')}

    def format(self):
        return self.slapos('format', 'node', 'format', '--now')

    def reboot(self):
        """Everything that runs ends, the TAPs go, and the node formats itself as it does when it boots."""
        self.shell('supervisorctl -c %s/inst/etc/supervisord.conf shutdown' % self.work)
        wait_for_end(self.work / 'inst' / 'sv.sock')
        self.shell("for name in $(ip -o link show type tun | sed -n 's/^[0-9]*: \\(slaptap[^:]*\\):.*/\\1/p'); "
                   'do ip link del $name; done')
        return self.format()

    def supply(self, url):
        self.slap.registerSupply().supply(url, 'COMP-1')

    def order(self):
        return self.slap.registerOpenOrder()

    def stop(self):
        self.shell('supervisorctl -c %s/inst/etc/supervisord.conf shutdown' % self.work)


def wait_for_end(path):
    wait_for(lambda: not path.exists(), 'what runs does not end')


def wait_for(holds, otherwise):
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            raise RuntimeError(otherwise)
        time.sleep(0.05)


def free_port():
    with socket.socket() as sock:
        sock.bind(('127.0.0.1', 0))
        return sock.getsockname()[1]


def wait_for_port(port):
    def answers():
        with socket.socket() as sock:
            return sock.connect_ex(('127.0.0.1', port)) == 0
    wait_for(answers, 'the master does not answer')


def main():
    shape, work = sys.argv[1:]
    # the answers keep standard output for themselves
    answers = os.fdopen(os.dup(1), 'w')
    os.dup2(2, 1)
    node = {'standalone': Standalone, 'production': Production}[shape](pathlib.Path(work))
    for line in sys.stdin:
        name, arguments = json.loads(line)
        try:
            answer = {'value': getattr(node, name)(**arguments)}
        except Exception as error:
            answer = {'error': '%s: %s' % (type(error).__name__, error)}
        answers.write(json.dumps(answer) + '\n')
        answers.flush()
        if name == 'stop':
            break


if __name__ == '__main__':
    main()
