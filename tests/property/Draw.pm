# Draw.pm - what a seed draws: jobs, changes, limits
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A job that is drawn says beside its arguments what it asks, so that the
# numbers of a refusal can be compared.
package Draw;
use strict;
use warnings;
use List::Util qw(max);

our $factors = 1; # QOS with a usage factor too
# Every GPU is asked for by its type, so that types can be limited: of a GPU of
# any type slurmctld knows only when the job starts which one it is.
our $typed = 0;

sub one_of { $_[rand @_] }
sub chance { rand(100) < $_[0] }
sub between { $_[0] + int rand($_[1] - $_[0] + 1) }

my %accounts = (alice => ['optics', 'chem'], bob => ['optics'], carol => ['chem'], dave => ['chem']);

sub person { one_of(qw(alice alice bob bob carol carol dave)) }

sub qos {
	return undef if chance(60);
	return one_of(qw(high high over), $factors ? 'double' : 'high');
}

sub partition {
	return undef if chance(50);
	return one_of('short', 'short', 'whole', 'debug,short', 'short,debug', 'debug,whole', 'urgent');
}

sub gpu_type { $typed || chance(50) ? one_of('a100:', 'h100:') : '' }

sub ask_gpus {
	my ($ask, $type, $n) = @_;
	$ask->{'gres/gpu'} = $n;
	$ask->{ 'gres/gpu:' . $type =~ s/:$//r } = $n if $type;
}

sub size {
	my ($ask, $args) = @_;
	if (chance(15)) {
		my $n = between(2, 8);
		push @$args, '-N2', "-n$n";
		@$ask{qw(cpu node)} = ($n, 2);
	} else {
		my $n = between(1, 6);
		push @$args, '-N1', chance(50) ? "-c$n" : "-n$n";
		@$ask{qw(cpu node)} = ($n, 1);
	}
	if (chance(25)) {
		my $n = between(1, 2);
		my $type = gpu_type();
		push @$args, "--gres=gpu:$type$n";
		ask_gpus($ask, $type, $n * $ask->{node});
	} elsif (chance(10)) {
		my $type = gpu_type();
		my $n = between($ask->{node}, $type ? 2 : 3);
		push @$args, "--gpus=$type$n";
		ask_gpus($ask, $type, $n);
	}
	if (chance(20)) { push @$args, '--mem=' . between(50, 2000) }
	if (chance(5)) { push @$args, '--exclusive'; $ask->{whole} = 1 }
}

sub time_limit {
	my ($ask, $args) = @_;
	return if chance(8);
	$ask->{minutes} = between(1, chance(30) ? 60 : 15);
	push @$args, "-t$ask->{minutes}";
}

# One submission: {who}, {args} of sbatch, {parts}: what each part asks.
sub job {
	my ($who) = @_;
	my (@args, @parts);
	my %common = (who => $who, account => $accounts{$who}[0], tasks => 1);
	if (@{ $accounts{$who} } > 1 && chance(30)) {
		$common{account} = $accounts{$who}[1];
		push @args, "-A$common{account}";
	}
	my $qos = qos();
	push @args, "--qos=$qos" if $qos;
	my $partition = partition();
	push @args, "-p$partition" if $partition;
	@common{qw(qos partitions)} = ($qos // 'normal', [split /,/, $partition // 'debug']);
	my %ask = %common;
	size(\%ask, \@args);
	time_limit(\%ask, \@args);
	if (chance(15)) {
		my $n = between(1, 3);
		push @args, "-Lmatlab:$n";
		$ask{'license/matlab'} = $n;
	}
	push @args, '--hold' if chance(10);
	push @args, '--begin=now+30' if chance(5);
	if (chance(20)) {
		my $n = between(2, 8);
		my $throttle = chance(50) ? between(1, 4) : 0;
		push @args, "--array=1-$n" . ($throttle ? "%$throttle" : '');
		$ask{tasks} = $throttle && $throttle < $n ? $throttle : $n;
	}
	push @parts, \%ask;
	if ($ask{tasks} == 1 && !$ask{'license/matlab'} && chance(10)) {
		my %second = %common;
		push @args, ':', $qos ? "--qos=$qos" : (), $partition ? "-p$partition" : (),
			$common{account} ne $accounts{$who}[0] ? "-A$common{account}" : ();
		size(\%second, \@args);
		time_limit(\%second, \@args);
		push @parts, \%second;
	}
	my $seconds = chance(30) ? between(3, 8) : 1000;
	my $test = @parts == 1 && chance(8);
	unshift @args, '--test-only' if $test;
	return { who => $who, test => $test, args => [@args, '-o', '/dev/null', '--wrap', "sleep $seconds"], parts => \@parts };
}

my %scale = (cpu => [60, 1500], 'gres/gpu' => [20, 300], node => [60, 600], mem => [20000, 300000],
	billing => [60, 1500], 'license/matlab' => [20, 200]);

sub limit { # OWNERS...   owner, TRES, minutes
	my $tres = chance(50) ? 'cpu' : one_of(sort(keys %scale), $typed ? ('gres/gpu:a100') x 2 : ());
	my $value = chance(35) ? -1 : chance(4) ? 0 : between(@{ $scale{ $tres =~ s/:.*//r } });
	return (one_of(@_), $tres, $value);
}

# A change of a queued job: arguments of scontrol update.
sub change {
	my ($job) = @_;
	my @may = ('timelimit=' . between(1, 40), 'partition=' . one_of('debug', 'short', 'whole', 'debug,short'));
	push @may, 'qos=' . one_of(qw(normal high over)), 'numcpus=' . between(1, 8), 'licenses=matlab:' . between(1, 3);
	push @may, 'arraytaskthrottle=' . between(0, 5) if $job->{array};
	push @may, 'account=' . one_of(qw(optics chem)) if $job->{user} eq 'alice';
	return one_of(@may);
}

1;
