# Sums.pm - what jobs hold, summed up and compared: the second opinion
# SPDX-License-Identifier: GPL-2.0-or-later
#
# It knows the rules of job_submit_grptres(8), and nothing of the plugin's
# code: all numbers are of scontrol show job and scontrol show assoc_mgr.
package Sums;
use strict;
use warnings;
use List::Util qw(min max sum0);

# How the cluster is made (run), and whether slurmctld has counters.
our (%partition_qos, %factor, %over_part, %whole_partition, %node, $enforced);

# Minutes of a job without a time limit. It never starts where slurmctld
# enforces a limit, and holds nothing there.
our $ENDLESS = 1e15;

sub limit_of {
	my ($job) = @_;
	return $job->{minutes} if defined $job->{minutes};
	my @default = grep { $_ eq 'short' } @{ $job->{partitions} };
	return 10 if @default && ($enforced || @default == @{ $job->{partitions} }); # its DefaultTime
	return $enforced ? 0 : $ENDLESS;
}

sub is_queued { $_[0]{state} eq 'PENDING' }

sub job_factor { $factor{ $_[0]{qos} } // 1 }

# What the job gets: whole nodes with all they have.
sub gets {
	my ($tres, $whole, $per_cpu) = @_;
	my %gets = %$tres;
	return \%gets if !$whole;
	for my $name (sort keys %node) {
		my $all = ($gets{node} // 1) * $node{$name};
		$gets{$name} = max($gets{$name} // 0, $all) if $all;
	}
	$gets{mem} = max($gets{mem} // 0, $per_cpu * $gets{cpu}) if $per_cpu;
	$gets{billing} = $gets{cpu};
	return \%gets;
}

sub asks_whole {
	my ($job) = @_;
	return $job->{whole} || scalar grep { $whole_partition{$_} } @{ $job->{partitions} };
}

sub left { # minutes of a running or suspended job
	my ($job, $now) = @_;
	return $ENDLESS if !defined $job->{minutes};
	return max(0, $job->{minutes} - $job->{before} / 60) if $job->{state} eq 'SUSPENDED';
	return max(0, ($job->{end} - $now) / 60);
}

# QOS in the order that slurmctld looks at them, then associations up to root.
sub chain {
	my ($snap, $job, $partition) = @_;
	my @qos = ($job->{qos});
	my $part = $partition_qos{$partition};
	if ($part && $part ne $job->{qos}) {
		@qos = $over_part{ $job->{qos} } ? ($job->{qos}, $part) : ($part, $job->{qos});
	}
	my @chain = map { "q:$_" } @qos;
	my $at = "u:$job->{account}/$job->{user}";
	while ($at && $snap->{owners}{$at}) {
		push @chain, $at;
		my $parent = $snap->{owners}{$at}{parent};
		$at = $parent ? "a:$parent" : undef;
	}
	return @chain;
}

# Everywhere that the job counts, in whichever partition it starts.
sub counted_at {
	my ($snap, $job) = @_;
	my %seen;
	my @partitions = is_queued($job) ? @{ $job->{partitions} } : $job->{partitions}[0];
	return grep { !$seen{$_}++ } map { chain($snap, $job, $_) } @partitions;
}

sub add {
	my ($sums, $owners, $what, $tres, $minutes) = @_;
	for my $owner (@$owners) {
		$sums->{$owner}{$_}{$what} += $tres->{$_} * $minutes for keys %$tres;
	}
}

# Tasks of a throttled array that may start beside those that run, and what
# those that wait for one of these need on top of what it has left.
sub throttled {
	my ($job, $running, $now) = @_;
	my $each = limit_of($job);
	my $n = @$running;
	my $more = max(0, min($job->{throttle} - $n, $job->{tasks}));
	my $follow = min($n, $job->{tasks} - $more);
	my $rest = sum0(map { max(0, $each - left($_, $now)) } @$running);
	return ($more, min($rest, $each * $follow));
}

# What one job holds: what (running or queued), TRES, minutes; twice for an
# array that goes on.
sub held {
	my ($job, $running, $now) = @_;
	my $factor = job_factor($job);
	return (['maybe', gets($job->{tres}, asks_whole($job), $job->{per_cpu}), limit_of($job) * $factor])
		if $job->{state} eq 'COMPLETING';
	return (['running', $job->{tres}, left($job, $now) * $factor], ['rate', $job->{tres}, $factor])
		if !is_queued($job);
	my $gets = gets($job->{tres}, asks_whole($job), $job->{per_cpu});
	my ($tasks, $rest) = ($job->{tasks}, 0);
	($tasks, $rest) = throttled($job, $running, $now) if $job->{throttle};
	return (['queued', $gets, $tasks * limit_of($job) * $factor], ['running', $gets, $rest * $factor],
		['maybe', $job->{unsure} // {}, $tasks * limit_of($job) * $factor]);
}

# Minutes of each TRES that jobs hold at each owner: {running}, {queued}, and
# {rate}, what runs, in TRES. note is called with each part of it.
sub sums {
	my ($snap, $note) = @_;
	my (%sums, %tasks);
	my $now = ($snap->{from} + $snap->{to}) / 2;
	for (grep { $_->{state} =~ /^[RS]/ && $_->{array} } @{ $snap->{jobs} }) { push @{ $tasks{ $_->{array} } }, $_ }
	for my $job (@{ $snap->{jobs} }) {
		my @owners = counted_at($snap, $job);
		for (held($job, $tasks{ $job->{array} // 0 } // [], $now)) {
			my ($what, $tres, $minutes) = @$_;
			add(\%sums, \@owners, $what, $tres, $minutes);
			$note->($job, \@owners, @$_) if $note;
		}
	}
	return \%sums;
}

# The same of one limit, job by job, in words.
sub explain {
	my ($snap, $owner, $name) = @_;
	my @words;
	sums($snap, sub {
		my ($job, $owners, $what, $tres, $minutes) = @_;
		return if $what eq 'rate' || !$minutes || !$tres->{$name} || !grep { $_ eq $owner } @$owners;
		push @words, sprintf '%s %s %gx%.1f', $job->{id}, $what, $tres->{$name}, $minutes;
	});
	return join ', ', @words;
}

# {running} with slurmctld's counter, {queued}, {rate} of one limit.
sub committed {
	my ($snap, $sums, $owner, $tres) = @_;
	my $at = $sums->{$owner}{$tres} // {};
	my $counter = $enforced ? $snap->{owners}{$owner}{used}{$tres} // 0 : 0;
	return {
		exact   => $at->{running} // 0,
		running => max($at->{running} // 0, $counter),
		counter => $counter,
		queued  => $at->{queued} // 0,
		maybe   => $at->{maybe} // 0,
		rate    => $at->{rate} // 0,
	};
}

# [owner, tres, limit, committed] of each limit that applies to the job.
sub applying {
	my ($snap, $sums, $job, $partition) = @_;
	my (@found, %masked);
	for my $owner (chain($snap, $job, $partition)) {
		my $limit = $snap->{owners}{$owner}{limit} // {};
		for my $tres (sort keys %$limit) {
			push @found, [$owner, $tres, $limit->{$tres}, committed($snap, $sums, $owner, $tres)]
				if !$masked{$tres};
		}
		$masked{$_} = 1 for $owner =~ /^q:/ ? keys %$limit : ();
	}
	return @found;
}

# Limits along the chain that a QOS before them masks for this job.
sub masked_at {
	my ($snap, $job, $partition) = @_;
	my (%masked, %found);
	for my $owner (chain($snap, $job, $partition)) {
		my $limit = $snap->{owners}{$owner}{limit} // {};
		for (keys %$limit) { $found{$owner} = 1 if $masked{$_} }
		$masked{$_} = 1 for $owner =~ /^q:/ ? keys %$limit : ();
	}
	return keys %found;
}

# Limits over which more is committed, "owner tres" => by how much.
sub excess {
	my ($snap) = @_;
	my $sums = sums($snap);
	my %excess;
	for my $owner (keys %{ $snap->{owners} }) {
		my $limit = $snap->{owners}{$owner}{limit} // {};
		for my $tres (keys %$limit) {
			my $c = committed($snap, $sums, $owner, $tres);
			my $over = $c->{running} + $c->{queued} - $limit->{$tres};
			# the snapshot is not of one moment, and minutes are whole
			$excess{"$owner $tres"} = $over if $over > 1 + $c->{rate} / 20;
		}
	}
	return \%excess;
}

1;
