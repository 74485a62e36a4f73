#!/usr/bin/perl
# steps.pl - the steps of one phase: steps.pl PHASE SEED STEPS
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Prints each step and each miss; status 1 if there was a miss. SCRATCH,
# SLURM_CONF and GRPTRES_LOG (slurmctld's) stand in the environment, and for
# the phase "direct" GRPTRES_SET_LIMIT, a command that sets a limit.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use List::Util qw(min max first);
use Time::HiRes qw(time sleep);
use World;
use Sums;
use Draw;
use Check;

my ($phase, $seed, $steps) = @ARGV;
die "usage: steps.pl PHASE SEED STEPS\n" unless $steps;
$| = 1;
srand($seed);
my $counters = $phase eq 'counters';
my $direct = $phase eq 'direct';
$Sums::enforced = !$direct;
$Draw::factors = $phase eq 'multifactor';
%Sums::partition_qos = (short => 'pshort') unless $direct;
%Sums::factor = $direct ? () : (double => 2);
%Sums::over_part = (over => 1);
%Sums::whole_partition = (whole => 1);
%Sums::node = (cpu => 16, 'gres/gpu' => 4, 'gres/gpu:a100' => 2, 'gres/gpu:h100' => 2);
$Draw::typed = $seed % 2;
Check::start($ENV{GRPTRES_LOG}, $counters);
my @limited = qw(u:optics/alice u:optics/bob u:chem/alice u:chem/carol a:optics a:physics a:chem a:root q:normal);
push @limited, qw(q:high q:over), $direct ? () : 'q:pshort', $Draw::factors ? 'q:double' : () unless $direct;

my ($step, %count) = (0);
sub say { print "$step: @_\n" }

sub draw_job {
	my $job = Draw::job(Draw::person());
	if ($direct) { # one QOS, one account for each
		@{ $job->{args} } = grep { !/^--qos=|^-A/ } @{ $job->{args} };
		$_->{qos} = 'normal' for @{ $job->{parts} };
		$_->{account} = { alice => 'optics', bob => 'optics' }->{ $_->{who} } // 'chem' for @{ $job->{parts} };
	}
	return $job;
}

sub submit_begin { my ($job) = @_; return World::begin($job->{who}, 'timeout', '60', 'sbatch', @{ $job->{args} }) }

