# Check.pm - the promises, compared with what was seen
# SPDX-License-Identifier: GPL-2.0-or-later
package Check;
use strict;
use warnings;
use List::Util qw(min max first sum0);
use Time::HiRes qw(time sleep);
use World;
use Sums;

# How long slurmctld may show a reason that is true no more, and how long
# the log may take to tell of an excess; in seconds.
use constant { STALE => 15, TOLD_WITHIN => 6 };

my ($log, $counters, $misses, @refusals);
my (%event, %over_since, %told, %seen, %restarts);

sub start {
	my ($file);
	($file, $counters) = @_;
	open($log, '<', $file) or die "$file: $!";
	seek($log, 0, 2);
	$misses = 0;
}

sub misses { $misses }

sub summary { join ', ', map { "$seen{$_} $_" } sort keys %seen }

sub miss {
	my ($text) = @_;
	$misses++;
	print "MISS $text\n";
}

sub owner_of { # " qos=normal", " user=slurmpg-demo-alice account=optics"
	my ($text) = @_;
	my %is = $text =~ /(\w+)=(\S+)/g;
	$is{user} =~ s/^\Q$World::PREFIX\E// if $is{user};
	return "q:$is{qos}" if $is{qos};
	return $is{user} ? "u:$is{account}/$is{user}" : "a:$is{account}";
}

my $NUMBERS = qr{running=(\d+|endless)\(\d+ jobs\) queued=(\d+|endless)\(\d+ jobs\)};

sub read_log {
	seek($log, 0, 1);
	while (my $line = <$log>) {
		next if $line !~ m{job_submit/grptres: (.*)};
		my $text = $1;
		if ($text =~ m{^refused a job of user \w+-\w+-(\w+)\(\d+\): ([\w ]+): GrpTRESRunMins((?: \w+=\S+)+) ([\w/:]+)=(\d+) asked=(\d+|endless) $NUMBERS}) {
			push @refusals, { who => $1, word => $2, owner => owner_of($3), tres => $4,
				limit => $5, asked => $6, running => $7, queued => $8 };
		} elsif ($text =~ m{^over-committed: GrpTRESRunMins((?: \w+=\S+)+) ([\w/:]+)=\d+ running}) {
			$told{ owner_of($1) . " $2" } = time;
			$seen{'told over-committed'}++;
		} elsif ($text =~ m{^no longer over-committed: GrpTRESRunMins((?: \w+=\S+)+) ([\w/:]+)$}) {
			delete $told{ owner_of($1) . " $2" };
		} elsif ($text =~ /no memory|not checked/) {
			miss("log: $text");
		}
	}
}

# Something after which jobs may wait, to a job and to those that share limits.
sub event {
	my ($snap, $job, $what) = @_;
	$event{$_} = time for Sums::counted_at($snap, $job);
	$seen{"event $what"}++;
}

# Jobs that began anew since: requeued, preempted, or their node failed.
sub see_restarts {
	my ($snap) = @_;
	my %now;
	for my $job (@{ $snap->{jobs} }) {
		my $before = $restarts{ $job->{id} };
		event($snap, $job, 'restart') if defined $before && $job->{restarts} > $before;
		$now{ $job->{id} } = $job->{restarts};
	}
	%restarts = %now;
}

sub limit_event { $event{ $_[0] } = time; $seen{'event limit'}++ }

# What each TRES of a part asks in a partition, as it is counted.
sub asks {
	my ($part, $partition) = @_;
	my %tres = map { $_ => $part->{$_} } grep { $part->{$_} } ('cpu', 'node', 'gres/gpu', 'gres/gpu:a100', 'gres/gpu:h100', 'license/matlab');
	$tres{billing} = $tres{cpu};
	my $whole = $part->{whole} || $Sums::whole_partition{$partition};
	return Sums::gets(\%tres, $whole, 0);
}

sub minutes_of {
	my ($part, $partition) = @_;
	return $part->{minutes} if $part->{minutes};
	return 10 if $part->{partitions}[0] eq 'short' || $partition eq 'short'; # its DefaultTime
	return undef;
}

# More than any job has an end for.
my $ENDLESS = $Sums::ENDLESS;
sub number { $_[0] eq 'endless' ? $ENDLESS : $_[0] }

