# SPDX-License-Identifier: Apache-2.0
"""What the checks of the repository share: TAP output and the list of files that belong to the project."""
import os, subprocess, sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
_state = {'run': 0, 'failed': 0}


def ok(held, name, details=()):
    """One TAP line; details (strings) are printed below it when it fails."""
    _state['run'] += 1
    print('%s %d - %s' % ('ok' if held else 'not ok', _state['run'], name.replace('#', ' ')))
    if not held:
        _state['failed'] += 1
        for line in details:
            print('#   ' + line)
    return held


def skip(reason):
    _state['run'] += 1
    print('ok %d # SKIP %s' % (_state['run'], reason))


def done():
    print('1..%d' % _state['run'])
    sys.exit(1 if _state['failed'] or not _state['run'] else 0)


def skip_all(reason):
    print('1..0 # SKIP ' + reason)
    sys.exit(0)


def files(*patterns):
    """Paths relative to the root of the files that git knows or would take; in an unpacked archive, all."""
    try:
        out = subprocess.run(['git', '-C', ROOT, 'ls-files', '-co', '--exclude-standard', '-z', '--', *patterns],
                             check=True, capture_output=True).stdout
        names = [os.fsdecode(n) for n in out.split(b'\0') if n]
    except (OSError, subprocess.CalledProcessError):
        import fnmatch
        names = []
        for folder, sub, leaves in os.walk(ROOT):
            sub[:] = [d for d in sub if not d.startswith(('.git', 'build'))]
            names += [os.path.relpath(os.path.join(folder, f), ROOT) for f in leaves]
        names = [n for n in names if not patterns or any(fnmatch.fnmatch(n, p) for p in patterns)]
    return sorted(n for n in set(names) if os.path.isfile(os.path.join(ROOT, n)))


def text(name):
    with open(os.path.join(ROOT, name), encoding='utf-8', errors='replace', newline='') as f:
        return f.read()


def strip_comments(source):
    """C source with comments and string literals blanked, line numbers kept."""
    out, i, n = [], 0, len(source)
    while i < n:
        two = source[i:i + 2]
        if two == '/*':
            j = source.find('*/', i + 2)
            j = n if j < 0 else j + 2
        elif two == '//':
            j = source.find('\n', i)
            j = n if j < 0 else j
        elif source[i] in '"\'':
            j = i + 1
            while j < n and source[j] != source[i] and source[j] != '\n':
                j += 2 if source[j] == '\\' else 1
            j = min(n, j + 1)
        else:
            out.append(source[i])
            i += 1
            continue
        out.append(''.join(c if c == '\n' else ' ' for c in source[i:j]))
        i = j
    return ''.join(out)
