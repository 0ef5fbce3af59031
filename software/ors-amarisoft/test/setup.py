"""The tests of the software release ors-amarisoft."""

from setuptools import find_packages, setup

setup(
    name='slapos.test.ors_amarisoft',
    version='0.0.1.dev0',
    description='Tests of the SlapOS software release ors-amarisoft',
    packages=find_packages(),
    install_requires=['slapos.core', 'slapos.cookbook'],
    zip_safe=True,
    test_suite='test',
)
