// SPDX-License-Identifier: Apache-2.0
// validate.mjs CLEANPATH HERE - prints each format of `cleanpath report` for each of the networks below, and asks the
// schema of the format, or the program that reads it, what it thinks. TAP.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { formats } from './formats.mjs';

const program = resolve(process.argv[2]), here = resolve(process.argv[3]), root = dirname(dirname(here));
let n = 0, failed = 0;

export function ok(held, name, why = []) {
    n++;
    failed += held ? 0 : 1;
    console.log(`${held ? 'ok' : 'not ok'} ${n} - ${name}`);
    if (!held)
        for (const line of [].concat(why).slice(0, 12))
            console.log(`#   ${String(line).replace(/\s+/g, ' ').slice(0, 300)}`);
    return held;
}

// Names that act on a page, a terminal, a spreadsheet, a shell, a parser, or a reader; and long ones. Half a character is no UTF-8.
const acting = JSON.parse(readFileSync(join(root, 'tests', 'data', 'hostile-names.json'), 'utf8'))
    .map(s => typeof s === 'string' ? s : s[0].repeat(s[1])).filter(s => !/\p{Cs}/u.test(s));

const cell = s => '"' + s.replaceAll('"', '""') + '"';

// Each makes a folder and returns the arguments that follow `report --format F`.
const networks = {
    example(folder) {
        cpSync(join(root, 'examples', 'metro-5g'), folder, { recursive: true });
        return ['.'];
    },
    'without a profile'(folder) {
        cpSync(join(root, 'examples', 'metro-5g', 'inventory.csv'), join(folder, 'inventory.csv'));
        return ['inventory.csv'];
    },
    waived(folder) {
        cpSync(join(root, 'examples', 'metro-5g'), folder, { recursive: true });
        writeFileSync(join(folder, 'waivers.yaml'),
            'waivers: [{asset: "*", rule: us-fcc-covered-list, reason: "replaced [soon](x)", approver: J. Doe, expires: 2999-12-31}]\n');
        return ['.'];
    },
    'nothing in it'(folder) {
        writeFileSync(join(folder, 'none.csv'), 'name,maker,ip\n');
        return ['none.csv'];
    },
    'half read'(folder) {
        writeFileSync(join(folder, 'a b#c%d.csv'), 'name,maker,ip\nsw-1,Acme,192.0.2.1\nsw-2,Acme,192.0.2.300\n"open');
        writeFileSync(join(folder, 'x.pcap'), Buffer.from('d4c3b2a1020004000000000000000000', 'hex'));
        writeFileSync(join(folder, 'profile.yaml'), 'country: US\nroles: [federal_contractor]\n');
        return ['.', 'absent.csv'];
    },
    'names that act'(folder) {
        mkdirSync(join(folder, 'e'));
        const rows = acting.map((s, i) => [s, 'Huawei', s, s, `192.0.2.${i + 1}`, s].map(cell).join(','));
        writeFileSync(join(folder, 'e', "hostile <b>'\u202e.csv"), 'name,maker,product,site,ip,notes\n' + rows.join('\n') + '\n');
        writeFileSync(join(folder, 'profile.yaml'), `name: ${JSON.stringify(acting[0])}\ncountry: US\nroles: [federal_contractor]\n`);
        return ['.'];
    },
};

function printed(format, args, folder) {
    const p = spawnSync(program, ['report', '--format', format, '--as-of', '2026-11-23', ...args],
        { cwd: folder, encoding: 'buffer', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] });
    if (p.error)
        throw p.error;
    return { status: p.status, bytes: p.stdout, err: p.stderr.toString() };
}

const tmp = mkdtempSync(join(tmpdir(), 'formats-'));
try {
    for (const [network, make] of Object.entries(networks)) {
        const folder = join(tmp, network.replaceAll(' ', '-'));
        mkdirSync(folder);
        const args = make(folder);
        const answer = JSON.parse(printed('json', args, folder).bytes.toString());
        for (const [name, format] of Object.entries(formats)) {
            const got = printed(name, args, folder), what = `${name}: ${network}`;
            if (!ok([0, 1, 3, 4].includes(got.status) && got.bytes.length > 0, `${what}: printed`, got.err))
                continue;
            const text = new TextDecoder('utf-8', { fatal: false }).decode(got.bytes);
            const active = text.match(/[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u);
            ok(!active || (format.lines === '\r\n' && active[0] === '\r'), `${what}: nothing acts on a terminal`,
                active && `U+${active[0].codePointAt(0).toString(16)} at ${active.index}`);
            await format.check({ text, what, ok, answer, network, folder: here, acting });
            if (network === 'example')
                ok(printed(name, args, folder).bytes.equals(got.bytes), `${what}: the same bytes again`);
        }
    }
} finally {
    rmSync(tmp, { recursive: true, force: true });
}
console.log(`1..${n}`);
process.exit(failed ? 1 : 0);