# Promise B of one refusal: its limit, what it asks, what is committed.
sub check_refusal {
	my ($before, $after, $r, @jobs) = @_;
	my $is = "$r->{word} $r->{owner} $r->{tres}=$r->{limit} asked=$r->{asked} running=$r->{running} queued=$r->{queued}";
	my ($limit) = grep { defined $_ && $_ == $r->{limit} } # one may be set while we look
		map { $_->{owners}{ $r->{owner} }{limit}{ $r->{tres} } } $before, $after;
	$seen{refusals}++;
	return miss("B: no such limit: $is") if !defined $limit;
	return if $r->{asked} eq 'endless' && $r->{word} =~ /no time limit|locked/;
	return miss("B: fits: $is") if $r->{asked} + number($r->{running}) + number($r->{queued}) + 1 <= $limit;
	return miss("B: wrong word: $is") if $r->{word} ne ($limit == 0 ? 'locked' : $r->{asked} > $limit ? 'never fits' : 'over budget');
	check_asked($r, $is, @jobs) if $r->{tres} ne 'mem';
	my @sums = map { Sums::committed($_, Sums::sums($_), $r->{owner}, $r->{tres}) } $before, $after;
	my @total = map { min($ENDLESS, $_->{running} + ($counters ? 0 : $_->{queued})) } @sums;
	my $slack = 2 + max($sums[0]{rate}, $sums[1]{rate}) + max(map { $_->{maybe} } @sums) + het_before($r, @jobs) + tested_beside($r, @jobs);
	my $printed = min($ENDLESS, number($r->{running}) + number($r->{queued}));
	miss(sprintf "B: committed %.1f to %.1f by scontrol: %s; %s", min(@total), max(@total), $is,
		Sums::explain($before, $r->{owner}, $r->{tres}))
		if $printed > max(@total) + $slack || $printed < min(@total) - $slack;
}

