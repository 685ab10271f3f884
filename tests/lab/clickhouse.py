# SPDX-License-Identifier: Apache-2.0
"""clickhouse.py - ClickHouse servers on this machine, each a shard, what may stand between them and us, and datagrams of flows of all kinds for them.

A server has a folder of its own, listens at 127.0.0.1 alone, and is started and killed by us; the package's own service is none of our business."""
import http.client, os, random, re, signal, socket, struct, subprocess, sys, threading, time, urllib.parse

SERVER = '/usr/sbin/clickhouse-server'
T0 = 1790000000  # seconds; a whole hour is 1789999200

CONFIG = '''<?xml version="1.0"?>
<yandex>
  <logger><level>warning</level><log>{dir}/server.log</log><errorlog>{dir}/err.log</errorlog><size>20M</size><count>1</count></logger>
  <http_port>{http}</http_port><tcp_port>{tcp}</tcp_port><interserver_http_port>{inter}</interserver_http_port>
  <interserver_http_host>127.0.0.1</interserver_http_host><listen_host>127.0.0.1</listen_host>
  <max_connections>64</max_connections><max_concurrent_queries>32</max_concurrent_queries>
  <uncompressed_cache_size>8388608</uncompressed_cache_size><mark_cache_size>8388608</mark_cache_size>
  <path>{dir}/data/</path><tmp_path>{dir}/data/tmp/</tmp_path><user_files_path>{dir}/data/user_files/</user_files_path>
  <users_config>{dir}/users.xml</users_config><default_profile>default</default_profile><default_database>default</default_database>
  <timezone>UTC</timezone><mlock_executable>false</mlock_executable>
  <builtin_dictionaries_reload_interval>3600</builtin_dictionaries_reload_interval>
  <dictionaries_config>{dir}/*_dictionary.xml</dictionaries_config><format_schema_path>{dir}/data/format_schemas/</format_schema_path>{more}
</yandex>
'''
USERS = '''<?xml version="1.0"?>
<yandex>
  <profiles><default><max_memory_usage>4000000000</max_memory_usage><load_balancing>in_order</load_balancing><log_queries>0</log_queries></default>
    <partial><max_rows_to_read>1000</max_rows_to_read><read_overflow_mode>break</read_overflow_mode></partial>
    <reader><readonly>1</readonly></reader><kept><readonly>0</readonly></kept></profiles>
  <users>
    <default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default>
    <named><password>s3cret-word</password><networks><ip>127.0.0.1</ip></networks><profile>kept</profile><quota>default</quota></named>
    <partial><password></password><networks><ip>127.0.0.1</ip></networks><profile>partial</profile><quota>default</quota></partial>
    <reader><password></password><networks><ip>127.0.0.1</ip></networks><profile>reader</profile><quota>default</quota></reader>
  </users>
  <quotas><default><interval><duration>3600</duration><queries>0</queries><errors>0</errors><result_rows>0</result_rows><read_rows>0</read_rows><execution_time>0</execution_time></interval></default></quotas>
</yandex>
'''


def missing():
    """Why there can be no server here; '' if there can."""
    return '' if os.access(SERVER, os.X_OK) else 'not installed: clickhouse-server'


def free_ports(n, kind=socket.SOCK_STREAM):
    """Ports that nobody has now, each another one."""
    held = []
    for _ in range(n):
        s = socket.socket(socket.AF_INET, kind)
        s.bind(('127.0.0.1', 0))
        held.append(s)
    ports = [s.getsockname()[1] for s in held]
    for s in held:
        s.close()
    return ports


