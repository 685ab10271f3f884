#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""serve.py [OPTION...] -- COMMAND... - answers as NetBox and LibreNMS document it, on a port of 127.0.0.1, while COMMAND runs.

In COMMAND @URL@ is the address. Prints what was asked, then what COMMAND said (the port as PORT, digits of the address as ID), and ends with its status.

  --kind netbox|librenms   --devices N   --page N (the largest page)   --base PATH (behind which the API is)
  --fault PATTERN=HOW[*N]  answers to paths that hold PATTERN, the first N times (default: always): a status, or
                           cut, html, slow, away (redirect to another host), moved (within the host), endless, stuck, echo, junk, big
  --port FILE (the same port again)   --retry-after S   --kill N  ends COMMAND by signal 9 when it asks for the Nth time   --tls   --quiet (asks are counted only)
"""
import argparse, http.server, json, os, re, ssl, subprocess, sys, threading, time, urllib.parse

TOKEN = '0123456789abcdef0123456789abcdef01234567'
MAKERS = ['Cisco', 'ZTE', 'Juniper Networks', 'Huawei']
MODELS = ['ASR-920', 'ZXR10 5960', 'MX204', 'S6730-H']
HERE = os.path.dirname(os.path.abspath(__file__))


def ref(kind, n, name, **more):
    return dict({'id': n, 'url': 'http://internal.example/api/%s/%d/' % (kind, n), 'display': name, 'name': name, 'slug': name.lower().replace(' ', '-')}, **more)


def netbox(devices):
    """The lists of /api/dcim/, nested objects as NetBox 4 tells them."""
    short = [ref('dcim/devices', i + 1, 'agg-%d' % (i + 1)) for i in range(devices)]
    rows = {'device-types': [], 'module-types': [], 'devices': [], 'virtual-machines': [], 'modules': [], 'inventory-items': [], 'interfaces': [], 'ip-addresses': [], 'cables': []}
    for i, model in enumerate(MODELS):
        rows['device-types'].append(ref('dcim/device-types', i + 1, model, manufacturer=ref('dcim/manufacturers', i + 1, MAKERS[i]), model=model, part_number='PN-%d' % (i + 1), u_height=1.0))
    for i, d in enumerate(short):
        maker = ref('dcim/manufacturers', i % 4 + 1, MAKERS[i % 4])
        rows['devices'].append(dict(d, device_type=ref('dcim/device-types', i % 4 + 1, MODELS[i % 4], manufacturer=maker, model=MODELS[i % 4]),
                                    role=ref('dcim/device-roles', 1, 'Aggregation'), site=ref('dcim/sites', 1, 'North'), serial='SN%05d' % (i + 1),
                                    asset_tag=None, status={'value': 'active', 'label': 'Active'}, tenant=None, platform=None, rack=None, parent_device=None,
                                    primary_ip={'id': i + 1, 'address': '192.0.2.%d/24' % (i + 1)}, primary_ip4={'id': i + 1, 'address': '192.0.2.%d/24' % (i + 1)}, primary_ip6=None,
                                    custom_fields={}, tags=[], created='2026-01-02T03:04:05Z', last_updated='2026-11-20T03:04:05.000001Z'))
        rows['interfaces'].append({'id': i + 1, 'display': 'et-0/0/1', 'name': 'et-0/0/1', 'device': d, 'type': {'value': '100gbase-x-qsfp28', 'label': 'QSFP28 (100GE)'},
                                   'mac_address': '00:00:5E:00:53:%02X' % (i + 1), 'enabled': True, 'cable': None, 'connected_endpoints': None})
        rows['inventory-items'].append({'id': i + 1, 'display': 'QSFP', 'name': 'QSFP', 'device': d, 'manufacturer': maker, 'part_id': 'QSFP-100G', 'serial': 'OP%05d' % (i + 1), 'role': None, 'parent': None})
    for i in range(devices - 1):
        ends = [[{'object_type': 'dcim.interface', 'object_id': k + 1, 'object': {'id': k + 1, 'display': 'et-0/0/1', 'name': 'et-0/0/1', 'device': short[k]}}] for k in (i, i + 1)]
        rows['cables'].append({'id': i + 1, 'display': '#%d' % (i + 1), 'type': 'smf', 'status': {'value': 'connected', 'label': 'Connected'}, 'label': '', 'a_terminations': ends[0], 'b_terminations': ends[1]})
    return rows


def librenms(devices):
    ids = range(11, 11 + devices)
    out = {'/api/v0/devices': ('devices', [{'device_id': n, 'hostname': 'agg-%d.example.net' % n, 'sysName': 'agg-%d' % n, 'ip': '192.0.2.%d' % n, 'community': 'pr1vate-community', 'authpass': 'v3-"secret"',
                                            'sysObjectID': '.1.3.6.1.4.1.3902.3.600.3.1.1', 'sysDescr': 'ZXR10 ROS Version V4.08', 'hardware': 'ZXR10 5960', 'os': 'zxr10', 'serial': 'LN%05d' % n, 'version': 'V4.08',
                                            'location': 'North', 'type': 'network', 'status': 1, 'uptime': 100} for n in ids])}
    for n in ids:
        out['/api/v0/devices/%d/ports' % n] = ('ports', [{'port_id': n * 10, 'device_id': n, 'ifIndex': 1, 'ifName': 'gei-0/1', 'ifDescr': 'gei-0/1', 'ifAlias': '', 'ifType': 'ethernetCsmacd', 'ifSpeed': 1000000000, 'ifPhysAddress': '00005e0053%02x' % n}])
        out['/api/v0/devices/%d/links' % n] = ('links', [{'id': n, 'local_port_id': n * 10, 'local_device_id': n, 'remote_port_id': (n + 1) * 10, 'active': 1, 'protocol': 'lldp', 'remote_hostname': 'agg-%d' % (n + 1), 'remote_device_id': n + 1, 'remote_port': 'gei-0/1', 'remote_platform': None, 'remote_version': 'ZXR10 ROS Version V4.08'}] if n + 1 in ids else [])
        out['/api/v0/inventory/%d/all' % n] = ('inventory', [{'entPhysical_id': n, 'device_id': n, 'entPhysicalIndex': 1, 'entPhysicalDescr': 'chassis', 'entPhysicalClass': 'chassis', 'entPhysicalName': 'chassis', 'entPhysicalModelName': 'ZXR10 5960',
                                                              'entPhysicalSerialNum': 'LN%05d' % n, 'entPhysicalContainedIn': '0', 'entPhysicalMfgName': 'ZTE', 'entPhysicalHardwareRev': '', 'entPhysicalSoftwareRev': ''}])
    return out


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    disable_nagle_algorithm, wbufsize = True, 64 * 1024  # an answer is one packet, or each waits 40 ms

    def log_message(self, *args):
        pass

    def send(self, status, body, kind='application/json', **headers):
        self.send_response(status)
        self.send_header('Content-Type', kind)
        self.send_header('Content-Length', str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace('_', '-'), value)
        self.end_headers()
        self.wfile.write(body)

    def page(self, url):
        """Status and object of what is asked for."""
        o = self.server.options
        if o.kind == 'librenms':
            if self.headers.get('X-Auth-Token') != TOKEN:
                return 401, {'message': 'Unauthenticated.'}
            key, rows = self.server.data.get(url.path, (None, None))
            if key is None:
                return 404, {'status': 'error', 'message': 'This API route doesn\'t exist'}
            if key == 'links' and not rows:
                return 404, {'status': 'error', 'message': 'Links do not exist'}
            return 200, {'status': 'ok', key: rows, 'count': len(rows)}
        if self.headers.get('Authorization') != 'Token ' + TOKEN:
            return 403, {'detail': 'Invalid token'}
        if url.path == '/api/status/':
            return 200, {'django-version': '5.1', 'netbox-version': '4.2.1', 'plugins': {}}
        name = url.path.strip('/').split('/')[-1]
        if name not in self.server.data:
            return 404, {'detail': 'Not found.'}
        rows, query = self.server.data[name], urllib.parse.parse_qs(url.query)
        limit, offset = min(int(query['limit'][0]), o.page), int(query['offset'][0])
        # behind a proxy NetBox often tells its own name for itself
        more = 'http://internal.example/api/dcim/%s/?limit=%d&offset=%d' % (name, limit, offset + limit)
        return 200, {'count': len(rows), 'next': more if offset + limit < len(rows) else None, 'previous': None, 'results': rows[offset:offset + limit]}

    def fault(self, path):
        for f in self.server.faults:
            if f['pattern'] in path and f['left'] != 0:
                f['left'] -= 1
                return f['how']
        return None

    def do_GET(self):
        s, o = self.server, self.server.options
        s.asked.append(self.path)
        if o.kill and len(s.asked) == o.kill:
            s.client.kill()
            return
        url = urllib.parse.urlsplit(self.path)
        if o.base and not url.path.startswith(o.base):
            return self.send(404, b'{}')
        url = url._replace(path=url.path[len(o.base):])
        how = self.fault(self.path)
        if how and how.isdigit():
            headers = {'Retry_After': str(o.retry_after)} if o.retry_after else {}
            return self.send(int(how), b'{"detail":"%s"}' % self.headers.get('Authorization', '').encode(), **headers)
        status, page = self.page(url)
        body = json.dumps(page, indent=1).encode()
        if how == 'cut':
            self.send_response(200)
            self.send_header('Content-Type', 'application/json')
            self.send_header('Content-Length', str(len(body)))
            self.end_headers()
            self.wfile.write(body[:len(body) // 2])
            self.close_connection = True
        elif how == 'html':
            self.send(200, b'<html>Log in</html>', 'text/html; charset=utf-8')
        elif how == 'slow':
            time.sleep(1.5)
            self.send(status, body)
        elif how == 'away':
            self.send(302, b'', Location='http://localhost:%d/api/dcim/devices/' % s.server_port)
        elif how == 'moved':
            self.send(301, b'', Location=self.path + '&moved=1')
        elif how in ('endless', 'stuck'):
            at = int(urllib.parse.parse_qs(url.query)['offset'][0])
            page.update(next='http://x/?offset=%d' % (at if how == 'stuck' else at + 1), count=len(page['results']))
            self.send(200, json.dumps(page).encode())
        elif how == 'echo':
            page['you'] = dict(self.headers)
            self.send(200, json.dumps(page).encode())
        elif how == 'junk':
            self.send(200, b'{"count": 1, "results": [')
        elif how == 'big':
            self.send_response(200)
            self.send_header('Content-Type', 'application/json')
            self.end_headers()
            self.close_connection = True
            try:
                for _ in range(100):
                    self.wfile.write(b' ' * 1024 * 1024)
            except OSError:
                pass
        else:
            self.send(status, body)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


def main():
    p = argparse.ArgumentParser()
    p.add_argument('--kind', default='netbox')
    p.add_argument('--devices', type=int, default=4)
    p.add_argument('--page', type=int, default=1000)
    p.add_argument('--base', default='')
    p.add_argument('--fault', action='append', default=[])
    p.add_argument('--retry-after', type=int, default=0)
    p.add_argument('--kill', type=int, default=0)
    p.add_argument('--port', help='file that holds the port; without it, one that is free is chosen and written there')
    p.add_argument('--tls', action='store_true')
    p.add_argument('--quiet', action='store_true')
    p.add_argument('command', nargs='+')
    o = p.parse_args()
    port = int(open(o.port).read()) if o.port and os.path.exists(o.port) else 0
    s = Server(('127.0.0.1', port), Handler)
    if o.port:
        with open(o.port, 'w') as f:
            f.write('%d' % s.server_port)
    if o.tls:
        c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        c.load_cert_chain(os.path.join(HERE, '../webhook/cert.pem'), os.path.join(HERE, '../webhook/key.pem'))
        s.socket = c.wrap_socket(s.socket, server_side=True)
    s.options, s.asked, s.faults = o, [], []
    s.data = netbox(o.devices) if o.kind == 'netbox' else librenms(o.devices)
    for f in o.fault:
        pattern, _, how = f.partition('=')
        how, _, times = how.partition('*')
        s.faults.append({'pattern': pattern, 'how': how, 'left': int(times) if times else -1})
    threading.Thread(target=s.serve_forever, daemon=True).start()
    url = '%s://127.0.0.1:%d%s' % ('https' if o.tls else 'http', s.server_port, o.base)
    s.client = subprocess.Popen([w.replace('@URL@', url) for w in o.command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = s.client.communicate()[0].decode()
    if o.quiet:
        print('asked %d times' % len(s.asked))
    else:
        for path in s.asked:
            print('GET', path)
    said = re.sub(r'-[0-9a-f]{12}\.pages', '-ID.pages', said)  # made of the address
    said = re.sub(r'after \d+ milliseconds', 'after N milliseconds', said)
    sys.stdout.write(said.replace(str(s.server_port), 'PORT'))
    sys.exit(s.client.returncode if s.client.returncode >= 0 else 128 - s.client.returncode)


if __name__ == '__main__':
    main()
