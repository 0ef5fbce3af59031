"""ncclient as a peer: commands over standard input, a JSON line each, answers as JSON lines.

{"do": "connect", "host", "port", "user", "password"}    {"do": "rpc", "xml"}             {"do": "get_config", "filter"}
{"do": "edit_config", "config"}                          {"do": "subscribe"}              {"do": "take_notification"}
{"do": "leaves", "xml"}                                  {"do": "fetch", "host", "port", "user", "password", "path", "to"}
"""
import json
import sys

import paramiko
from lxml import etree
from ncclient import manager
from ncclient.xml_ import to_ele

patience = 20
state = {}


def leaves(text):
    """Paths and values of all leaves: list entries by their name, numbers as numbers, without the order of the text."""
    found = []

    def walk(element, path):
        children = [child for child in element if isinstance(child.tag, str)]
        if not children:
            value = (element.text or "").strip()
            try:
                value = "%g" % float(value)
            except ValueError:
                pass
            found.append("%s = %s" % (path, value))
        for child in children:
            name = [grand.text for grand in child if isinstance(grand.tag, str) and etree.QName(grand).localname == "name"]
            step = child.tag + ("[%s]" % name[0] if name else "")
            walk(child, path + "/" + step)

    walk(etree.fromstring(text.encode()), "")
    return sorted(found)


def connect(host, port, user, password):
    state["manager"] = manager.connect(
        host=host, port=port, username=user, password=password, hostkey_verify=False, allow_agent=False,
        look_for_keys=False, timeout=patience)
    return sorted(state["manager"].server_capabilities)


def fetch(host, port, user, password, path, to):
    transport = paramiko.Transport((host, port))
    transport.connect(username=user, password=password)
    try:
        paramiko.SFTPClient.from_transport(transport).get(path, to)
    finally:
        transport.close()
    return True


does = {
    "connect": connect,
    "rpc": lambda xml: state["manager"].dispatch(to_ele(xml)).xml,
    "get_config": lambda filter: state["manager"].get_config("running", filter=("subtree", filter)).data_xml,
    "edit_config": lambda config: state["manager"].edit_config(config, target="running").ok,
    "subscribe": lambda: state["manager"].create_subscription().ok,
    "take_notification": lambda: state["manager"].take_notification(timeout=patience).notification_xml,
    "leaves": lambda xml: leaves(xml),
    "fetch": fetch,
}

for line in sys.stdin:
    asked = json.loads(line)
    try:
        answer = {"value": does[asked.pop("do")](**asked)}
    except Exception as error:
        answer = {"error": "%s: %s" % (type(error).__name__, error)}
    print(json.dumps(answer), flush=True)
