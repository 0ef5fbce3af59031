"""An instance with `testing`: what it writes, what it publishes, and what wrong parameters lead to."""

import json
import os
import re

from slapos.slap.standalone import SlapOSNodeCommandError
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


# as requests of the older release have them
OLDER_ENB = {
    '$schema': 'https://example.org/instance-enb-input-schema.json',
    'testing': True,
    'enb_id': '107216',
    'gnb_id': '0x12345',
    'gnb_id_bits': 28,
    'mme_list': {'10': {'mme_addr': 'mme.example.org'}, '2': {'mme_addr': '192.0.2.9:36412'}},
    'amf_list': {'1': {'amf_addr': 'amf.example.org:38412'}},
    'plmn_list': {'1': {'plmn': '00101', 'attach_without_pdn': True, 'reserved': False}},
    'plmn_list_5g': {'1': {'plmn': '00101', 'tac': '100', 'ranac': '1', 'reserved': False}},
    'nssai': {'1': {'sst': 1}},
    'gtp_addr': '',
    'com_addr': '',
    'com_ws_port': '9001',
    'websocket_password': '',
    'enb_config_link': '',
    'use_ipv4': False,
    'user-authorized-key': '',
    'xlog_fluentbit_forward_host': '',
    'xlog_fluentbit_forward_port': '',
    'xlog_fluentbit_forward_shared_key': '',
    'max_rx_sample_db': 0,
    'min_rxtx_delay': 0,
}
OLDER_SHARED = {
    'older.RU1': {
        '$schema': 'https://example.org/instance-enb-shared-input-schema.json',
        'ru_type': 'lopcomm',
        'ru_link_type': 'cpri',
        'mac_addr': '00:0A:45:00:00:01',
        'cpri_link': {
            'sdr_dev': 0, 'sfp_port': 0, 'mult': 16, 'mapping': 'hw', 'rx_delay': 25.11, 'tx_delay': 14.71,
            'tx_dbm': 63},
        'n_antenna_dl': 2,
        'n_antenna_ul': 2,
        'tx_gain': 51,
        'rx_gain': 52,
        'txrx_active': 'ACTIVE',
        'reset_schedule': '',
    },
    'older.RU2': {
        'ru_type': 'sunwave',
        'ru_link_type': 'cpri',
        'mac_addr': '00:0A:45:00:00:02',
        'cpri_link': {'sdr_dev': 0, 'sfp_port': 1},
        'n_antenna_dl': 2,
        'n_antenna_ul': 1,
        'tx_gain': 53,
        'rx_gain': 54,
        'txrx_active': 'INACTIVE',
    },
    'older.LTE': dict(CELL, cell_id='7', tac='4660', ru={'ru_type': 'ru_ref', 'ru_ref': 'older.RU1'}),
    'older.NR': {
        'cell_type': 'nr',
        'cell_kind': 'enb',
        'rf_mode': 'tdd',
        'bandwidth': 40,
        'dl_nr_arfcn': 633984,
        'nr_band': 78,
        'pci': 2,
        'cell_id': '0x02',
        'tac': '0x10',
        'tdd_ul_dl_config': '5ms 2UL 7DL 4/6 (default)',
        'ssb_pos_bitmap': '10000000',
        'ru': {'ru_type': 'ru_ref', 'ru_ref': 'older.RU2'},
    },
    'older.X2': {'peer_type': 'lte', 'x2_addr': 'enb2.example.org'},
    'older.XN': {'peer_type': 'nr', 'xn_addr': '[2001:db8::7]:38422'},
    'older.LTE2': {
        'cell_type': 'lte',
        'cell_kind': 'enb_peer',
        'e_cell_id': '27447297',
        'pci': 35,
        'dl_earfcn': 700,
        'ul_earfcn': 18700,
        'tac': '123',
    },
    'older.NR2': {
        'cell_type': 'nr',
        'cell_kind': 'enb_peer',
        'nr_cell_id': '0x77712',
        'gnb_id_bits': 22,
        'dl_nr_arfcn': 520000,
        'ul_nr_arfcn': 520000,
        'ssb_nr_arfcn': 520090,
        'subcarrier_spacing': 30,
        'nr_band': 38,
        'pci': 75,
        'tac': '321',
    },
}