# What parts of the same het job that were asked about before it may hold.
sub het_before {
	my ($r, @jobs) = @_;
	my $held = 0;
	for my $job (grep { $_->{who} eq $r->{who} && $_->{refused} && @{ $_->{parts} } > 1 } @jobs) {
		my $part = $job->{parts}[0];
		$held += (asks($part, $part->{partitions}[0])->{ $r->{tres} } // ($r->{tres} eq 'mem' ? 1e6 : 0)) *
			(minutes_of($part, $part->{partitions}[0]) // 0) * ($part->{qos} eq 'double' ? 2 : 1);
	}
	return $held;
}

# What is held while slurmctld answers --test-only, of those in the same burst.
sub tested_beside {
	my ($r, @jobs) = @_;
	my @tested = grep { $_->{tested} } @jobs;
	return 0 if @jobs == 1 || !@tested;
	return 1e6 if $r->{tres} eq 'mem';
	return sum0(map { max(0, may_ask($_, $r->{tres})) } @tested);
}

# All that a job may be said to ask of a TRES.
sub may_ask {
	my ($job, $tres) = @_;
	my (@asked, @parts);
	@parts = @{ $job->{parts} };
	for my $part (@parts) {
		my $own = $part->{qos} eq 'double' && $Sums::factor{double} ? 2 : 1;
		my $tasks = $counters ? 1 : $part->{tasks};
		for my $partition (@{ $part->{partitions} }) {
			my $n = (asks($part, $partition)->{$tres} // 0) * $own * $tasks;
			# sbatch gives a part without a time limit that of another
			push @asked, map { $n * $_ } grep { $_ } minutes_of($part, $partition), map { $_->{minutes} } @parts;
		}
	}
	return @asked;
}

sub check_asked {
	my ($r, $is, @jobs) = @_;
	my @asked = map { may_ask($_, $r->{tres}) } grep { $_->{who} eq $r->{who} && $_->{refused} } @jobs;
	miss("B: asks @asked: $is") if !grep { $_ == $r->{asked} } @asked;
}

# slurmctld's own test, with its own counters, of a job of one part.
sub would_wait {
	my ($snap, $part) = @_;
	for my $partition (@{ $part->{partitions} }) {
		my $asks = asks($part, $partition);
		my $minutes = minutes_of($part, $partition);
		my $over = 0;
		for (Sums::applying($snap, {}, $part, $partition)) {
			my ($owner, $tres, $limit, $committed) = @$_;
			my $n = $tres eq 'mem' ? next : $asks->{$tres} or next;
			$over = 1 if !defined $minutes || $n * $minutes + $committed->{counter} > $limit;
		}
		return 0 if !$over;
	}
	return 1;
}

# Promise C.
sub check_counters {
	my ($before, $after, $job) = @_;
	return if @{ $job->{parts} } > 1 || $job->{who} eq 'dave';
	my $part = { %{ $job->{parts}[0] }, user => $job->{who} };
	return if grep { /^mem / } map { "$_->[1] " } map { Sums::applying($before, {}, $part, $_) } @{ $part->{partitions} };
	my @waits = map { would_wait($_, $part) } $before, $after;
	$seen{'compared with counters'}++;
	miss("C: @{ $job->{args} } accepted, slurmctld's counters hold it") if ($job->{id} || $job->{tested}) && $waits[0] && $waits[1];
	miss("C: refused, slurmctld's counters let it start: @{ $job->{args} }") if $job->{refused} && !$waits[0] && !$waits[1];
}

# What jobs of an exempt user, with a masked limit, or in several partitions
# do to limits that they were not refused for.
sub accepted {
	my ($after, $job) = @_;
	for my $listed (grep { ($_->{array} // $_->{het} // $_->{id}) == $job->{id} } @{ $after->{jobs} }) {
		event($after, $listed, 'exempt user') if $job->{who} eq 'dave';
		for my $partition (@{ $listed->{partitions} }) {
			for my $owner (Sums::masked_at($after, $listed, $partition)) {
				$event{$owner} = time;
				$seen{'event masked limit'}++;
			}
		}
		event($after, $listed, 'several partitions') if @{ $job->{parts}[0]{partitions} } > 1;
	}
}

sub submitted {
	my ($before, $after, @jobs) = @_;
	@refusals = ();
	read_log();
	accepted($after, $_) for grep { $_->{id} } @jobs;
	check_refusal($before, $after, $_, @jobs) for @refusals;
	my $refused = grep { $_->{refused} } @jobs;
	miss("$refused refused, " . @refusals . ' in the log') if $refused != @refusals;
	check_counters($before, $after, $jobs[0]) if $counters && @jobs == 1;
	return $after;
}

# Promise A, of the sums, and of the reasons that slurmctld shows.
sub check_sums {
	my ($after) = @_;
	my $excess = Sums::excess($after);
	for my $key (sort keys %$excess) {
		my ($owner, $tres) = split / /, $key;
		$over_since{$key} //= time;
		miss(sprintf "A: over-committed by %.1f: %s: %s", $excess->{$key}, $key,
			Sums::explain($after, $owner, $tres)) if !$event{$owner};
		# of a counter alone, that slurmctld did not count down, nobody is told
		my $held = Sums::explain($after, $owner, $tres);
		miss(sprintf "A: over-committed by %.1f and not told: %s: %s", $excess->{$key}, $key, $held) if $held && !$told{$key} && time - $over_since{$key} > TOLD_WITHIN;
	}
	delete $over_since{$_} for grep { !exists $excess->{$_} } keys %over_since;
	for my $owner (keys %event) {
		next if grep { /^\Q$owner\E / } keys %$excess;
		delete $event{$owner} if time - $event{$owner} > STALE;
	}
	$event{$_} = time for map { (split / /)[0] } keys %$excess;
}

sub check_reasons {
	my ($after) = @_;
	for my $job (grep { $_->{state} eq 'PENDING' && $_->{reason} =~ /Grp\w*RunMin/ } @{ $after->{jobs} }) {
		my @free = grep {
			!grep { $event{$_} } Sums::chain($after, $job, $_)
		} @{ $job->{partitions} };
		$seen{'seen waiting'}++;
		miss("A: job $job->{id} waits: $job->{reason}") if @free == @{ $job->{partitions} };
	}
}

sub state {
	my ($after) = @_;
	see_restarts($after);
	read_log();
	return if $counters;
	check_sums($after);
	check_reasons($after);
}

1;
