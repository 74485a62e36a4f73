# list-statements.pl - C of all SQL statements that C files hold or build:
#   perl list-statements.pl CC RELEASE SQL.H FILE... >statements.inc
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Held are initialisers of struct pg_statement, which are copied; built are
# calls of columns_statement() and limits_statement(), which are repeated;
# generated ones are listed from SQL.H. What looks like one and is not
# understood ends this with an error, so that none is missed.
use strict;
use warnings;

my ($cc, $release, $header, @files) = @ARGV;
my (@held, @built);

sub preprocessed {
	my ($file) = @_;
	open(my $in, '<', $file) or die "$file: $!\n";
	my $text = join('', grep { !/^\s*#\s*(include|pragma)/ } <$in>);
	# its own macros only; strings that are side by side stay so
	open(my $out, '>', "$header.tmp.c") or die "$header.tmp.c: $!\n";
	print $out $text;
	close($out);
	$text = `$cc -E -P '-DSLURM_VERSION_NUM(a,b,c)=(((a)<<16)+((b)<<8)+(c))' -DSLURM_VERSION_NUMBER=$release '$header.tmp.c'`;
	die "$file: $cc -E failed\n" if $?;
	unlink("$header.tmp.c");
	return $text;
}

for my $file (@files) {
	my $text = preprocessed($file);
	my $string = qr/"(?:[^"\\]|\\.)*"/s;
	my $value = qr/\{(?:[^{}"]|$string|\{(?:[^{}"]|$string)*\})*\}/s;
	my $found = 0;
	my $expected = () = $text =~ /const struct pg_statement \*?\w+(?:\[\w*\])? = \{/g;

	while ($text =~ /const struct pg_statement (\w+)(\[\w*\])? = ($value);/g) {
		push(@held, [$file, $1, $2 ? $3 : "{ $3 }"]);
		$found++;
	}
	die "$file: $found of $expected statements are understood\n" if $found != $expected;
	next if $text =~ /^\w+_statement\(const struct|^struct pg_statement limits_statement\(/m
		&& $file =~ /(column|limits)_sql\.c$/;
	$expected = () = $text =~ /\b(?:columns|limits)_statement\(/g;
	$found = 0;
	while ($text =~ /\b(columns_statement)\(&(\w+),\s*&(\w+),\s*(\d+)\)|\b(limits_statement)\(&(\w+),\s*&(\w+),\s*(\d+)\)/g) {
		push(@built, "*columns_statement(&$2, &$3, $4)") if $1;
		push(@built, "limits_statement(&$6, &$7, $8)") if $5;
		$found++;
	}
	die "$file: $found of $expected calls are understood\n" if $found != $expected;
}

for my $i (0 .. $#held) {
	my ($file, $name, $value) = @{$held[$i]};
	print "/* $file */\nstatic const struct pg_statement held_$i\[] = $value;\n";
}
print "static const struct { const struct pg_statement *first; size_t n; } held[] = {\n";
print "\t{ held_$_, ARRAY_SIZE(held_$_) },\n" for 0 .. $#held;
print "};\n";
print "static void list_built(void)\n{\n", (map { "\tadd($_);\n" } @built), "}\n";
open(my $in, '<', $header) or die "$header: $!\n";
print "static const struct pg_statement *const generated[] = {\n";
/^extern const struct pg_statement (\w+);/ and print "\t&$1,\n" while <$in>;
print "};\n";
