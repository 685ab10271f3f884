#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""commands.py CLEANPATH - each command has help, a man page without complaints, and a transcript.

Man pages and completions are made from the same table as the parser, so they are checked as the program
prints them: the man pages by mandoc, the completions by the shells that are here."""
import glob, os, re, shutil, subprocess, sys
from common import ROOT, done, ok, skip


def output(*command, stdin=None):
    p = subprocess.run(command, input=stdin, capture_output=True, text=True)
    return p.returncode, p.stdout, p.stderr


def check_man(page, what):
    if not shutil.which('mandoc'):
        return skip('no mandoc')
    status, out, err = output('mandoc', '-T', 'lint', '-W', 'warning', stdin=page)
    ok(page.startswith('.') and status == 0, 'man page of %s' % what, (out + err).splitlines()[:10])


def check_completion(program, names):
    for shell, check in (('bash', ['bash', '-n']), ('zsh', ['zsh', '-n']), ('fish', ['fish', '-n'])):
        status, out, err = output(program, 'completion', shell)
        missing = [n for n in names if not re.search(r'\b%s\b' % re.escape(n), out)]
        ok(status == 0 and not missing, 'completion for %s knows each command' % shell, missing or err.splitlines())
        if shutil.which(check[0]):
            status, _, err = output(*check, stdin=out)
            ok(status == 0, 'completion for %s is valid' % shell, err.splitlines())


def main():
    program = sys.argv[1]
    status, help_text, err = output(program, '--help')
    names = re.findall(r'^  ([a-z][a-z-]*) ', help_text.partition('Commands:')[2].partition('\n\n')[0], re.M)
    ok(status == 0 and names, '`cleanpath --help` lists the commands', err.splitlines())
    check_man(output(program, 'man')[1], 'cleanpath')
    transcripts = ''
    for path in glob.glob(os.path.join(ROOT, 'tests', 'cli', '*.t')):
        with open(path, encoding='utf-8', errors='replace') as f:
            transcripts += f.read()
    for name in names:
        status, text, err = output(program, name, '--help')
        ok(status == 0 and text.startswith('Usage: cleanpath %s' % name), '`cleanpath %s --help`' % name, err.splitlines())
        check_man(output(program, 'man', name)[1], 'cleanpath ' + name)
        ok(re.search(r'^[$>] .*\bcleanpath %s\b' % re.escape(name), transcripts, re.M), 'a transcript shows `cleanpath %s`' % name)
    check_completion(program, names)
    done()


if __name__ == '__main__':
    main()