class Server:
    def __init__(self, folder):
        self.dir, self.process = folder, None
        os.makedirs(os.path.join(folder, 'data', 'tmp'))
        os.makedirs(os.path.join(folder, 'data', 'user_files'))
        self.port, self.tcp, self.inter = free_ports(3)
        self.configure()
        self.users(USERS)
        self.url = 'http://127.0.0.1:%d' % self.port

    def configure(self, more=''):
        """For the next start, with more settings of the server."""
        with open(os.path.join(self.dir, 'config.xml'), 'w', encoding='utf-8') as f:
            f.write(CONFIG.format(dir=self.dir, http=self.port, tcp=self.tcp, inter=self.inter, more=more))

    def users(self, text):
        """Takes effect at once."""
        with open(os.path.join(self.dir, 'users.new'), 'w', encoding='utf-8') as f:
            f.write(text)
        os.replace(os.path.join(self.dir, 'users.new'), os.path.join(self.dir, 'users.xml'))
        if self.process:
            self.ask('SYSTEM RELOAD CONFIG', login=('named', 's3cret-word'))

    def start(self, wait_s=60):
        log = open(os.path.join(self.dir, 'out'), 'ab')
        self.process = subprocess.Popen([SERVER, '--config-file=' + os.path.join(self.dir, 'config.xml')], cwd=self.dir, stdout=log, stderr=log,
                                        stdin=subprocess.DEVNULL, start_new_session=True)
        log.close()
        until = time.monotonic() + wait_s
        while wait_s and time.monotonic() < until:
            try:
                return self.ask('SELECT 1') == '1'
            except OSError:
                time.sleep(0.05)
        return not wait_s

    def kill(self):
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        self.process = None

    def freeze(self, on):
        self.process.send_signal(signal.SIGSTOP if on else signal.SIGCONT)

    def ask(self, sql, database=None, login=None):
        """The answer as text; OSError if there is none, RuntimeError if it is a complaint."""
        c = http.client.HTTPConnection('127.0.0.1', self.port, timeout=20)
        names = dict(zip(('X-ClickHouse-User', 'X-ClickHouse-Key'), login or ()))
        try:
            c.request('POST', '/' + ('?database=' + urllib.parse.quote(database) if database else ''), sql.encode(), names)
            r = c.getresponse()
            text = r.read().decode(errors='replace').strip()
        except http.client.HTTPException as e:
            raise OSError(str(e)) from e
        finally:
            c.close()
        if r.status != 200:
            raise RuntimeError(text)
        return text


