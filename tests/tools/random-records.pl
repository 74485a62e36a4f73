#!/usr/bin/perl
# random-records.pl - a random workload for dbd-load, always the same of a seed
# SPDX-License-Identifier: GPL-2.0-or-later
#
#	random-records.pl SEED JOBS DAYS BASE
#
# From BASE (seconds since 1970) on, for DAYS days: jobs that run, wait, are
# cancelled, suspended or go on for ever; arrays that wait; GPUs; nodes that
# go down; reservations of every kind; a cluster that grows. Accounts a1 to
# a4, users u1 to u5 in all of them, wckeys w1, w2 of each, as the test makes
# them. What depends on the order of one second is left out.
use strict;
use warnings;

my ($seed, $jobs, $days, $base) = @ARGV;
defined $base or die "random-records.pl SEED JOBS DAYS BASE\n";
srand($seed);
my $span = $days * 86400;
sub pick { return $_[int rand @_] }
sub between { my ($from, $to) = @_; return $from + int rand($to - $from + 1) }

print "base $base\n";
print "newtres gres gpu\n";
my $tres = "1=512,2=1024000,3=0,4=16,5=512,6=0,7=0,8=0";
print "tres +60 nodes=n[1-16] tres=$tres,1001=32\n";
print "tres +", between($span / 3, $span / 2), " nodes=n[1-16] tres=$tres,1001=48\n";

# nodes: down for a while, some for as long as it lasts, some powered down
my %free = map { $_ => 600 } 1 .. 16;
for (1 .. $days * 6) {
	my $node = between(1, 16);
	my $at = $free{$node} + between(100, $span / 4);
	next if $at > $span;
	my $state = pick(1, 1, 1, 6);
	print "down +$at node=n$node tres=1=32,2=64000,5=32 state=$state reason=r$_\n";
	next if rand() < 0.1 && ($free{$node} = 10 * $span);
	my $up = $at + between(30, 20000);
	print "up +$up node=n$node\n";
	$free{$node} = $up + 10;
}

# reservations: plain, maintenance, ignoring jobs, flexible
my @resv;
my @kinds = (0, 0, 0, 1, 64, 1 << 25);
for my $id (1 .. $days * 4) {
	my $start = between(1000, $span - 10000);
	my $end = $start + between(600, 40000);
	my $first = between(1, 14);
	my $nodes = between(1, 3);
	my $cpus = 32 * $nodes;
	my $assocs = pick("a1/u1", "a1/u1+a1/u2", "a2", "a3+a4/u4");
	my $flags = pick(@kinds);
	print "resv add $id start=+$start end=+$end nodes=n[$first-", $first + $nodes - 1,
		"] tres=1=$cpus assocs=$assocs flags=$flags name=v$id\n";
	push @resv, [$id, $start, $end, $cpus, $assocs];
}

my (@lines, $t);
$t = 700;
for my $id (1 .. $jobs) {
	$t += between(0, int(2 * $span / $jobs));
	last if $t > $span;
	my $submit = $t;
	my $cpus = pick(1, 1, 2, 4, 8, 16, 32, 64);
	my $mem = $cpus * pick(100, 1000, 2000);
	my $req = "1=$cpus,2=$mem,4=" . int(($cpus + 31) / 32) . ",5=$cpus";
	$req .= ",1001=" . between(1, 4) if rand() < 0.1;
	my ($user, $account) = ("u" . between(1, 5), "a" . between(1, 4));
	my $more = " wckey=" . pick("w1", "w2");
	my $eligible = $submit + (rand() < 0.1 ? between(1, 5000) : 0);
	my $start = $eligible + (rand() < 0.4 ? 0 : between(0, pick(60, 3600, 30000)));
	if (@resv && rand() < 0.05) {
		my $r = pick(@resv);
		my ($id_r, $from, $to, $has, $assocs) = @$r;
		next if $from < $submit + 10;
		$start = between($from, $to - 60);
		($account, $user) = $assocs =~ m{^(a\d)(?:/(u\d))?} ? ($1, $2 // $user) : die;
		$more .= " resv=$id_r";
	}
	my $end = $start + between(1, pick(60, 600, 7200, 100000));
	my $kind = rand();
	my $head = "job $id assoc=$account/$user submit=+$submit eligible=+$eligible req=$req$more";
	if ($kind < 0.04) { # cancelled before it ran
		print "$head end=+", $eligible + between(1, 9000), " state=4\n";
	} elsif ($kind < 0.05) { # waits for ever, an array perhaps
		print "$head pending=", between(1, 9), "\n";
	} elsif ($kind < 0.06) { # runs for ever
		print "$head start=+$start\n";
	} elsif ($kind < 0.09 && $end - $start > 100) {
		my $stop = between($start + 1, $end - 50);
		print "$head start=+$start\nsuspend $id +$stop\n";
		print "resume $id +", between($stop + 1, $end - 1), "\n";
		print "end $id +$end\n";
	} else {
		print "$head start=+$start end=+$end state=", pick(3, 3, 3, 5), "\n";
	}
}
