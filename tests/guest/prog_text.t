#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The programs that read and write text, and what they say when they cannot.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::VM;

my $guest = Graft::VM->new;

sub check
{
	my ($name, $commands, @expected) = @_;

	$guest->check($name, "cd /tmp; $commands", @expected);
}

check('echo', 'echo -n a  b; /bin/echo c d', "a bc d\n");
check('/bin/echo -n', '/bin/echo -n x', 'x');
check('printf: again for more arguments',
    '/usr/bin/printf "%s-%03d|%x\n" a 3 255 b 4 0x10', "a-003|ff\nb-004|10\n");
check('printf: floating point', '/usr/bin/printf "%.2f %g\n" 3.14159 1e10',
    "3.14 1e+10\n");
check('printf: escapes', '/usr/bin/printf "a\\tb\\101\\n%b" "x\\ny\\n\\cz"',
    "a\tbA\nx\ny\n");
check('printf: no number', '/usr/bin/printf "%d\n" 12x',
    "printf: `12x' is not wholly a number\n12\n", 1);
check('printf: * and %c', '/usr/bin/printf "%*s|%-5c|\n" 5 ab xyz',
    "   ab|x    |\n");

check('cat', 'printf "a\nb" >f; echo c | cat f - f', "a\nbc\na\nb");
check('cat -n', 'printf "a\nb\n" | cat -n', "     1\ta\n     2\tb\n");
check('cat of nothing', 'cat nope f',
    "cat: nope: No such file or directory\na\nb", 1);
check('cat of a folder', 'cat /tmp', qr/^cat: \/tmp: Is a directory/, 1);
check('head', 'seq 20 >n; head n | tail -n 1; head -n 2 n; head -c 3 n',
    "10\n1\n2\n1\n2");
check('head of several', 'head -n 1 n f', "==> n <==\n1\n\n==> f <==\na\n");
check('tail', 'tail -n 2 n; tail -n +19 n; tail -c 3 n', "19\n20\n" x 2 .
    "20\n");
check('wc', 'wc n f; wc -l <n', sub { $_[0] =~ tr/ //sr eq
    " 20 20 51 n\n 1 2 3 f\n 21 22 54 total\n 20\n" });
check('wc of nothing', 'wc nope', "wc: nope: No such file or directory\n", 1);

check('grep', 'grep 1 n | wc -l; grep -c 1 n; grep -n 2 n', qr/^ +11\n11\n2:2\n12:12\n20:20\n/);
check('grep: none', 'grep x n', '', 1);
check('grep: no file', 'grep x nope', "grep: nope: No such file or directory\n",
    2);
check('grep: basic', 'grep "^1[0-5]*$" n | wc -l', qr/^ +7\n/);
check('grep -E', 'grep -E "^(1|2)0$" n', "10\n20\n");
check('grep -F', 'printf "a.c\nabc\n" | grep -F a.c', "a.c\n");
check('grep -v, -x, -w', 'printf "ab\nab cd\n" >g; grep -v cd g; grep -x ab g;'
    . ' grep -w cd g', "ab\nab\nab cd\n");
check('grep -i', 'grep -i AB g', "ab\nab cd\n");
check('grep -e twice', 'grep -e 19 -e 20 n', "19\n20\n");
check('grep -l, -H, -h', 'grep -l ab f g; grep -H cd g; grep -h cd f g',
    "g\ng:ab cd\nab cd\n");
check('grep -q', 'grep -q ab g && echo yes', "yes\n");
check('grep -r', 'mkdir r; echo hit >r/x; grep -r hit r; rm -r r',
    "r/x:hit\n");
check('grep of what is no text', 'printf "a\0b\n" >z; grep a z',
    "Binary file z matches\n");