class Proxy:
    """Between the program and a server, and what it does to it: how = 'pass', 'mute' (takes all, answers nothing), 'deaf' (accepts, reads nothing), 'drip' (a byte
    in a tenth of a second), 'cut' (closes within an answer), 'close' (the same of an answer whose only end is that of the connection), 'drop' (asks, and closes),
    'late' (answers after 2 s), a function of the bytes of an answer, or (status, bytes) that are answered instead of asking. A question that has not `only` in it
    (or none of several) passes."""

    def __init__(self, server, how='pass', only='', tls=None):
        self.server, self.how, self.only, self.tls = server, how, only, tls
        self.met = 0  # questions that something was done to
        self.held = []
        self.listener = socket.create_server(('127.0.0.1', 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        self.url = '%s://127.0.0.1:%d' % ('https' if tls else 'http', self.port)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                c, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(c,), daemon=True).start()

    def serve(self, c):
        if self.how == 'deaf':
            self.met += 1
            self.held.append(c)  # open, as long as we are
            return
        try:
            c = self.tls.wrap_socket(c, server_side=True) if self.tls else c
            with c:
                while self.one(c):
                    pass
        except (OSError, http.client.HTTPException):
            pass

    def question(self, c):
        """Head and body; None at the end."""
        data = b''
        while b'\r\n\r\n' not in data:
            more = c.recv(65536)
            if not more:
                return None
            data += more
        head, body = data.split(b'\r\n\r\n', 1)
        m = re.search(rb'(?i)\r\ncontent-length: *(\d+)', head)
        while len(body) < int(m[1] if m else 0):
            more = c.recv(1 << 20)
            if not more:
                return None
            body += more
        return head, body

    def one(self, c):
        q = self.question(c)
        if not q:
            return False
        head, body = q
        said = urllib.parse.unquote_to_bytes(head) + body
        how = self.how if any(x.encode() in said for x in ([self.only] if isinstance(self.only, str) else self.only)) else 'pass'
        self.met += how != 'pass'
        if how == 'mute':
            self.held.append(c.dup())
            return False
        if isinstance(how, tuple):
            c.sendall(b'HTTP/1.1 %d Said\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Length: %d\r\n\r\n' % (how[0], len(how[1])) + how[1])
            return True
        up = http.client.HTTPConnection('127.0.0.1', self.server.port, timeout=60)  # or another proxy
        path = head.split(b' ')[1].decode()
        names = dict(line.split(': ', 1) for line in head.decode().split('\r\n')[1:] if not re.match('(?i)host|content-length|connection', line))
        up.request('POST', path, body, names)
        r = up.getresponse()
        text = r.read()
        up.close()
        if callable(how):
            text = how(text)
        if how == 'late':
            time.sleep(2)
        if how == 'drop':
            return False
        start = b'HTTP/1.1 %d %s\r\nContent-Type: text/plain\r\n' % (r.status, r.reason.encode())
        start += b'Connection: close\r\n\r\n' if how == 'close' else b'Content-Length: %d\r\n\r\n' % len(text)
        if how in ('cut', 'close'):
            row = 108 if len(text) % 108 == 0 else 203  # whole rows, as if these were all
            c.sendall(start + text[:len(text) // row // 2 * row])
            return False
        c.sendall(start)
        if how == 'drip':
            for i in range(len(text)):
                c.sendall(text[i:i + 1])
                time.sleep(0.1)
        else:
            c.sendall(text)
        return True

    def close(self):
        self.listener.close()


# ---- IPFIX (RFC 7011), with all that a flow can be

PEN = 29305  # reverse figures: RFC 5103
COMMON = [(7, 2), (11, 2), (4, 1), (1, 8), (2, 8), (152, 8), (153, 8), (61, 1), (34, 4), (6, 1), (89, 1), (233, 1), (32, 2), (10, 4), (14, 4)]
BACK = [(1, 8), (2, 8)]
PROTOS = (6, 6, 6, 17, 17, 1, 58, 47, 132)
PORTS = (22, 53, 80, 123, 443, 1023, 1024, 5060, 8080, 49151, 49152, 50000, 65535)


def template(nr, ipv6, biflow):
    fields = [(27, 16), (28, 16)] if ipv6 else [(8, 4), (12, 4)]
    body = b''.join(struct.pack('>HH', i, n) for i, n in fields + COMMON)
    body += b''.join(struct.pack('>HHI', i | 0x8000, n, PEN) for i, n in BACK) if biflow else b''
    n = len(fields) + len(COMMON) + (len(BACK) if biflow else 0)
    return struct.pack('>HHHH', 2, 8 + len(body), nr, n) + body


def record(r, ipv6, biflow, far, t0):
    """One flow of the random generator r; `far`: as large as numbers go."""
    pick = r.choice
    a, b = r.randrange(60), r.randrange(1, 40)
    proto = pick(PROTOS)
    sport, dport = pick(PORTS), pick(PORTS)
    if r.random() < 0.6:
        sport = r.randrange(32768, 61000)
    if r.random() < 0.2:
        dport = sport
    big = far and r.random() < 0.02
    packets = r.randrange(1 << 62) if big else pick((0, 1, 1, 1, 2, 10, 1000, r.randrange(100000)))
    size = r.randrange(1 << 62) if big else packets * pick((40, 100, 1400, 1499, 1500, 9000)) + r.randrange(3)
    at = t0 * 1000 + r.randrange(6 * 3600 * 1000)
    if r.random() < 0.3:  # a beat
        a, b, proto, dport, sport = 1, 1 + a % 3, 6, 443, 40000 + r.randrange(2000)
        at = t0 * 1000 + r.randrange(360) * 60000 + r.randrange(50)
    src = bytes(15) + bytes([a]) if ipv6 and a == 0 else b'\x20\x01\x0d\xb8' + bytes(11) + bytes([a]) if ipv6 else bytes([10, 0, 0, a])
    dst = b'\x20\x01\x0d\xb8' + bytes(10) + bytes([1, b]) if ipv6 else bytes([203, 0, 113, b])
    if r.random() < 0.3:
        src, dst, sport, dport = dst, src, dport, sport
    head = src + dst + struct.pack('>HHB', sport if proto in (6, 17, 132) else 0, dport if proto in (6, 17, 132) else 0, proto)
    head += struct.pack('>QQQQ', size, packets, at, at + pick((0, 1, 500, 90000, 4000000)))
    head += struct.pack('>BIBBBH', r.random() < 0.3, pick((0, 0, 1, 1, 100, 1000, 1 << 24)) if r.random() < 0.5 else 0, r.randrange(64),
                        0x80 if r.random() < 0.03 else 0x40, pick((0, 0, 0, 0, 0, 0, 0, 0, 0, 1)), pick((0x0800, 0x0000, 0x0303)) if proto == 1 else 0)
    head += struct.pack('>II', r.randrange(4), r.randrange(4))
    if biflow:
        head += struct.pack('>QQ', *pick(((0, 0), (r.randrange(100000), r.randrange(1, 100)), (700, 1))))
    return head


def messages(seed, n, far=True, t0=T0):
    """n messages of some 20 flows each, templates in the first and then now and again."""
    r = random.Random(seed)
    seq = 0
    kinds = [(256 + i, bool(i & 1), bool(i & 2)) for i in range(4)]
    for k in range(n):
        sets, count = b'', 0
        if k % 50 == 0:
            sets = b''.join(template(*x) for x in kinds)
        for nr, ipv6, biflow in r.sample(kinds, 2):
            rows = [record(r, ipv6, biflow, far, t0) for _ in range(5 if ipv6 else 8)]
            body = b''.join(rows)
            sets += struct.pack('>HH', nr, 4 + len(body)) + body
            count += len(rows)
        yield struct.pack('>HHIII', 10, 16 + len(sets), t0 + 6 * 3600, seq, 7) + sets, count
        seq += count


def told(rows):
    """Messages of plain flows: (src, dst, sport, dport, protocol, flags of TCP, second of the begin[, milliseconds, bytes[, sampling, interface in, out]]) each; 20 in
    one."""
    sets = template(256, False, False)
    for k in range(0, len(rows), 20):
        body = b''
        for src, dst, sport, dport, proto, flags, s, *more in rows[k:k + 20]:
            ms, size, sampling, in_if, out_if = (*more, *(500, 100, 1, 1, 2)[len(more):])
            at = int((T0 + s) * 1000)
            body += socket.inet_aton(src) + socket.inet_aton(dst) + struct.pack('>HHBQQQQBIBBBHII', sport, dport, proto, size, size // 1400 + 1, at, at + ms, 0, sampling, flags,
                                                                                0x40, 0, (sport if proto == 1 else 0), in_if, out_if)
        sets += struct.pack('>HH', 256, 4 + len(body)) + body
        yield struct.pack('>HHIII', 10, 16 + len(sets), T0 + 6 * 3600, k, 7) + sets
        sets = b''


def send_told(port, rows, exporter=0):
    """To 127.0.0.1:port from 127.0.0.(1 + exporter); returns how many flows."""
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(('127.0.0.%d' % (1 + exporter), 0))
    s.connect(('127.0.0.1', port))
    for message in told(rows):
        s.send(message)
        time.sleep(0.002)
    s.close()
    return len(rows)


def volumes(seed, minutes=150, days=9):
    """Flows of `days` days before T0, and of `minutes` from there: a device that sends much out on one day, in a connection over midnight; one that sends on what it
    gets; an exporter beside which somebody gets a copy of what comes by interface 2; a conversation of 80 days; and what is none of that. A list for each of two
    exporters, of which the second samples."""
    r, v = random.Random(seed), ([], [])
    day0 = -(T0 % 86400) - days * 86400  # a midnight

    def tell(src, dst, sport, dport, at, ms, size, in_if=1, out_if=2, proto=6):
        """In records of a minute at most, as exporters cut them."""
        nr, n = r.random() < 0.25, max(1, ms // 60000)
        for i in range(n):
            v[nr].append((src, dst, sport, dport, proto, 0x18 if proto == 6 else 0, at + i * ms / 1000 / n, ms // n, max(1, size // n), 100 if nr else r.choice((0, 1)),
                          in_if, out_if))
        return nr
    for d in range(days):
        for device in range(1, 26):
            for peer in r.sample(range(1, 9), 3):
                me, it, sport = '10.0.0.%d' % device, '203.0.113.%d' % peer, r.randrange(32768, 60000)
                at = day0 + d * 86400 + r.choice((r.randrange(86000), 86340))  # some lasts over midnight
                out = int(r.lognormvariate(10, 0.5))
                ms = r.choice((500, 20000, 180000))
                tell(me, it, sport, 443, at, ms, out)
                tell(it, me, 443, sport, at + 0.1, ms, out // 3, 2, 1)
                if r.random() < 0.2:  # the device serves; and what has no ports, which is one connection all day
                    tell(it, me, sport, 22, at + 50, 900, 700)
                    tell(me, it, 0, 0, at + 70, 1000, 900, proto=47)
    for i in range(40):
        tell('10.0.0.7', '203.0.113.77', 40007, 443, day0 + (days - 2) * 86400 + 86390 + i * 8 - 200, 7000, 400000)
    for d in range(80):
        tell('10.0.0.20', '203.0.113.5', 41000 + d % 3, 8883, day0 - d * 86400 + 86390, 15000, 30000 + 1000 * d)
    for m in range(minutes):
        at, got = 60 * m, [0, 0, 0]
        for user in range(1, 13):
            n, port = int(r.lognormvariate(9, 1.5)) + 300, 1 + user % 3
            nr = tell('198.51.100.%d' % (user % 5 + 1), '10.9.0.%d' % user, 443, 50000 + user, at + r.randrange(20), r.choice((300, 1000)), n, port, 9)
            got[port - 1] += 0 if nr else n
        v[0].append(('10.9.0.250', '198.51.100.77', 4754, 4754, 17, 0, at + 20, 4000, got[1], 1, 0, 8))  # the copy
        n = int(r.lognormvariate(10, 1))
        for k in range(3):
            tell('198.51.100.%d' % (20 + k), '10.0.0.12', 8080, 41000 + k, at + 5 * k, 2000, n // 3, 4, 5)
        tell('10.0.0.12', '198.51.100.99', 42000, 8443, at + 16, 3000, n - n // 10, 5, 4)
    return v


def send(port, seed, n, exporter, pause=0.002, far=True, t0=T0):
    """To 127.0.0.1:port from 127.0.0.(1 + exporter); returns how many flows."""
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(('127.0.0.%d' % (1 + exporter), 0))
    s.connect(('127.0.0.1', port))
    sent = 0
    for message, count in messages(seed, n, far, t0):
        s.send(message)
        sent += count
        time.sleep(pause)
    s.close()
    return sent
