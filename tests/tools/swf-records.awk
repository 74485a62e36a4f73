# swf-records.awk - a trace in the Standard Workload Format as records for
# dbd-load; users are t1, t2, ..., groups accounts and wckeys g1, g2, ...
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Header lines ("; UnixStartTime: 749458803") come first. Fields: 1 job, 2
# submitted, 3 waited, 4 ran (seconds), 5 processors, 12 user, 13 group.
/^; UnixStartTime:/ { base = $3 }
/^; MaxProcs:/ { cpus = $3 }
/^;/ || NF < 13 { next }
!began++ {
	if (!base || !cpus) {
		print "swf-records.awk: no UnixStartTime or MaxProcs" >"/dev/stderr"
		exit 1
	}
	print "base", base
	print "tres +0 nodes=n[1-" cpus "] tres=1=" cpus ",2=" cpus ",4=" cpus ",5=" cpus
}
$4 > 0 && $5 > 0 {
	start = $2 + ($3 > 0 ? $3 : 0)
	print "job", $1, "assoc=g" $13 "/t" $12, "wckey=g" $13, "submit=+" $2, "start=+" start, "end=+" start + $4, "req=1=" $5 ",2=" $5 ",4=" $5 ",5=" $5
}
