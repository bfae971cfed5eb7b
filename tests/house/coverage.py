"""What the tests ran of ext/: lines and branches of each file, by gcov, and each place that nothing went to.

    python3 tests/house/coverage.py build/coverage           a line a file, the sums, and what is missing
    python3 tests/house/coverage.py build/coverage page      likewise, of files whose path has "page" in it

A branch is one outcome of one condition: `a && b` has four.  The objects of the library, those of the extension and the
programs that include its headers are the same sources, so an outcome that any has seen was taken.  Missing is

    ext/page/page.c:535: 1101 if( n>0 && p[n-1]==0 ){        of the line's four outcomes the third was not seen; no digits: nothing ran

Exit 1 where hostile bytes are read and a line or a branch is missing, or below 95 % of the branches elsewhere.
"""
import collections
import glob
import json
import subprocess
import sys

HOSTILE = ('ext/page/', 'ext/codec/', 'ext/store/scan.c', 'ext/base/bytes.h', 'ext/base/base64.c', 'ext/base/vfs.c',
           'ext/base/dirlist.c')
LIMIT = 95.0


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


def percent(part, whole):
    return 100.0 if whole == 0 else 100.0*part/whole


def main(build, only=''):
    missing = []
    hostile, rest = [0, 0], [0, 0]
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
        bad |= nRan < len(lines) or whole and nTaken < nBranch
        print(f'{nRan:6}/{len(lines):<6} {percent(nRan, len(lines)):6.2f} {nTaken:5}/{nBranch:<5} {percent(nTaken, nBranch):6.2f}'
              f'  {file}{" (hostile bytes)" if whole else ""}')
    print(f'where hostile bytes are read {hostile[0]}/{hostile[1]} branches, {percent(*hostile):.2f} %; '
          f'elsewhere {rest[0]}/{rest[1]}, {percent(*rest):.2f} %')
    print('\n'.join(missing))
    return 1 if bad or percent(*rest) < LIMIT else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
