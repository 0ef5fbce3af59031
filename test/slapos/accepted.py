"""What slapos.cookbook:slapconfiguration.jsonschema says of parameters.

    ENV/bin/python accepted.py SOFTWARE.CFG.JSON SET-DEFAULT < LINES

A line of input is a JSON list ["enb" | "shared", parameters]; a line of output is {"errors": text or null,
"parameters": with defaults filled in}.
"""

import json
import sys

from slapos.recipe.slapconfiguration import JsonSchema
from zc.buildout import UserError


class Offline(JsonSchema):
    """The recipe without a master: only what it does with parameters."""

    def __init__(self):
        pass


def validate(options, kind, parameters):
    text = {'_': json.dumps(parameters)}
    main = kind == 'enb'
    options = dict(options, **{
        'validate-parameters': 'main' if main else 'shared',
        'slave-instance-list': [] if main else [dict(text, slave_reference='one')]})
    try:
        found = Offline()._expandParameterDict(options, text if main else {'_': '{}'})
    except UserError as error:
        return {'errors': str(error), 'parameters': None}
    if main:
        return {'errors': None, 'parameters': found}
    refused = options['invalid-shared-instance-list']
    if refused:
        return {'errors': refused[0]['errors'], 'parameters': None}
    return {'errors': None, 'parameters': options['valid-shared-instance-list'][0]['parameters']}


def main():
    options = {'jsonschema': sys.argv[1], 'slap-software-type': 'enb', 'report-error': 'none',
               'set-default': sys.argv[2]}
    for line in sys.stdin:
        print(json.dumps(validate(options, *json.loads(line))))


main()
