# SPDX-License-Identifier: Apache-2.0
"""routers.py - real routers (FRR) in network namespaces of this process, with OSPF over virtual cables.

Nothing has a name outside of this process: its namespaces are unnamed, the files of the daemons lie in a file system
of a mount namespace of its own, and the daemons end with it. So nothing is left, whatever happens.

    r = Routers(names, links, segments)    links: (a, b, metric, metric_back), parallel ones as often as they are;
                                           segments: {router: its metric}, all of them on one switch
                                           areas: {router: number}; its links are in it, the others in area 0
    with r.inside(name): ...        whatever is opened or started in it belongs to that router"""
import contextlib, ctypes, json, os, select, shutil, signal, socket, struct, subprocess, time

CLONE_NEWNET, CLONE_NEWNS = 0x40000000, 0x00020000
PR_SET_PDEATHSIG = 1
RTMGRP_IPV4_ROUTE = 0x40
FRR, RUN = '/usr/lib/frr', '/var/run/frr'
SWITCHES = 'switches'
LIBC = ctypes.CDLL(None, use_errno=True)
SETTINGS = {
    'ip_forward': 1, 'conf/all/rp_filter': 0, 'conf/default/rp_filter': 0,
    'fib_multipath_hash_policy': 1,            # addresses and ports choose the way
    'icmp_ratemask': 0,                        # every probe is answered
    'icmp_errors_use_inbound_ifaddr': 1,       # by the address of the port by which it came: tells parallel links apart
}
SEED = 'fib_multipath_hash_seed'               # since Linux 6.11: without it all routers split the same flows alike


def check(result, what):
    if result != 0:
        raise OSError(ctypes.get_errno(), what + ': ' + os.strerror(ctypes.get_errno()))


def why_not():
    """Why it cannot be done here, or None."""
    if os.geteuid() != 0:
        return 'needs root'
    missing = [p for p in ('ip', 'mount', 'vtysh') if not shutil.which(p)]
    missing += ['frr:' + d for d in ('zebra', 'ospfd') if not os.access('%s/%s' % (FRR, d), os.X_OK)]
    if missing:
        return 'not installed: ' + ' '.join(missing)
    pid = os.fork()
    if pid == 0:
        os._exit(0 if LIBC.unshare(CLONE_NEWNET | CLONE_NEWNS) == 0 else 1)
    if os.waitpid(pid, 0)[1] != 0:
        return 'no network namespaces on this machine'
    return None


def die_with_parent():
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


class Link:
    """One cable. Its ends have addresses of a network of four."""

    def __init__(self, index, a, b, metric, metric_back):
        self.index, self.ends, self.metrics = index, (a, b), (metric, metric_back)
        base = (172 << 24 | 20 << 16) + 4 * index
        self.addresses = tuple(socket.inet_ntoa(struct.pack('>I', base + 1 + k)) for k in range(2))
        self.ports = ('e%d-%s' % (index, b), 'e%d-%s' % (index, a))

    def __repr__(self):
        return '%s-%s#%d' % (*self.ends, self.index)


class Segment:
    """A switch. Its routers elect one of them to speak for it (RFC 2328, 9.4)."""

    def __init__(self, index, metrics):
        self.index, self.metrics, self.port = index, metrics, 's%d' % index
        self.addresses = {n: '172.21.%d.%d' % (index, 1 + k) for k, n in enumerate(metrics)}


