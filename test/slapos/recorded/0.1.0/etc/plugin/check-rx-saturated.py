import sys
sys.path[0:0] = [
    "/srv/slapgrid/software/parts/ors-recipe",
]

extra_config_dict = {
    "amarisoft-stats-log": "/srv/slapgrid/slappart0/var/log/enb-stats.log",
    "stats-period": "60",
    "radio-units": "[[\"RU1\",[0,1]],[\"RU2\",[2,3]],[\"RU3\",[4,5]]]",
    "max-rx-sample-db": "0",
}

# slapgrid has packages of these names loaded from its own path, where ours are not
for loaded in [name for name in sys.modules if name.split('.')[0] in ('slapos', 'pkg_resources')]:
    del sys.modules[loaded]

from ors_recipe.promise.rx_saturated import RunPromise