sub submit_end {
	my ($job, $out) = @_;
	@$job{qw(status text)} = World::finish($out);
	$job->{id} = $1 if $job->{text} =~ /^Submitted batch job (\d+)/m;
	$job->{refused} = $job->{text} =~ /^sbatch: error: (?:\d+: )?(over budget|never fits|no time limit|locked): /m ? $1 : undef;
	$job->{tested} = $job->{test} && $job->{text} =~ /^sbatch: Job \d+ to start at/m;
	my $outcome = $job->{id} ? "job $job->{id}" : $job->{tested} ? 'would be accepted' : $job->{refused} // "failed: $job->{text}";
	$count{ $job->{id} ? 'accepted' : $job->{tested} ? 'tested' : $job->{refused} // 'failed' }++;
	say("$job->{who} sbatch @{ $job->{args} } => $outcome");
}

sub step_submit {
	my ($before) = @_;
	my $job = draw_job();
	submit_end($job, submit_begin($job));
	return Check::submitted($before, World::snapshot(), $job);
}

sub step_burst {
	my ($before) = @_;
	my @jobs = map { draw_job() } 1 .. Draw::between(3, 6);
	my @out = map { submit_begin($_) } @jobs;
	submit_end($jobs[$_], $out[$_]) for 0 .. $#jobs;
	return Check::submitted($before, World::snapshot(), @jobs);
}

sub command {
	my ($who, @command) = @_;
	my ($status, $text) = World::run($who, @command);
	$text =~ s/\s+/ /g;
	say(($who || 'root') . " @command => $status $text");
	return $status;
}

sub some_job {
	my ($before, $test) = @_;
	my @jobs = grep { $test->($_) } @{ $before->{jobs} };
	return @jobs ? $jobs[rand @jobs] : undef;
}

sub step_cancel {
	my ($before) = @_;
	my $job = some_job($before, sub { 1 }) or return;
	my $id = $job->{array} && Draw::chance(50) ? $job->{array} : $job->{het} // $job->{id};
	command($job->{user}, 'scancel', $id);
}

sub step_change {
	my ($before) = @_;
	my $job = some_job($before, sub { $_[0]{state} eq 'PENDING' }) or return;
	return if $direct && 0;
	my @change = Draw::change($job);
	return if $direct && $change[0] =~ /^(qos|account)/;
	# slurmctld sets it before it asks a plugin
	Check::event($before, $job, 'throttle') if $change[0] =~ /^arraytaskthrottle/;
	command($job->{user}, qw(scontrol update), "jobid=$job->{id}", @change);
}

sub step_operator {
	my ($before) = @_;
	my $job = some_job($before, sub { $_[0]{state} ne 'SUSPENDED' }) or return;
	my @change = $job->{state} eq 'PENDING' ? Draw::change($job) : 'timelimit=' . Draw::between(1, 60);
	return if $direct && $change[0] =~ /^(qos|account)/;
	Check::event($before, $job, 'operator');
	command('', qw(scontrol update), "jobid=$job->{id}", @change);
	my $then = first { $_->{id} == $job->{id} } @{ World::jobs() };
	Check::event($before, $then, 'operator') if $then;
}

sub step_suspend {
	my ($before) = @_;
	my $job = some_job($before, sub { $_[0]{state} eq 'SUSPENDED' || $_[0]{state} eq 'RUNNING' }) or return;
	command('', 'scontrol', $job->{state} eq 'RUNNING' ? 'suspend' : 'resume', $job->{id});
}

# All parts of a het job that a job is one of, or it alone.
sub parts_of {
	my ($before, $job) = @_;
	return $job if !$job->{het};
	return grep { ($_->{het} // 0) == $job->{het} } @{ $before->{jobs} };
}

sub step_requeue {
	my ($before) = @_;
	my $job = some_job($before, sub { $_[0]{state} eq 'RUNNING' }) or return;
	Check::event($before, $_, 'requeue') for parts_of($before, $job);
	command('', qw(scontrol requeue), $job->{het} // $job->{id});
}

sub step_node_fails {
	my ($before) = @_;
	my $node = Draw::between(1, 3);
	for my $job (@{ $before->{jobs} }) {
		next if !grep { $_ == $node } @{ $job->{nodes} };
		Check::event($before, $_, 'node failure') for parts_of($before, $job);
	}
	command('', qw(scontrol update), "nodename=n$node", qw(state=down reason=test));
	sleep rand 2;
	command('', qw(scontrol update), "nodename=n$node", 'state=resume');
}

sub step_hold {
	my ($before) = @_;
	my $job = some_job($before, sub { $_[0]{state} eq 'PENDING' }) or return;
	command($job->{user}, 'scontrol', $job->{priority} ? 'hold' : 'release', $job->{id});
}

sub step_less_time {
	my ($before) = @_;
	my $job = some_job($before, sub { $_[0]{state} eq 'RUNNING' && $_[0]{minutes} > 2 }) or return;
	command($job->{user}, qw(scontrol update), "jobid=$job->{id}", 'timelimit=' . int($job->{minutes} - 1));
}

sub set_limit {
	my ($owner, $tres, $value) = @_;
	my ($kind, $name) = split /:/, $owner;
	my ($account, $user) = split m{/}, $name;
	if ($direct) {
		my $what = { q => 'qos', a => 'account', u => 'user' }->{$kind};
		return command('', $ENV{GRPTRES_SET_LIMIT}, $what, $user ? "$World::PREFIX$user" : $account, "$tres=$value");
	}
	my @where = $kind eq 'q' ? ('qos', "name=$name") : $user ?
		('user', "name=$World::PREFIX$user", "account=$account") : ('account', "name=$account");
	command('', qw(sacctmgr -i -Q modify), $where[0], 'where', @where[1 .. $#where], 'set', "GrpTRESRunMins=$tres=$value");
}

sub step_limit {
	my ($before) = @_;
	my ($owner, $tres, $value) = Draw::limit(@limited);
	my $now = $before->{owners}{$owner}{limit}{$tres} // -1;
	return if $now == $value;
	Check::limit_event($owner) if $value >= 0 && ($now < 0 || $value < $now);
	set_limit($owner, $tres, $value);
	for (1 .. 50) { # slurmctld is told a moment later
		last if (World::owners()->{$owner}{limit}{$tres} // -1) == $value;
		sleep 0.1;
	}
}

my @steps = ((\&step_submit) x 45, (\&step_burst) x 6, (\&step_cancel) x 14, (\&step_limit) x 9);
my @more = ((\&step_change) x 9, (\&step_operator) x 3, (\&step_suspend) x 5, (\&step_requeue) x 4, (\&step_node_fails) x 4,
	(\&step_hold) x 4, (\&step_less_time) x 2);
push @steps, @more unless $counters;
push @steps, (\&step_hold) x 3, (\&step_suspend) x 3 if $counters;

set_limit(@$_) for ['a:root', 'cpu', 3000], ['u:optics/alice', 'cpu', 600], ['q:normal', 'node', 600];
my $snapshot = World::snapshot();
while ($step < $steps) {
	$step++;
	my $full = @{ $snapshot->{jobs} } > 45;
	my $what = $full ? \&step_cancel : $steps[rand @steps];
	my $after = $what->($snapshot);
	$after = World::snapshot() unless ref $after;
	Check::state($after, \&say);
	$snapshot = $after;
}
print "# $steps steps: ", join(', ', map { "$count{$_} $_" } sort keys %count), '; ', Check::summary(), "\n";
exit(Check::misses() ? 1 : 0);