class Routers:
    def __init__(self, names, links, segments=(), areas=None):
        self.names = list(names)
        self.number = {n: i + 1 for i, n in enumerate(self.names)}
        self.links = [Link(i, *l) for i, l in enumerate(links)]
        self.areas = areas or {}
        self.segments = [Segment(i, m) for i, m in enumerate(segments)]
        self.namespaces, self.daemons, self.watched = {}, [], {}
        self.has_seeds = os.path.exists('/proc/sys/net/ipv4/' + SEED)
        self._own_files()
        self.home = os.open('/proc/thread-self/ns/net', os.O_RDONLY | os.O_CLOEXEC)
        for n in self.names:
            self.add_namespace(n)
            with self.inside(n):
                self._settings(n)
        self.add_namespace(SWITCHES)
        for n in self.names:
            self._cables(n)
        for s in self.segments:
            self._switch(s)
        for n in self.names:
            self._start(n)

    def loopback(self, name):
        return '10.255.0.%d' % self.number[name]

    def behind(self, name):
        """The network behind a router: addresses that it forwards to, where nobody answers."""
        return '10.%d.0' % self.number[name]

    def add_namespace(self, name):
        check(LIBC.unshare(CLONE_NEWNET), 'unshare')
        self.namespaces[name] = os.open('/proc/thread-self/ns/net', os.O_RDONLY | os.O_CLOEXEC)
        check(LIBC.setns(self.home, CLONE_NEWNET), 'setns')

    def _own_files(self):
        check(LIBC.unshare(CLONE_NEWNS), 'unshare')
        os.makedirs(RUN, exist_ok=True)
        subprocess.run(['mount', '--make-rprivate', '/'], check=True)
        for d in (RUN, '/var/tmp'):  # FRR names folders of the latter after its processes
            subprocess.run(['mount', '-t', 'tmpfs', '-o', 'mode=755', 'none', d], check=True)

    @contextlib.contextmanager
    def inside(self, name):
        check(LIBC.setns(self.namespaces[name], CLONE_NEWNET), 'setns')
        try:
            yield
        finally:
            check(LIBC.setns(self.home, CLONE_NEWNET), 'setns')

    def _settings(self, name):
        settings = dict(SETTINGS)
        if self.has_seeds:
            settings[SEED] = 1000 + self.number[name]
        for key, value in settings.items():
            with open('/proc/sys/net/ipv4/' + key, 'w', encoding='ascii') as f:
                f.write(str(value))
        with contextlib.suppress(OSError), open('/proc/sys/net/ipv6/conf/default/disable_ipv6', 'w', encoding='ascii') as f:
            f.write('1')

    def ip(self, name, *commands):
        with self.inside(name):
            p = subprocess.run(['ip', '-batch', '-'], input='\n'.join(commands) + '\n', text=True, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT)
        if p.returncode != 0:
            raise RuntimeError('%s: ip: %s' % (name, p.stdout))

    def _cables(self, name):
        """The router named first makes the cable, each configures its end."""
        commands = ['link set lo up', 'addr add %s/32 dev lo' % self.loopback(name),
                    'link add stub type veth peer name far', 'addr add %s.1/24 dev stub' % self.behind(name), 'link set far up', 'link set stub up']
        for l in self.links:
            if l.ends[0] == name:
                far = '/proc/%d/fd/%d' % (os.getpid(), self.namespaces[l.ends[1]])
                commands.append('link add %s type veth peer name %s netns %s' % (*l.ports, far))
        self.ip(name, *commands)
        for l in self.links:
            if l.ends[0] == name:
                for k in range(2):
                    self.ip(l.ends[k], 'addr add %s/30 dev %s' % (l.addresses[k], l.ports[k]), 'link set %s up' % l.ports[k])

    def _switch(self, s):
        self.ip(SWITCHES, 'link add %s type bridge' % s.port, 'link set %s up' % s.port)
        for k, (name, address) in enumerate(s.addresses.items()):
            far = '/proc/%d/fd/%d' % (os.getpid(), self.namespaces[name])
            own = '%s-%d' % (s.port, k)
            self.ip(SWITCHES, 'link add %s type veth peer name %s netns %s' % (own, s.port, far),
                    'link set %s master %s' % (own, s.port), 'link set %s up' % own)
            self.ip(name, 'addr add %s/24 dev %s' % (address, s.port), 'link set %s up' % s.port)

    def _configuration(self, name):
        # zebra 8.4 believes that the kernel still has a group of next hops of which an interface took one along when it went down
        own = self.areas.get(name, 0)
        lines = ['hostname ' + name, 'no zebra nexthop kernel enable', 'interface lo', ' ip ospf area %d' % own, '!',
                 'interface stub', ' ip ospf area %d' % own, ' ip ospf passive', '!']
        for l in self.links:
            for k in range(2):
                if l.ends[k] == name:
                    area = max(self.areas.get(n, 0) for n in l.ends)
                    lines += ['interface ' + l.ports[k], ' ip ospf area %d' % area, ' ip ospf cost %d' % l.metrics[k],
                              ' ip ospf network point-to-point', ' ip ospf hello-interval 1', ' ip ospf dead-interval 5',
                              ' ip ospf retransmit-interval 1', '!']
        for s in self.segments:
            if name in s.metrics:
                lines += ['interface ' + s.port, ' ip ospf area 0', ' ip ospf cost %d' % s.metrics[name], ' ip ospf hello-interval 1',
                          ' ip ospf dead-interval 5', ' ip ospf retransmit-interval 1', '!']
        lines += ['router ospf', ' ospf router-id ' + self.loopback(name), ' timers throttle spf 10 50 500',
                  ' timers throttle lsa all 100', ' timers lsa min-arrival 50', '!']
        return '\n'.join(lines) + '\n'

    def _start(self, name):
        place, run = '%s/%s' % (RUN, name), '%s/%s/run' % (RUN, name)
        os.makedirs(run)
        with open(place + '/frr.conf', 'w', encoding='ascii') as f:
            f.write(self._configuration(name))
        for p in (place, run, place + '/frr.conf'):
            shutil.chown(p, 'frr', 'frr')
        with self.inside(name):
            self.watched[name] = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE)
            self.watched[name].bind((0, RTMGRP_IPV4_ROUTE))
            for daemon in ('zebra', 'ospfd'):
                with open('%s/%s.out' % (place, daemon), 'wb') as out:
                    self.daemons.append(subprocess.Popen(
                        ['%s/%s' % (FRR, daemon), '-N', name, '--vty_socket', run, '-i', '%s/%s.pid' % (run, daemon), '-z', run + '/zserv.api',
                         '-f', place + '/frr.conf', '-A', '127.0.0.1', '-u', 'frr', '-g', 'frr'],
                        stdin=subprocess.DEVNULL, stdout=out, stderr=out, preexec_fn=die_with_parent))
                until = time.monotonic() + 15
                while not os.path.exists('%s/%s.vty' % (run, daemon)):
                    if time.monotonic() > until or self.daemons[-1].poll() is not None:
                        raise RuntimeError('%s of %s did not start: %s' % (daemon, name, open('%s/%s.out' % (place, daemon)).read()))
                    time.sleep(0.01)

    def stop(self):
        for p in self.daemons:
            p.kill()
        for p in self.daemons:
            p.wait()

    def vtysh(self, name, command, *before):
        p = subprocess.run(['vtysh', '--vty_socket', '%s/%s/run' % (RUN, name), *(x for c in (*before, command) for x in ('-c', c))],
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if p.returncode != 0:
            raise RuntimeError('%s: vtysh: %s' % (name, p.stdout))
        return p.stdout

    # ---- what happens

    def set_link(self, link, up):
        """The first end is put down: the other sees that the cable is dead."""
        self.ip(link.ends[0], 'link set %s %s' % (link.ports[0], 'up' if up else 'down'))

    def set_router(self, name, up):
        """All its cables at once."""
        ports = [l.ports[k] for l in self.links for k in range(2) if l.ends[k] == name]
        ports += [s.port for s in self.segments if name in s.metrics]
        self.ip(name, *('link set %s %s' % (p, 'up' if up else 'down') for p in ports))

    def set_transit(self, name, wanted):
        """Without it the router stays reachable, but asks others not to go through it (RFC 6987): metric 65535."""
        self.vtysh(name, '%smax-metric router-lsa administrative' % ('no ' if wanted else ''), 'configure terminal', 'router ospf')

    # ---- what they know

    def database(self, name):
        return json.loads(self.vtysh(name, 'show ip ospf database router json'))

    def quiet(self, seconds, limit):
        """Waits until no router changed a route for so long; False if that never happened within the limit."""
        end, last = time.monotonic() + limit, time.monotonic()
        names = {s.fileno(): s for s in self.watched.values()}
        poll = select.poll()
        for fd in names:
            poll.register(fd, select.POLLIN)
        while time.monotonic() < end:
            if time.monotonic() - last >= seconds:
                return True
            for fd, _ in poll.poll(100):
                with contextlib.suppress(OSError):  # more than fits: there was something
                    names[fd].recv(1 << 16)
                last = time.monotonic()
        return False
