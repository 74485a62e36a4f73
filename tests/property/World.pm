# World.pm - commands of Slurm, and what they print, taken apart
# SPDX-License-Identifier: GPL-2.0-or-later
package World;
use strict;
use warnings;
use POSIX ();
use Time::HiRes qw(time sleep);
use Time::Local qw(timegm);

our $PREFIX = 'slurmpg-demo-';
my (%uid, %gid);

sub become {
	my ($name) = @_;
	my $user = $PREFIX . $name;
	($uid{$name}, $gid{$name}) = (getpwnam($user))[2, 3] unless $uid{$name};
	$( = $) = "$gid{$name} $gid{$name}";
	$< = $> = $uid{$name};
	@ENV{qw(USER LOGNAME HOME)} = ($user, $user, "$ENV{SCRATCH}/home/$name");
	chdir $ENV{HOME};
}

# Starts a command, as a person or as root ('').
sub begin {
	my ($who, @command) = @_;
	my $pid = open(my $out, '-|') // die "fork: $!";
	if (!$pid) {
		open(STDERR, '>&', \*STDOUT);
		open(STDIN, '<', '/dev/null');
		become($who) if $who;
		exec(@command) or POSIX::_exit(127);
	}
	return $out;
}

# Its status and output.
sub finish {
	my ($out) = @_;
	my $text = do { local $/; <$out> } // '';
	close $out;
	return ($? >> 8, $text);
}

sub run { my ($who, @command) = @_; return finish(begin($who, 'timeout', '60', @command)) }

sub amount {
	my ($text) = @_;
	my %unit = (K => 1 / 1024, M => 1, G => 1024, T => 1024 * 1024);
	return $1 * $unit{$2} if $text =~ /^([\d.]+)([KMGT])$/;
	return $text + 0;
}

sub tres {
	my ($text) = @_;
	return {} if !defined $text || $text eq '(null)';
	my %tres = map { my ($k, $v) = split /=/; ($k => amount($v)) } split /,/, $text;
	delete $tres{energy};
	return \%tres;
}

sub minutes { # [days-]hours:minutes:seconds, and in hours alone
	my ($text) = @_;
	return undef if $text !~ /^(?:(\d+)-)?(\d+):(\d+):(\d+)$/;
	return ($1 // 0) * 1440 + $2 * 60 + $3 + $4 / 60;
}

sub moment {
	my ($text) = @_;
	return undef if $text !~ /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)$/;
	return timegm($6, $5, $4, $3, $2 - 1, $1);
}

sub task_count { # 1,3-9%2
	my ($text) = @_;
	my ($ids, $throttle) = split /%/, $text;
	my $n = 0;
	for (split /,/, $ids) {
		if (/^(\d+)-(\d+)(?::(\d+))?$/) { $n += int(($2 - $1) / ($3 // 1)) + 1 }
		else                            { $n++ }
	}
	return ($n, $throttle // 0);
}

# COMPLETING is shown of a job that has ended, and of one that is requeued.
my %LIVE = map { $_ => 1 } qw(PENDING RUNNING SUSPENDED CONFIGURING COMPLETING);

# Of a job that waits again TRES may be those that it had, after a failure of
# its node. What it asks may then be more or less, by so much.
sub unsure {
	my ($job, $fields) = @_;
	my %asks;
	$asks{$_} = abs(($fields->{NumCPUs} =~ /^(\d+)/ ? $1 : 0) - ($job->{tres}{$_} // 0)) for 'cpu', 'billing';
	$asks{mem} = $asks{cpu} * $job->{per_cpu};
	my ($licenses) = ($fields->{Licenses} // '') =~ /matlab:(\d+)/;
	$asks{'license/matlab'} = abs(($licenses // 0) - ($job->{tres}{'license/matlab'} // 0));
	return \%asks;
}

sub nodes { # n[1-2], n3: their numbers
	my ($text) = @_;
	return [] if !$text || $text !~ /^n\[?([\d,-]+)\]?$/;
	return [map { /^(\d+)-(\d+)$/ ? ($1 .. $2) : $_ } split /,/, $1];
}

sub job {
	my ($line) = @_;
	my %f;
	while ($line =~ /(\S+?)=(\S*)/g) { $f{$1} //= $2 }
	my $job = {
		id => $f{JobId}, state => $f{JobState}, reason => $f{Reason},
		array => $f{ArrayJobId}, het => $f{HetJobId}, qos => $f{QOS},
		account => $f{Account}, partitions => [split /,/, $f{Partition}],
		minutes => minutes($f{TimeLimit}), tres => tres($f{TRES}),
		end => moment($f{EndTime}), before => $f{SecsPreSuspend},
		whole => $f{OverSubscribe} eq 'NO', per_cpu => amount($f{MinMemoryCPU} // 0), priority => $f{Priority},
		tasks => 1, throttle => 0, restarts => $f{Restarts},
		nodes => nodes($f{NodeList}),
	};
	$job->{unsure} = unsure($job, \%f) if $f{JobState} eq 'PENDING' && $f{Restarts};
	($job->{user}) = $f{UserId} =~ /^\Q$PREFIX\E(\w+)\(/;
	($job->{tasks}, $job->{throttle}) = task_count($f{ArrayTaskId})
		if $f{ArrayTaskId} && $job->{id} == $job->{array} && $f{JobState} eq 'PENDING';
	return $job;
}

# Jobs that hold something, as of now.
sub jobs {
	my ($status, $text) = run('', 'scontrol', '-o', 'show', 'job');
	my @jobs = map { job($_) } grep { /^JobId=/ } split /\n/, $text;
	return [grep { $_->{user} && $LIVE{ $_->{state} } } @jobs];
}

sub limits_of { # GrpTRESRunMins=cpu=100(60),mem=N(0)
	my ($text) = @_;
	my (%limit, %used);
	while ($text =~ m{([\w/:]+)=(N|\d+)\((\d+)\)}g) {
		$limit{$1} = $2 if $2 ne 'N';
		$used{$1} = $3;
	}
	return (\%limit, \%used);
}

# Owners of limits by name: q:QOS, a:ACCOUNT, u:ACCOUNT/USER
sub owners {
	my ($status, $text) = run('', 'scontrol', 'show', 'assoc_mgr', 'flags=assoc,qos');
	my (%owners, $owner);
	for (split /\n/, $text) {
		if (/^ClusterName=\S+ Account=(\S*) UserName=([^( ]*)\S* Partition=(\S*)/) {
			my ($account, $user) = ($1, $2);
			$user =~ s/^\Q$PREFIX\E//;
			$owner = $user ? "u:$account/$user" : "a:$account";
			$owners{$owner} = { parent => $user ? $account : undef };
		} elsif (/^QOS=([^(]+)\(/) {
			$owner = "q:$1";
			$owners{$owner} = {};
		} elsif ($owner && $owner =~ /^a:/ && /^\s+ParentAccount=([^( ]*)/) {
			$owners{$owner}{parent} = $1 || undef;
		} elsif (/^\s+GrpTRESRunMins=(.*)/) {
			@{ $owners{$owner} }{qw(limit used)} = limits_of($1);
		}
	}
	return \%owners;
}

sub snapshot {
	my $owners = owners();
	my $from = time;
	my $jobs = jobs();
	return { jobs => $jobs, owners => $owners, from => $from, to => time };
}

1;
