"""What the tests ran of ext/: lines and branches of each file, by gcov, and each place that nothing went to.

    python3 tests/house/coverage.py build/coverage           a line a file, the sums, and what is missing
    python3 tests/house/coverage.py build/coverage page      likewise, of files whose path has "page" in it

A branch is one outcome of one condition: `a && b` has four.  The objects of the library, those of the extension and the
programs that include its headers are the same sources, so an outcome that any has seen was taken.  Missing is

    ext/page/page.c:535: 1101 if( n>0 && p[n-1]==0 ){        of the line's four outcomes the third was not seen; no digits: nothing ran

Where no hostile bytes are read two causes are one, and counted apart where the line shows them: an error is already set
(the condition is about a TgErr), and no memory (a pointer that was just allocated, or that SQLite had no memory to give).

Exit 1 where hostile bytes are read and a line or a branch is missing, below 95 % of the branches elsewhere, or if anything
but those two causes is missing there.
"""
import collections
import glob
import json
import re
import subprocess
import sys

HOSTILE = ('ext/page/', 'ext/codec/', 'ext/store/scan', 'ext/base/bytes.h', 'ext/base/base64.c', 'ext/base/vfs.c',
           'ext/base/dirlist.c')
LIMIT = 95.0
CAUSES = ('an error is already set', 'no memory', 'nothing that counts')
ERROR = re.compile(r'\be2?(->|\.)rc[!=]=SQLITE_OK|\btgErrFatal\(|\bzMsg\b')
POINTER = re.compile(r'^!?\(*\**((?:\w+(?:->|\.))*\w+)(?:\[\w+\])?(?:[!=]=0)?\s*$')
ALLOCATES = re.compile(r'\b(tg(Alloc|Strdup|Printf|Say|SayV|Shown|Problem|StoreProblem|Text|LayoutSql|LayoutRead|B64\w*|Json\w*)|sqlite3_(malloc64|mprintf'
                       r'|realloc64|str_finish|str_new|value_(text|blob|dup)|column_(text|blob|name)))\(')


def count(build):
    """{file: {line: (times run, {(n, k): times taken})}}: the k-th of n outcomes of a line, over all functions of it."""
    lines = collections.defaultdict(dict)
    for data in sorted(glob.glob(f'{build}/**/*.gcda', recursive=True)):
        text = subprocess.run(['gcov', '--json-format', '--branch-probabilities', '--stdout', data],
                              check=True, capture_output=True).stdout
        for file in json.loads(text)['files']:
            if not file['file'].startswith('ext/'):
                continue
            for line in file['lines']:
                ran, taken = lines[file['file']].get(line['line_number'], (0, {}))
                n = len(line['branches'])
                for k, branch in enumerate(line['branches']):
                    taken[n, k] = taken.get((n, k), 0) + branch['count']
                lines[file['file']][line['line_number']] = ran + line['count'], taken
    return lines


def atoms(text):
    """The conditions of a line of C, in order: gcov counts two outcomes for each."""
    text = re.sub(r'"(\\.|[^"\\])*"|/\*.*', '""', text)
    text = re.sub(r"'(\\.|[^'\\])'", "' '", text)
    loop = re.search(r'\bfor\((.*)', text)
    if loop:
        parts = loop.group(1).split(';')
        text = parts[1] if len(parts)>1 else ''
    else:
        text = re.sub(r'^.*?\b(if|while)\(', '', text)
    return [a.strip(' (){') for a in re.split(r'&&|\|\||\?', text)]


def cause(source, number, taken):
    """{index of CAUSES: outcomes of this line that are missing by it}; number begins at 1."""
    conditions = atoms(source[number-1])
    found = collections.Counter()
    for k, (_, times) in enumerate(sorted(taken.items())):
        if times == 0:
            a = conditions[k//2] if 2*len(conditions) == len(taken) else ''      # else it can't be told which
            found[0 if ERROR.search(a) else 1 if no_memory(source, number, a) else 2] += 1
    return found


def no_memory(source, number, condition):
    """Is it about a pointer that has just been allocated, or does the line say so?"""
    pointer = POINTER.match(condition.split(')')[0] if condition.count('(') < condition.count(')') else condition)
    if not pointer:
        return False
    if re.search(r'nomem|NOMEM|tgNomem', ' '.join(source[number-1:number+1])):
        return True
    name = re.escape(pointer.group(1))
    for back in range(number-1, max(number-8, 0), -1):
        given = re.search(rf'(?<![\w.>]){name} = (.*)', source[back-1])
        if given:
            return bool(ALLOCATES.search(given.group(1)))
        if source[back-1].startswith('}'):
            break
    return False


def percent(part, whole):
    return 100.0 if whole == 0 else 100.0*part/whole


def main(build, only=''):
    missing = []
    hostile, rest = [0, 0], [0, 0]
    causes = collections.Counter()
    bad = False
    print(f'{"lines":>13} {"":>6} {"branches":>11}')
    for file, lines in sorted(count(build).items()):
        if only not in file:
            continue
        source = open(file, encoding='utf-8').read().split('\n')
        nRan = nTaken = nBranch = 0
        for number, (ran, taken) in sorted(lines.items()):
            seen = sum(times > 0 for times in taken.values())
            nRan += ran > 0
            nTaken += seen
            nBranch += len(taken)
            if not ran or seen < len(taken):
                outcomes = ''.join('01'[times > 0] for _, times in sorted(taken.items())) if ran else ''
                missing.append(f'{file}:{number}: {outcomes} {source[number-1].strip()}')
        whole = file.startswith(HOSTILE)
        total = hostile if whole else rest
        total[0] += nTaken
        total[1] += nBranch
        if not whole:
            for number, (_, taken) in lines.items():
                causes.update(cause(source, number, taken))
        bad |= nRan < len(lines) or whole and nTaken < nBranch
        print(f'{nRan:6}/{len(lines):<6} {percent(nRan, len(lines)):6.2f} {nTaken:5}/{nBranch:<5} {percent(nTaken, nBranch):6.2f}'
              f'  {file}{" (hostile bytes)" if whole else ""}')
    print(f'where hostile bytes are read {hostile[0]}/{hostile[1]} branches, {percent(*hostile):.2f} %; '
          f'elsewhere {rest[0]}/{rest[1]}, {percent(*rest):.2f} %')
    print('missing elsewhere: ' + ', '.join(f'{causes[k]} by {name}' for k, name in enumerate(CAUSES)))
    print('\n'.join(missing))
    return 1 if bad or causes[2] or percent(*rest) < LIMIT else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
