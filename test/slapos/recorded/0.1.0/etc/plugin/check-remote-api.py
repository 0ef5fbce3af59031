import sys
sys.path[0:0] = [
    "/srv/slapgrid/software/parts/ors-recipe",
]

extra_config_dict = {
    "host": "2001:db8:46::1",
    "port": "9001",
}

# slapgrid has packages of these names loaded from its own path, where ours are not
for loaded in [name for name in sys.modules if name.split('.')[0] in ('slapos', 'pkg_resources')]:
    del sys.modules[loaded]

from slapos.promise.plugin.check_socket_listening import RunPromise
