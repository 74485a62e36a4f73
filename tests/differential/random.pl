# random.pl SEED N - N random commands of sacctmgr as a file of steps; the same
# seed makes the same file
# SPDX-License-Identifier: GPL-2.0-or-later
#
# There are few names, so that most commands meet what others have left:
# accounts that have moved, users who were removed, QOS that are in use. A
# few commands are for names that are never there.
use strict;
use warnings;

my ($seed, $steps) = @ARGV;
die "usage: random.pl SEED N\n" unless defined $steps && "$seed$steps" =~ /^\d+$/;
srand($seed);

my @accounts = map { "a$_" } 1 .. 6;
my @people = ("slurmpg-demo-alice", "slurmpg-demo-bob");
my @users = ((map { "u$_" } 1 .. 4), @people);
my @qos = map { "q$_" } 1 .. 4;
# these are in nobody's list, where MySQL's would be damaged by their removal
# (doc/differences: qos-in-the-middle)
my @passing_qos = map { "q$_" } 5 .. 6;
my @wckeys = map { "w$_" } 1 .. 3;
my @partitions = ("debug", "long");

sub chance { return rand() < shift }
sub pick { return $_[int rand @_] }
sub some { # of these, one mostly
	my %seen;
	my $n = chance(0.7) ? 1 : 2;
	return join(",", grep { !$seen{$_}++ } map { pick(@_) } 1 .. $n);
}
sub account { return chance(0.03) ? pick("root", "none") : pick(@accounts) }
sub accounts { return chance(0.05) ? account() : some(@accounts) }
sub users { return chance(0.03) ? pick("root", "nobody1") : some(@users) }
sub weighted { # [weight, value]...
	my $sum = 0;
	$sum += $_->[0] for @_;
	my $at = rand $sum;
	for (@_) {
		return $_->[1] if ($at -= $_->[0]) < 0;
	}
	return $_[-1][1];
}

# ------------------------------------------------------------------ limits

sub count { return pick(-1, 0, 1, 2, 5, 40, 1000) }
sub wall { return pick(-1, 0, 10, 90, "1:30:00", "2-0", "00:00:30") }
sub tres {
	my %seen;
	my @of = grep { !$seen{$_}++ } map { pick("cpu", "mem", "node", "billing", "energy", "fs/disk") } 1 .. pick(1, 1, 2, 3);
	return join(",", map { "$_=" . ($_ eq "mem" ? pick("4g", "100", -1) : pick(-1, -1, 0, 3, 64, 100000)) } @of);
}

my %assoc = (
	(map { $_ => \&count } qw(GrpJobs GrpJobsAccrue GrpSubmitJobs MaxJobs MaxJobsAccrue MaxSubmitJobs MinPrioThreshold)),
	(map { $_ => \&wall } qw(GrpWall MaxWall)),
	(map { $_ => \&tres } qw(GrpTRES GrpTRESMins GrpTRESRunMins MaxTRES MaxTRESPerNode MaxTRESMins)),
	Fairshare => sub { pick(1, 5, 0, "parent", -1) },
	Priority => sub { pick(7, 100, -1) },
);
my %qos = (
	(map { $_ => \&count } qw(GrpJobs GrpJobsAccrue GrpSubmitJobs MaxJobsPerAccount MaxJobsPerUser
		MaxJobsAccruePerAccount MaxJobsAccruePerUser MaxSubmitJobsPerAccount MaxSubmitJobsPerUser MinPrioThreshold)),
	(map { $_ => \&wall } qw(GrpWall MaxWall)),
	(map { $_ => \&tres } qw(GrpTRES GrpTRESMins GrpTRESRunMins MaxTRES MaxTRESPerNode MaxTRESMins MaxTRESPerUser
		MaxTRESPerAccount MinTRES)),
	GraceTime => sub { pick(0, 60, "1:00", -1) },
	Priority => sub { pick(0, 7, 1000, -1) },
	UsageFactor => sub { pick(0, 1, 0.5, 2.25, -1) },
	UsageThreshold => sub { pick(0, 0.5, -1) },
	LimitFactor => sub { pick(0.5, 2, -1) },
	PreemptMode => sub { pick("cancel", "requeue", "suspend", "cluster") },
	PreemptExemptTime => sub { pick("00:01:00", 0, -1) },
	Flags => sub { "" . pick("DenyOnLimit", "NoReserve,DenyOnLimit", "OverPartQOS", "PartitionMaxNodes", -1) },
	Description => sub { pick("short", "'two words'", "\"it's\"") },
);
sub some_limits { # TABLE N
	my ($table, $n) = @_;
	my @names = sort keys %$table;
	my %seen;
	return join(" ", map { "$_=" . $table->{$_}->() } grep { !$seen{$_}++ } map { pick(@names) } 1 .. $n);
}
sub limits { return some_limits(\%assoc, pick(1, 1, 2, 3)) }
sub qos_list { # with its sign
	return "QOS" . pick("=", "+=", "-=", "=", "+=") . (chance(0.07) ? pick("", "none") : some("normal", @qos));
}
sub default_qos { return "DefaultQOS=" . (chance(0.2) ? pick(-1, "none") : pick("normal", @qos, @passing_qos)) }
sub assoc_words {
	my @words = weighted([5, limits()], [3, qos_list()], [1, default_qos()], [1, limits() . " " . qos_list()]);
	return join(" ", @words);
}

