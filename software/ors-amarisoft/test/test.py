"""An instance with `testing`: what it writes, what it publishes, and what wrong parameters lead to."""

import json
import os

from slapos.testing.testcase import makeModuleSetUpAndTestCaseClass

setUpModule, TestCase = makeModuleSetUpAndTestCaseClass(
    os.path.abspath(os.path.join(os.path.dirname(__file__), '..', 'software.cfg')))

ENB = {
    'testing': True,
    'enb_id': '0x1A2D0',
    'gnb_id': '0x12345',
    'gnb_id_bits': 28,
    'mme_list': {'1': {'mme_addr': '127.0.1.100'}},
    'amf_list': {'1': {'amf_addr': '127.0.1.100'}},
    'plmn_list': {'1': {'plmn': '00101'}},
    'plmn_list_5g': {'1': {'plmn': '00101', 'tac': 100}},
}
RADIO_UNIT = {
    'ru_type': 'sdr',
    'ru_link_type': 'sdr',
    'sdr_dev_list': [1],
    'n_antenna_dl': 2,
    'n_antenna_ul': 2,
    'tx_gain': 51,
    'rx_gain': 52,
    'txrx_active': 'INACTIVE',
}
CELL = {
    'cell_type': 'lte',
    'cell_kind': 'enb',
    'rf_mode': 'fdd',
    'bandwidth': 10,
    'dl_earfcn': 100,
    'pci': 1,
    'cell_id': '0x01',
    'tac': '0x1234',
    'ru': {'ru_type': 'ru_ref', 'ru_ref': 'main.RU'},
}


class Case(TestCase):
    """One SDR card with one LTE cell."""

    instance_max_retry = 5
    requested = {'main.RU': RADIO_UNIT, 'main.CELL': CELL}

    @classmethod
    def getInstanceSoftwareType(cls):
        return 'enb'

    @classmethod
    def getInstanceParameterDict(cls):
        return {'_': json.dumps(ENB)}

    @classmethod
    def requestDefaultInstance(cls, state='started'):
        instance = super().requestDefaultInstance(state=state)
        for reference, parameters in cls.requested.items():
            cls.requestShared(reference, parameters, state)
        return instance

    @classmethod
    def requestShared(cls, reference, parameters, state='started'):
        return cls.slap.request(
            software_release=cls.getSoftwareURL(),
            software_type='enb',
            partition_reference=reference,
            partition_parameter_kw={'_': json.dumps(parameters)},
            shared=True,
            state=state)

    def published(self, reference):
        answer = self.requestShared(reference, self.requested[reference])
        return json.loads(answer.getConnectionParameterDict()['_'])


class TestInstance(Case):

    def test_files(self):
        for name in ('enb.cfg', 'plan.json', 'instance.json', 'main.CELL-drb.cfg', 'main.CELL-sib23.asn'):
            path = os.path.join(self.computer_partition_root_path, 'etc', name)
            self.assertTrue(os.path.isfile(path), path)

    def test_services_idle(self):
        with self.slap.instance_supervisor_rpc as supervisor:
            names = [one['name'].split('-')[0] for one in supervisor.getAllProcessInfo()
                     if one['group'] == os.path.basename(self.computer_partition_root_path)
                     and one['statename'] == 'RUNNING']
        self.assertIn('enb', names)

    def test_published(self):
        root = json.loads(self.computer_partition.getConnectionParameterDict()['_'])
        self.assertEqual(root['ru-list'], ['main.RU'])
        self.assertEqual(root['cell-list'], ['main.CELL'])
        cell = self.published('main.CELL')
        self.assertEqual(cell['ru'], 'main.RU')
        self.assertEqual((cell['band'], cell['dl_earfcn'], cell['ul_earfcn']), ('b1', 100, 18100))
        self.assertEqual(self.published('main.RU')['tx_gain'], 51)
