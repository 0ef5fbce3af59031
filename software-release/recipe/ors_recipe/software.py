"""What software.cfg calls when the release is built: the package, dnsmasq, and what they are allowed to do."""

import filecmp
import logging
import os
import shutil
import subprocess

from zc.buildout import UserError

logger = logging.getLogger('ors-amarisoft')

OLDEST_NODE = 20


def install_package(buildout, options):
    """Build the package of `source` into `location`, with a script `ors`, and register this recipe for instances.

    Nothing is written where nothing changed: a rebuilt trampoline would lose its capability.
    """
    source = os.path.abspath(options['source'])
    if not os.path.isfile(os.path.join(source, 'package-lock.json')):
        raise UserError(
            '%s is not a folder with the package: supply the release by its path in a clone, or set '
            'package:source' % options['source'])
    tools = {name: find_program(name, options) for name in ('node', 'npm', 'cc', 'make')}
    check_node(tools['node'])
    run([tools['node'], os.path.join(source, 'software-release', 'build-package.mjs'),
         '--source', source, '--location', options['location']],
        {'PATH': search_path(options), 'CC': tools['cc'], 'NPM': tools['npm'], 'MAKE': tools['make']})
    write_script(options['ors'], 'exec "%s" "%s/dist/cli.js" "$@"' % (tools['node'], options['location']))
    lay_recipe(os.path.join(source, 'software-release', 'recipe'), buildout)
    grant_capabilities(options['trampoline'], options['setcap'])


def install_release(folder, buildout, options):
    """Bring an unpacked release archive to `location`, with its trampoline compiled and a script `ors`.

    The archive holds what JavaScript needs; a C compiler and make are all that this takes beside Node.
    """
    tools = {name: find_program(name, options) for name in ('node', 'cc', 'make')}
    check_node(tools['node'])
    run([tools['make'], '-s', '-C', os.path.join(folder, 'trampoline')], {'CC': tools['cc']})
    shutil.rmtree(os.path.join(folder, 'trampoline', 'build'))
    shutil.move(folder, options['location'])
    write_script(options['ors'], 'exec "%s" "%s/dist/cli.js" "$@"' % (tools['node'], options['location']))
    lay_recipe(os.path.join(options['location'], 'recipe'), buildout)


def install_dnsmasq(options):
    """Write the script `executable`, which runs the system's dnsmasq, or a copy that has capabilities."""
    program = options['system']
    if not os.access(program, os.X_OK):
        raise UserError('there is no dnsmasq %s: install it (Debian: dnsmasq-base), or set '
                        'system-dnsmasq:executable; nothing was changed' % program)
    if os.path.exists(options['setcap']):
        copy_if_changed(program, options['copy'], 0o755)
        grant_capabilities(options['copy'], options['setcap'])
        program = options['copy']
    write_script(options['executable'], 'exec "%s" "$@"' % program)


def grant_capabilities(program, setcap):
    """Give `program` its file capabilities where the node's administrator provided for it and it has none.

    Where they did not, a promise of the instance tells what to type; a single Radio Unit needs none.
    """
    if not os.path.exists(setcap) or has_capabilities(program):
        return
    command = ['sudo', '-n', setcap, program]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        logger.warning('%s: exit %d: %s', ' '.join(command), done.returncode,
                       done.stdout.decode('utf-8', 'replace').strip())


def has_capabilities(program):
    try:
        return bool(os.getxattr(program, 'security.capability'))
    except OSError:
        return False


def lay_recipe(recipe, buildout):
    """Copy this recipe into the release and make it known to instances as the egg `ors.recipe`.

    What `pip install --editable` would leave behind is written here: pip fetches its build tools from a registry,
    and a release may be built without one.
    """
    laid = recipe_folder(buildout)
    folder = os.path.join(recipe, 'ors_recipe')
    wanted = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            if name.endswith('.py'):
                path = os.path.join(parent, name)
                wanted[os.path.relpath(path, os.path.dirname(folder))] = read(path)
    wanted['ors.recipe.egg-info/PKG-INFO'] = b'Metadata-Version: 1.0\nName: ors.recipe\nVersion: 1\n'
    wanted['ors.recipe.egg-info/entry_points.txt'] = (
        b'[zc.buildout]\ninstance = ors_recipe.instance:Instance\n'
        b'[zc.buildout.uninstall]\ninstance = ors_recipe.instance:keep_files\n')
    for name, content in wanted.items():
        write_if_changed(os.path.join(laid, name), content, 0o644)
    for parent, _, names in os.walk(laid):
        for name in names:
            path = os.path.join(parent, name)
            if os.path.relpath(path, laid) not in wanted and '__pycache__' not in path:
                os.unlink(path)
    link = os.path.join(buildout['develop-eggs-directory'], 'ors.recipe.egg-link')
    write_if_changed(link, (laid + '\n.').encode(), 0o644)


def recipe_folder(buildout):
    return os.path.join(buildout['parts-directory'], 'ors-recipe')


def python_path(buildout, eggs):
    """Where the recipe and the promises of an instance are imported from, with what they need.

    `eggs` names a section of zc.recipe.egg; its eggs are installed where they are not yet.
    """
    import zc.recipe.egg
    found = zc.recipe.egg.Eggs(buildout, eggs, buildout[eggs]).working_set()[1]
    folders = [recipe_folder(buildout['buildout'])] + [distribution.location for distribution in found]
    return os.pathsep.join(dict.fromkeys(folders))


def find_program(name, options):
    wanted = options[name]
    found = shutil.which(wanted, path=search_path(options))
    if found is None:
        raise UserError('%s: no program %r in %s; set build-tools:%s or build-tools:path' % (
            name, wanted, search_path(options), name))
    return found


def check_node(node):
    version = subprocess.check_output([node, '-p', 'process.versions.node']).decode().strip()
    if int(version.split('.')[0]) < OLDEST_NODE:
        raise UserError('%s is Node %s, and %d or later is needed; set build-tools:node' % (
            node, version, OLDEST_NODE))


def search_path(options):
    given = options.get('path', '').strip()
    inherited = os.environ.get('PATH', os.defpath)
    return given + os.pathsep + inherited if given else inherited


def run(command, environment):
    done = subprocess.run(command, env=dict(os.environ, **environment), stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = done.stdout.decode('utf-8', 'replace').strip()
    if done.returncode:
        raise UserError('%s: exit %d\n%s' % (' '.join(command), done.returncode, said))
    if said:
        logger.info(said)


def write_script(path, line):
    write_if_changed(path, ('#!/bin/sh\n%s\n' % line).encode(), 0o755)


def copy_if_changed(source, target, mode):
    if not (os.path.exists(target) and filecmp.cmp(source, target, shallow=False)):
        write_if_changed(target, read(source), mode)


def write_if_changed(path, content, mode):
    """Write beside and rename; leave alone what is already so."""
    try:
        if read(path) == content and os.stat(path).st_mode & 0o7777 == mode:
            return
    except OSError:
        os.makedirs(os.path.dirname(path), 0o755, exist_ok=True)
    fresh = '%s.%d' % (path, os.getpid())
    with open(fresh, 'wb') as file:
        file.write(content)
    os.chmod(fresh, mode)
    os.rename(fresh, path)


def read(path):
    with open(path, 'rb') as file:
        return file.read()
