#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""oracle.py N SEED CLEANPATH - what `path --watch` tells of N updates at random, held after each against the same
command asked anew of files that tell what is so by then.

Updates are routing tables of the three routers of data/l2: routes come, go and lead elsewhere, over next hops behind
next hops; some have a line that is not understood, some cannot be read at all, some take an interface down. Who
keeps answers as they are told has to have those of the command asked anew: of every region, and in all."""
import ipaddress, json, os, queue, random, subprocess, sys, threading

CONNECTED = {'r1': ['10.0.12.0/30 dev eth1', '10.0.13.0/30 dev eth2'],
             'r2': ['10.0.12.0/30 dev eth1', '10.0.23.0/30 dev eth2'],
             'r3': ['10.0.23.0/30 dev eth1', '10.0.13.0/30 dev eth2', '192.0.2.0/24 dev eth3']}
NEXT = {'r1': ['10.0.12.2 dev eth1', '10.0.13.2 dev eth2', '10.255.0.3', '10.255.0.2', '10.0.99.9'],
        'r2': ['10.0.12.1 dev eth1', '10.0.23.2 dev eth2', '10.255.0.3', '10.255.0.1'],
        'r3': ['10.0.23.1 dev eth1', '10.0.13.1 dev eth2', '10.255.0.1', '10.255.0.2']}
NETS = ['10.255.0.1/32', '10.255.0.2/32', '10.255.0.3/32', '10.255.0.0/24', '192.0.2.0/24', '192.0.2.64/26',
        '192.0.0.0/16', '198.51.100.0/24', '0.0.0.0/0', '198.51.0.0/16', '10.0.12.2/32']


def table(rand, router):
    lines = [x + ' proto kernel scope link' for x in CONNECTED[router]]
    for net in NETS:
        if rand.random() < 0.5:
            what = 'blackhole ' + net if rand.random() < 0.1 else '%s via %s' % (net, rand.choice(NEXT[router]))
            lines.append(what + ' proto static')
    if rand.random() < 0.1:
        lines.append('what is this')
    return lines


def answers_of(line, known):
    x = json.loads(line)
    if x['event'] in ('answer', 'changed'):
        known[x['from']['name'], x['destination']] = (x['is']['becomes'], x['is']['answers'])
    elif x['event'] == 'overall':
        known[x['policy']] = x['answer']
    return x['event']


def asked_anew(command, files):
    known = {}
    for line in subprocess.run(command + ['--watch', '-'] + files, stdin=subprocess.DEVNULL, check=False,
                               capture_output=True, text=True).stdout.splitlines():
        answers_of(line, known)
    return known


def differences(told, anew):
    """Regions of those told are parts of those asked anew."""
    wrong = [k for k in anew if isinstance(k, str) and told[k] != anew[k]]
    nets = {n: ipaddress.ip_network(n) for _, n in filter(lambda k: isinstance(k, tuple), list(anew) + list(told))}
    for router, net in filter(lambda k: isinstance(k, tuple), told):
        whole = [n for r, n in filter(lambda k: isinstance(k, tuple), anew)
                 if r == router and nets[net].subnet_of(nets[n])]
        best = max(whole, key=lambda n: nets[n].prefixlen, default=None)
        if best is None or anew[router, best] != told[router, net]:
            wrong.append((router, net))
    return wrong


def main():
    n, rand = int(sys.argv[1]), random.Random(int(sys.argv[2]))
    base = [sys.argv[3], 'path', 'r1', '--dst', '0.0.0.0/0', '-p', 'no-acme', '--format', 'json']
    csv, state = ['inventory.csv', 'links.csv'], {r: open(r + '.txt').read() for r in CONNECTED}
    p = subprocess.Popen(base + ['--watch', '-'] + csv + [r + '.txt' for r in CONNECTED], stdin=subprocess.PIPE,
                         stdout=subprocess.PIPE, text=True)
    lines, told, wrong, n_events = queue.Queue(), {}, 0, {}
    threading.Thread(target=lambda: [lines.put(x) for x in p.stdout], daemon=True).start()
    os.makedirs('anew', exist_ok=True)
    for i in range(n):
        router = rand.choice(list(CONNECTED))
        head, prompt = state[router].split('$ ip route\n')[0], 'user@%s:~$ ' % router
        kind = rand.random()
        if kind < 0.1:
            head = head.replace('state UP', 'state DOWN') if 'state UP' in head else head.replace('state DOWN', 'state UP')
            head = head.replace('UP,LOWER_UP', 'X') if 'state DOWN' in head else head.replace('<BROADCAST,MULTICAST,X>', '<BROADCAST,MULTICAST,UP,LOWER_UP>')
        body = '\n'.join(table(rand, router)) + '\n'
        update = prompt + 'ip route\n' + body
        if kind < 0.1: # interfaces, too
            update = head.rsplit('\n', 1)[0] + '\n' + update
        state[router] = head + '$ ip route\n' + body
        is_bad = kind > 0.95
        # the end of an update is known when the next prompt has come; it is told when a mark is told
        text = (prompt + 'ip route\nUnknown\n' + prompt + '\n' if is_bad else '') + update + prompt + '\nmark@m%d:~$ ip route\ndefault via 10.0.0.1\nmark@m%d:~$ \n' % (i, i)
        p.stdin.write(text)
        p.stdin.flush()
        while True:
            line = lines.get(timeout=30)
            if 'm%d is no device' % i in line:
                break
            event = answers_of(line, told)
            n_events[event] = n_events.get(event, 0) + 1
        for r in CONNECTED:
            with open('anew/%s.txt' % r, 'w') as f:
                f.write(state[r])
        bad = differences(told, asked_anew(base, csv + ['anew/%s.txt' % r for r in CONNECTED]))
        if bad and not wrong:
            print('update %d of %s: %s' % (i, router, bad), file=sys.stderr)
            open('wrong.txt', 'w').write(text)
        wrong += len(bad) > 0
    p.stdin.close()
    p.wait()
    print('%d updates, %d wrong; all kinds were told: %s' % (n, wrong, {'start', 'answer', 'changed', 'overall', 'unread'} <= set(n_events)))


main()
