"""The buildout recipe of an instance: hands its parameters to `ors partition`, and what that says to the master.

Every decision is the package's. Here is only what needs Python: slapconfiguration, buildout, the slap library.
"""

import json
import logging
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from zc.buildout import UserError

logger = logging.getLogger('ors-amarisoft')

# what slapconfiguration gives and an instance is made from
KEYS = (
    'instance-title', 'root-instance-title', 'slap-software-type', 'slap-computer-id',
    'slap-computer-partition-id', 'ipv6-random', 'ipv4-random', 'tap-name', 'tap-ipv6-network',
    'tap-ipv6-gateway', 'tap-ipv6-addr', 'tap-ipv6-netmask', 'configuration', 'slave-instance-list')
# what was published last, by slave reference ('' for the instance itself)
PUBLISHED = os.path.join('.ors', 'published.json')
# requests to the master side by side: each is the way there and back, and a large instance has a hundred
TOLD_AT_ONCE = 4


class Instance(object):
    """Options: `ors` and `dnsmasq` (programs), `python-path` (of the release's eggs), and the slap connection.

    `publish-<name>` is published as `<name>` beside what `ors partition` publishes.

    It gives buildout no paths: what buildout knows to be of a part it removes before it installs the part anew, and a
    running eNB shall never be without its files. `ors partition` keeps its own list and removes what is no longer
    wanted.
    """

    def __init__(self, buildout, name, options):
        # Not by requirements of this egg: buildout hashes every file of every egg that a recipe requires, each time.
        extend_path(options['python-path'].split(os.pathsep))
        self.options = options
        self.partition = buildout['buildout']['directory']
        self.buildout = buildout
        self.name = name
        # what other parts of the profile have to say to the requester; nothing where they are not there
        self.added = dict(
            (key[len('publish-'):], options[key]) for key in options if key.startswith('publish-') and options[key])

    def install(self):
        """Bring the partition to its parameters.

        Raises UserError with the text that `ors check` prints where they are wrong; all stands as before then.
        """
        ors = self.start_ors()
        try:
            configuration, master = self.fetch()
        except BaseException:
            ors.kill()
            ors.communicate()
            raise
        output, errors = ors.communicate(json.dumps(configuration, default=sorted).encode())
        self.take(master, ors.returncode, output, errors.decode('utf-8', 'replace').strip())
        return ()

    update = install

    def take(self, master, status, output, said):
        try:
            answer = json.loads(output.decode())
        except ValueError:
            answer = {}
        self.publish(master, answer)
        if status:
            # as slapconfiguration.jsonschema does
            for reference, message in sorted(answer.get('errors', {}).items()):
                master.error(message, logger=logger, slave_reference=reference)
            raise UserError(said or '`ors partition` ended with %d' % status)
        if said:
            logger.warning(said)

    def fetch(self):
        """What slapconfiguration.serialised gives, as a dict, and the slap library's computer partition.

        The recipe's class is called with a plain dict: as a section of its own it would put all parameters
        through buildout's text options and into .installed.cfg.
        """
        from slapos.recipe.slapconfiguration import Serialised
        given = dict((key, self.options[key]) for key in (
            'server-url', 'computer-id', 'partition-id', 'key-file', 'cert-file'))
        try:
            recipe = Serialised(self.buildout, self.name, given)
        except ValueError as error:
            raise UserError('configuration: the master handed over what is no JSON: %s' % error)
        return dict((key, given[key]) for key in KEYS if key in given), recipe._computer_partition

    def start_ors(self):
        """`ors partition`, which waits for the parameters: it starts while the slap library is loaded and asks.

        It does nothing where it gets none.
        """
        command = [self.options['ors'], 'partition', '--instance', '-', '--partition', self.partition,
                   '--ors', self.options['ors'], '--dnsmasq', self.options['dnsmasq'],
                   '--python-path', self.options['python-path']]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def publish(self, master, answer):
        """Tell the master what differs from what it was told last.

        A shared instance whose parameters are wrong keeps what it had, with the error beside it.
        """
        from slapos.recipe.librecipe import wrap
        path = os.path.join(self.partition, PUBLISHED)
        told = read_json(path)
        wanted = dict(answer.get('published') or told)
        if '' in wanted:
            wanted[''] = dict(wanted[''], **self.added)
        for reference, message in answer.get('errors', {}).items():
            wanted[reference] = dict(told.get(reference, {}), error=message)
        news = [one for one in wanted.items() if told.get(one[0]) != one[1]]
        if news:
            with ThreadPoolExecutor(TOLD_AT_ONCE) as several:
                # a failure of one is raised here, and the next run tells all of them again
                list(several.map(lambda one: master.setConnectionDict(wrap(one[1]), one[0] or None), news))
        if wanted != told:
            write_json(path, wanted)


def keep_files(name, options):
    """What buildout calls before it removes the files of a part: those that release 0.1.0 gave it stay as well."""
    options['__buildout_installed__'] = ''


def extend_path(folders):
    """Make what is in `folders` importable; `slapos`, a namespace of many eggs, may have been imported before."""
    namespaces = sys.modules.get('pkg_resources')
    for folder in folders:
        if folder not in sys.path:
            sys.path.append(folder)
            if namespaces:
                namespaces.fixup_namespace_packages(folder)


def read_json(path):
    try:
        with open(path) as file:
            return json.load(file)
    except (OSError, ValueError):
        return {}


def write_json(path, value):
    os.makedirs(os.path.dirname(path), 0o750, exist_ok=True)
    with open(os.open(path + '.new', os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 'w') as file:
        json.dump(value, file, sort_keys=True)
    os.rename(path + '.new', path)