check('grep: no expression', 'grep "a\\{" n', qr/^grep: a\\\{: /, 2);

check('sort', 'printf "b\na\nc\n" | sort', "a\nb\nc\n");
check('sort -n, -r, -u', 'printf "10\n9\n-1\n9\n0.5\n" | sort -nru',
    "10\n9\n0.5\n-1\n");
check('sort -k, -t', 'printf "x:2\ny:10\nz:1\n" | sort -t : -k 2n',
    "z:1\nx:2\ny:10\n");
check('sort -f', 'printf "B\na\nC\n" | sort -f', "a\nB\nC\n");
check('uniq', 'printf "a\na\nb\n" >u; uniq u; uniq -c u; uniq -d u; uniq -u u',
    "a\nb\n      2 a\n      1 b\na\nb\n");
check('cut', 'printf "a:b:c\nnone\n" | cut -d : -f 1,3-; echo abcdef | cut -c 2-3,5',
    "a:c\nnone\nbce\n");
check('cut: no list', 'cut -f 0 f', "cut: `0' is not a range\n", 1);
check('tr', 'echo Hello | tr a-z A-Z; echo aabbcc | tr -s a-b;'
    . ' echo a1b2 | tr -d 0-9; echo "a, b" | tr -cd "[:alpha:]"',
    "HELLO\nabcc\nab\nab");
check('seq', 'echo $(seq 3) $(seq 2 4) $(seq 5 -2 1) $(seq 1 .5 2)',
    "1 2 3 2 3 4 5 3 1 1.0 1.5 2.0\n");
check('basename, dirname', 'basename /a/b.c .c; basename /; dirname /a/b/;'
    . ' dirname x; dirname /x', "b\n/\n/a\n.\n/\n");
check('tee', 'echo x | tee t1 t2; cat t1 t2', "x\n" x 3);
check('cmp', 'printf abc >c1; printf abd >c2; cmp c1 c2; cmp c1 c1 && echo same',
    "c1 c2 differ: char 3, line 1\nsame\n");
check('cmp: shorter', 'printf ab >c3; cmp c1 c3', qr/c3 ends after 2 bytes/, 1);
check('hexdump -C', 'printf "Hello, hexdump\n\001" | hexdump -C',
    "00000000  48 65 6c 6c 6f 2c 20 68  65 78 64 75 6d 70 0a 01"
    . "  |Hello, hexdump..|\n00000010\n");
check('hexdump', 'head -c 40 /dev/zero | hexdump',
    "0000000 0000 0000 0000 0000 0000 0000 0000 0000\n*\n"
    . "0000020 0000 0000 0000 0000                    \n0000028\n");
check('hexdump -n, -s', 'printf 0123456789 | hexdump -C -s 4 -n 2',
    qr/^00000004  34 35 .*\|45\|\n00000006\n/);
check('xargs', 'seq 7 | xargs -n 3; printf "\"a b\" c\\\\ d" | xargs -n 1 echo',
    "1 2 3\n4 5 6\n7\na b\nc d\n");
check('xargs: a failure', 'echo x | xargs false', '', 123);
check('more without a terminal', 'more g', "ab\nab cd\n");
check('yes', 'yes no | head -n 2', "no\nno\n");

for my $case (['1 -eq 1', 0], ['1 -gt 2', 1], ['-n x', 0], ['-z x', 1],
    ['x = y', 1], ['! -e nope', 0], ['-d /tmp -a -f f', 0],
    ['"(" a = b -o c = c ")" -a 1', 0], ['-c /dev/null', 0], ['= = =', 0],
    ['! = !', 0], ['-n = -n', 0], ['""', 1]) {
	my ($condition, $status) = @$case;
	check("test $condition", "/bin/test $condition", '', $status);
	check("[ $condition ]", "/bin/[ $condition ]", '', $status);
}
check('test: no number', '/bin/test 1 -eq x', "test: x: not an integer\n", 2);
check('[ without ]', '/bin/[ a = a', "[: `]' is missing at the end\n", 2);
check('usage', 'for p in cat cut sort uniq tr wc head tail cmp tee grep; do'
    . ' $p -Z </dev/null >/dev/null; test $? -ne 0 || echo $p; done',
    sub { my @lines = grep { /^usage: / } split /\n/, $_[0]; @lines == 11 });
check('the end', 'rm f g n u z t1 t2 c1 c2 c3; ls', '');

$guest->done;
