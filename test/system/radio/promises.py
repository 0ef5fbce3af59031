"""Runs promises of slapos.toolbox: a JSON line in, {"promise": ..., "config": {...}}, a JSON line out: the levels of what it says."""
import importlib
import json
import sys
import tempfile

folder = tempfile.mkdtemp()


def sense(name, config):
    module = importlib.import_module("slapos.promise.plugin." + name)
    promise = module.RunPromise(dict(
        config, queue=1, name=name + ".py", path="/" + name + ".py",
        **{"partition-folder": folder, "log-folder": folder}))
    said = []
    promise.logger.error = lambda text, *args: said.append("ERROR")
    promise.logger.info = lambda text, *args: said.append("INFO")
    try:
        promise.sense()
    except Exception as error:
        return ["%s: %s" % (type(error).__name__, error)]
    finally:
        for logger in (promise.logger, getattr(promise, "json_logger", None)):
            for handler in list(logger.handlers) if logger else []:
                handler.close()
                logger.removeHandler(handler)
    return said


for line in sys.stdin:
    asked = json.loads(line)
    print(json.dumps(sense(asked["promise"], asked["config"])), flush=True)