# ---------------------------------------------------------------- commands

sub add_account {
	return "add account " . accounts() . (chance(0.6) ? " parent=" . account() : "") .
		(chance(0.5) ? " " . assoc_words() : "") . (chance(0.3) ? " description=d" . int(rand 9) : "");
}
# A default beside an earlier one is two of them in MySQL's (doc/differences:
# second-default-wckey).
my %has_wckey;
sub wckeys_of { # USERS
	my @users = split /,/, shift;
	my $first = !grep { $has_wckey{$_} } @users;
	my $words = (chance(0.15) ? " wckey=" . some(@wckeys) : "") .
		(chance(0.07) && $first ? " defaultwckey=" . pick(@wckeys) : "");
	@has_wckey{@users} = (1) x @users if $words;
	return $words;
}
sub add_user {
	my $users = users();
	return "add user $users account=" . accounts() .
		(chance(0.15) ? " partition=" . some(@partitions) : "") .
		(chance(0.2) ? " defaultaccount=" . account() : "") .
		(chance(0.4) ? " " . assoc_words() : "") .
		wckeys_of($users) .
		(chance(0.07) ? " adminlevel=" . pick("none", "operator", "admin") : "");
}
sub where_user {
	return (chance(0.4) ? " account=" . accounts() : "") . (chance(0.1) ? " partition=" . some(@partitions, "") : "");
}
sub modify_user {
	my $where = where_user();
	return "modify user where name=" . users() . "$where set " . assoc_words();
}
my $renamed = 0; # to a name that is free (doc/differences: rename-taken)
sub modify_person { # what belongs to the user
	return "modify user where name=" . users() . " set " . weighted(
		[5, "defaultaccount=" . (chance(0.1) ? "" : account())],
		[3, "adminlevel=" . pick("none", "operator", "admin")],
		[3, "defaultwckey=" . pick(@wckeys)],
		[1, "newname=unew" . ++$renamed]);
}
# None becomes its own parent (doc/differences: own-parent).
sub parent_of { # ACCOUNTS
	my $parent = account();
	return "parent=" . ($_[0] =~ /\b$parent\b/ ? "root" : $parent);
}
sub modify_account {
	my $accounts = accounts();
	return "modify account where name=$accounts set " . weighted(
		[10, assoc_words()], [5, parent_of($accounts)], [1, parent_of($accounts) . " " . limits()],
		[2, "description=" . pick("new", "'two words'") . (chance(0.5) ? " organization=o" : "")]);
}
sub delete_some {
	return "delete " . weighted(
		[3, "account " . accounts()],
		[3, "user " . users()],
		[4, "user " . users() . " where account=" . accounts()],
		[1, "user " . users() . " where partition=" . some(@partitions)],
		[2, "user " . users() . " where wckey=" . some(@wckeys)],
		[2, "qos " . some(@passing_qos)]);
}
sub coordinator {
	return pick("add", "add", "delete") . " coordinator account=" . accounts() . " names=" . users();
}
# "Preempt+=" of nothing lets MySQL find a loop ever after
sub preempt { return chance(0.1) ? "Preempt=" : "Preempt" . pick("=", "+=", "-=") . some("normal", @qos, @passing_qos) }
sub add_qos { return "add qos " . some(@qos, @passing_qos) . (chance(0.6) ? " " . some_limits(\%qos, pick(1, 3, 5)) : "") }
sub modify_qos {
	my $flags = chance(0.2) ? "Flags" . pick("+=", "-=") . pick("DenyOnLimit", "NoReserve", "OverPartQOS") : "";
	return "modify qos where name=" . some(@qos, @passing_qos) . " set " .
		weighted([5, some_limits(\%qos, pick(1, 2, 4))], [3, preempt()], [1, $flags || preempt()]);
}
sub show {
	return weighted(
		[2, "show user" . pick("", " withassoc", " withcoord", " wckeys", " withdeleted") . (chance(0.3) ? " where name=" . users() : "")],
		[2, "show account" . pick("", " withassoc", " withcoord", " withdeleted") . (chance(0.3) ? " where name=" . accounts() : "")],
		[1, "show assoc where account=" . accounts() . pick("", " wsub", " wopi", " wopl", " onlydefaults") .
			" format=account,user,partition,maxjobs,maxtres,qos,defaultqos"],
		[1, "show assoc where user=" . users() . pick("", " wopl") . " format=account,user,partition,maxwall,qos,priority"],
		[1, "show assoc where " . pick("qos", "defaultqos") . "=" . pick(@qos) . " format=account,user,qos,defaultqos"],
		[1, "show assoc where parent=" . account() . " format=account,user"],
		[1, "show assoc tree format=account%20,user%20,partition withdeleted"],
		[1, "show wckey where " . pick("name=" . some(@wckeys), "user=" . users())],
		[1, "show qos where name=" . some(@qos) . " withdeleted format=name,descr,preempt,flags%60"]);
}
sub change {
	return weighted(
		[10, add_account()], [15, add_user()], [12, modify_user()], [8, modify_person()], [14, modify_account()],
		[14, delete_some()], [6, coordinator()], [5, add_qos()], [8, modify_qos()]);
}
sub by_somebody { return "as " . pick("alice", "bob") . " " . (chance(0.75) ? change() : show()) }
sub past_job { return "! past_job " . pick("alice", "bob") . " " . account() }

