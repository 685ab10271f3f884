#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""commands.py CLEANPATH - each command has help, a man page without complaints, completion, and a transcript.

Man pages and completions are made from the same table as the parser, so they are checked as the program
prints them: the man pages by mandoc, the completions by the shells that are here."""
import glob, os, re, shutil, subprocess, sys, tempfile
from common import ROOT, done, ok, skip


def output(*command, stdin=None):
    p = subprocess.run(command, input=stdin, capture_output=True, text=True)
    return p.returncode, p.stdout, p.stderr


def check_man(page, what):
    if not shutil.which('mandoc'):
        return skip('no mandoc')
    status, out, err = output('mandoc', '-T', 'lint', '-W', 'warning', stdin=page)
    ok(page.startswith('.') and status == 0, 'man page of %s' % what, (out + err).splitlines()[:10])


def options_of(help_text):
    """Letters and names: {'-q', '--quiet', ...}."""
    found = re.findall(r'^ {2,6}(?:(-\w), )?(--[a-z][a-z-]*)', help_text.partition('Options:')[2].partition('Examples:')[0], re.M)
    return {o for pair in found for o in pair if o}


def rows_of(shell, script, name):
    """The part of a completion that is about one command."""
    if shell == 'fish':
        return '\n'.join(l for l in script.splitlines() if "_of %s'" % name in l)
    begin = re.search(r'^    %s\)' % re.escape(name), script, re.M)
    return script[begin.end():].partition(';;\n    ')[0] if shell == 'zsh' and begin else \
        script[begin.end():].partition('esac ;;')[0] if begin else ''


def check_options(program, names):
    """Each option of each command stands in its man page and in each completion."""
    scripts = {shell: output(program, 'completion', shell)[1] for shell in ('bash', 'zsh', 'fish')}
    for name in names:
        options, missing = options_of(output(program, name, '--help')[1]), []
        page = output(program, 'man', name)[1]
        for o in sorted(o for o in options if o.startswith('--')):
            if not re.search(r'^\.It .*Fl %s( |$)' % re.escape(o[1:]), page, re.M):
                missing.append('man page: ' + o)
            for shell, script in scripts.items():
                word = {'bash': o, 'zsh': o, 'fish': '-l ' + o[2:]}[shell]
                if not re.search(r'%s(?![\w-])' % re.escape(word), rows_of(shell, script, name)):
                    missing.append('%s: %s' % (shell, o))
        ok(len(options) > 2 and not missing, 'man page and completions of `cleanpath %s` have its %d options' % (name, len(options)),
           missing[:10])


def check_checker(program):
    """The other program is no part of the table: its page and completions are files."""
    checker = os.path.join(os.path.dirname(program), 'cleanpath-check')
    with open(os.path.join(ROOT, 'docs', 'man', 'cleanpath-check.1'), encoding='utf-8') as f:
        page = f.read()
    check_man(page, 'cleanpath-check')
    options = set(re.findall(r'--([a-z]+)', output(checker, '--help')[1].partition('\n')[0]))
    ok('format' in options and all(re.search(r'^\.It Fl -%s\b' % o, page, re.M) for o in options), 'and it has each option')
    for shell, name, mark in (('bash', 'cleanpath-check.bash', '--'), ('zsh', '_cleanpath-check', '--'),
                              ('fish', 'cleanpath-check.fish', '-l ')):
        path = os.path.join(ROOT, 'check', name)
        with open(path, encoding='utf-8') as f:
            script = f.read()
        ok(all(re.search(r'%s%s\b' % (mark, o), script) for o in options), 'completion of cleanpath-check for %s' % shell)
        if shutil.which(shell):
            ok(output(shell, '-n', path)[0] == 0, 'which is valid')


def check_installed(program, names):
    """`make install` calls tools/install-docs: all of them are there, and nothing else."""
    with tempfile.TemporaryDirectory() as prefix:
        p = subprocess.run([os.path.join(ROOT, 'tools', 'install-docs'), program, 'man', 'share'], capture_output=True, text=True,
                           env=dict(os.environ, MESON_INSTALL_DESTDIR_PREFIX=prefix))
        got = {os.path.relpath(os.path.join(d, f), prefix) for d, _, files in os.walk(prefix) for f in files}
        empty = [f for f in got if os.path.getsize(os.path.join(prefix, f)) == 0]
    want = {'man/man1/cleanpath.1'} | {'man/man1/cleanpath-%s.1' % n for n in names}
    for n in ('cleanpath', 'cleanpath-check'):
        want |= {'share/bash-completion/completions/' + n, 'share/zsh/site-functions/_' + n, 'share/fish/vendor_completions.d/%s.fish' % n}
    ok(p.returncode == 0 and got == want and not empty, '`make install` has %d pages and completions' % len(want),
       sorted(got ^ want) + empty + p.stderr.splitlines())
    plan = output('meson', 'introspect', os.path.dirname(program), '--installed')[1] if shutil.which('meson') else ''
    if plan:
        ok(re.search(r'man1/cleanpath-check\.1', plan), 'and the page of cleanpath-check')


def check_completion(program, names):
    for shell, check in (('bash', ['bash', '-n']), ('zsh', ['zsh', '-n']), ('fish', ['fish', '-n'])):
        status, out, err = output(program, 'completion', shell)
        missing = [n for n in names if not re.search(r'\b%s\b' % re.escape(n), out)]
        ok(status == 0 and not missing, 'completion for %s knows each command' % shell, missing or err.splitlines())
        if shutil.which(check[0]):
            status, _, err = output(*check, stdin=out)
            ok(status == 0, 'completion for %s is valid' % shell, err.splitlines())


def check_fish(program, names):
    """What fish offers behind a line, asked of it in a folder with a file of the name of a command."""
    if not shutil.which('fish'):
        skip('no program fish')
        return
    with tempfile.TemporaryDirectory() as folder:
        open(os.path.join(folder, 'diff'), 'w', encoding='utf-8').close()

        def offered(line):
            p = subprocess.run(['fish', '-N', '-c', "%s completion fish | source; complete -C '%s'" % (program, line)], cwd=folder, capture_output=True, text=True,
                               env=dict(os.environ, HOME=folder, PATH=os.path.dirname(program) + ':' + os.environ['PATH']))
            return [l.partition('\t')[0] for l in p.stdout.splitlines()] or p.stderr.splitlines()

        for line, want in (('cleanpath ', sorted(names + ['help', 'version', 'man', 'completion'])), ('cleanpath completion ', ['bash', 'fish', 'zsh']),
                           ('cleanpath form ', ['draft', 'list']), ('cleanpath report --format s', ['sarif']), ('cleanpath audit ', ['diff']),
                           ('cleanpath audit diff --fail-on-', ['--fail-on-unknown']), ('cleanpath policy diff --waivers', [])):
            got = offered(line)
            ok(sorted(got) == want, 'fish offers %d behind `%s`' % (len(want), line), got)


def main():
    program = os.path.abspath(sys.argv[1])
    status, help_text, err = output(program, '--help')
    names = re.findall(r'^  ([a-z][a-z-]*) ', help_text.partition('Commands:')[2].partition('\n\n')[0], re.M)
    ok(status == 0 and names, '`cleanpath --help` lists the commands', err.splitlines())
    check_man(output(program, 'man')[1], 'cleanpath')
    with open(os.path.join(ROOT, 'README.md'), encoding='utf-8') as f:
        commands = f.read().partition('## Commands')[2].partition('\n## ')[0]
    ok(all(re.search(r'^\|[^|]*`%s`' % re.escape(n), commands, re.M) for n in names), 'the table of README.md has each command')
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
    check_fish(program, names)
    check_options(program, names)
    check_checker(program)
    check_installed(program, names)
    done()


if __name__ == '__main__':
    main()
