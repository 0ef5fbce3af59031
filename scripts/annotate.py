"""What the sections of a profile refer to, and which file defines it: `npm run annotate` calls this.

    python annotate.py PROFILE TREE

Ends with 1 where a section does not exist that one of the profile's own refers to.
"""

import os
import re
import sys

from zc.buildout import buildout as bo

REFERENCE = re.compile(r'(?<!\$)\$\{([^:{}]*):([^:{}]+)\}')
# what buildout fills in itself
OF_BUILDOUT = '_buildout_section_name_', '_profile_base_location_'


def main(profile, tree):
    os.chdir(tree)
    sections = read(profile)
    own = [name for name, options in sections.items()
           if any(source == profile for _, source in options.values())]
    failed = False
    for name in sorted(own):
        print('[%s]' % name)
        for option, (value, source) in sorted(sections[name].items()):
            for section, wanted in REFERENCE.findall(value):
                where = find(sections, section or name, wanted)
                failed = failed or where is None
                print('  %s: ${%s:%s} %s' % (option, section, wanted, shorten(where, tree)))
    versions = sections.get('versions', {})
    for egg in ('slapos.cookbook', 'slapos.toolbox', 'slapos.recipe.build', 'slapos.recipe.template',
                'plone.recipe.command', 'zc.recipe.egg'):
        print('%s %s' % (egg, versions.get(egg, ('is not pinned', ''))[0]))
    return 1 if failed else 0


def shorten(where, tree):
    """A file as its path in the repository."""
    if where is None:
        return 'IS NOT DEFINED'
    return os.path.relpath(os.path.normpath(where), tree) if os.path.isabs(where) else where


def read(profile):
    """Sections with the value and source of each option, `extends` and `<=` followed."""
    made = bo.Buildout(profile, [], command='annotate')
    sections = {}
    for name, options in made._annotated.items():
        sections[name] = dict((key, (value.value, str(value.source).split('\n')[-1].strip()))
                              for key, value in options.items())
    for name in sections:
        inherit(sections, name)
    return sections


def inherit(sections, name, seen=()):
    macros = sections[name].pop('<', None)
    for macro in (macros[0].split() if macros else ()):
        if macro in sections and macro not in seen:
            inherit(sections, macro, seen + (name,))
            for key, value in sections[macro].items():
                sections[name].setdefault(key, value)


def find(sections, section, option):
    """Where an option is defined; None where its section is nowhere."""
    if option in OF_BUILDOUT:
        return '(buildout)'
    options = sections.get(section)
    if options is None:
        return None
    if option in options:
        return options[option][1]
    recipe = options.get('recipe')
    return '(its recipe %s)' % recipe[0] if recipe else None


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