# ------------------------------------------------------------------- states

# Everything that there is, as the rest of a sequence finds it.
my @state = (
	"! sacctmgr -nP show assoc withdeleted format=" . join(",",
		qw(account user partition parentname lft rgt share priority grpjobs grpjobsaccrue grpsubmit grpwall grptres
		grptresmins grptresrunmins maxjobs maxjobsaccrue maxsubmit maxwall maxtres maxtrespernode maxtresmins
		minpriothresh defaultqos qos)),
	"! sacctmgr -nP show assoc wopl withrawqos format=account,user,partition,maxjobs,maxwall,maxtres,defaultqos,qosraw | qos_names",
	"! sacctmgr -nP show user withdeleted withcoord format=user,adminlevel,defaultaccount,defaultwckey,coord | coordinator_twice",
	"! sacctmgr -nP show account withdeleted withcoord format=account,descr,org,coord | coordinator_twice",
	"! sacctmgr -nP show qos withdeleted format=" . join(",",
		qw(name descr priority gracetime preempt preemptexempttime preemptmode flags usagethres usagefactor
		grptres grptresmins grptresrunmins grpjobs grpjobsaccrue grpsubmit grpwall maxtres maxtrespernode maxtresmins
		maxwall maxtrespu maxjobspu maxjobsaccruepu maxsubmitpu maxtrespa maxjobspa maxjobsaccruepa maxsubmitpa
		mintres limitfactor minprio)),
	"! sacctmgr -nP show wckey withdeleted format=wckey,user",
);

print "# seed $seed, $steps steps\n";
print "! dbd_conf PrivateData=users,accounts\n" if chance(0.3);
print "! dbd_conf AllowNoDefAcct=yes\n" if chance(0.15);
print "add account a1,a2", chance(0.3) ? " " . assoc_words() : "", "\nadd account a3,a4 parent=a1\n",
	"add qos q1,q2\nadd user ", some(@users), ",u1 account=a2,a3\n";
for my $n (1 .. $steps) {
	print weighted(
		[$n <= 8 ? 60 : 0, chance(0.4) ? add_account() : add_user()],
		[70, change()], [8, show()], [12, by_somebody()], [$n > 10 ? 2 : 0, past_job()]), "\n";
	next if $n % 6 && $n < $steps;
	print "$_\n" for @state;
}
print "! assoc_mgr assoc | sed 's/Lft=[0-9]* //'\n! assoc_mgr qos\n! assoc_mgr users\n";
print "! sacctmgr -nP show transactions format=action,actor,where,info | transaction_words\n";