class TestOlderRequests(Case):
    """What users of the older release have requested, as it is."""

    requested = OLDER_SHARED

    @classmethod
    def getInstanceParameterDict(cls):
        return {'_': json.dumps(OLDER_ENB)}

    @classmethod
    def requestDefaultInstance(cls, state='started'):
        # the partition has a TAP on a node that makes them; the test base class's does not
        give_tap(cls.slap)
        return super().requestDefaultInstance(state=state)

    def read(self, name):
        with open(os.path.join(self.computer_partition_root_path, 'etc', name)) as file:
            return file.read()

    def numbers(self, key):
        return [int(text, 0) for text in re.findall(r'\b%s: (0x[0-9a-fA-F]+|[0-9]+)' % key, self.read('enb.cfg'))]

    def test_identifiers(self):
        self.assertEqual(self.numbers('enb_id'), [107216])
        self.assertIn(7, self.numbers('cell_id'))
        self.assertIn(4660, self.numbers('tac'))

    def test_core_and_peers(self):
        text = self.read('enb.cfg')
        for name in ('mme.example.org', '192.0.2.9:36412', 'amf.example.org:38412', 'enb2.example.org',
                     '[2001:db8::7]:38422'):
            self.assertIn('"%s"' % name, text)
        # in the order of the names as strings
        self.assertLess(text.index('mme.example.org'), text.index('192.0.2.9'))

    def test_radio_unit_files(self):
        for name in ('CreateProcessingEle', 'cu__inactive__config', 'cu__config'):
            text = self.read('older.RU1-%s.xml' % name)
            self.assertIn('<xc:config xmlns:xc="urn:ietf:params:xml:ns:netconf:base:1.0">', text)
            if name != 'CreateProcessingEle':
                self.assertIn('xc:operation="replace"', text)

    def test_published(self):
        root = json.loads(self.computer_partition.getConnectionParameterDict()['_'])
        self.assertEqual(root['ru-list'], ['older.RU1', 'older.RU2'])
        self.assertEqual(root['cell-list'], ['older.LTE', 'older.NR'])
        self.assertEqual(root['peer-list'], ['older.X2', 'older.XN'])
        self.assertEqual(root['peer-cell-list'], ['older.LTE2', 'older.NR2'])
        self.assertEqual(self.published('older.LTE')['ru'], 'older.RU1')
        self.assertEqual(self.published('older.NR')['band'], 'n78')
        self.assertIn('enb', self.published('older.X2'))

    def test_unknown_software_type(self):
        def ask(state):
            return self.slap.request(
                software_release=self.getSoftwareURL(), software_type='ue', partition_reference='ue', state=state,
                partition_parameter_kw={'_': json.dumps({'rue_addr': 'x', 'testing': 1})})
        ask('started')
        with self.assertRaises(SlapOSNodeCommandError) as caught:
            self.slap.waitForInstance()
        ask('destroyed')
        self.slap.waitForReport()
        said = str(caught.exception)
        self.assertIn('unknown software type "ue"; expected: "enb"', said)
        self.assertNotIn('rue_addr', said)


def give_tap(slap):
    """A node of the test base class makes no TAP and says so in the resource file: tell the instances of one."""
    for name in os.listdir(slap.instance_directory):
        path = os.path.join(slap.instance_directory, name, '.slapos-resource')
        if not os.path.isfile(path):
            continue
        with open(path) as file:
            resource = json.load(file)
        resource['tap'] = {
            'name': 'slaptap0', 'ipv6_network': '2001:db8:46::1/64', 'ipv6_gateway': '2001:db8:46::1',
            'ipv6_addr': '2001:db8:46:0:ffff:ffff:ffff:ffff', 'ipv6_netmask': ''}
        with open(path, 'w') as file:
            json.dump(resource, file)
