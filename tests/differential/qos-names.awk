# qos-names.awk - names for the ids of QOS in a listing with -P: "+3,1" in the
# last column, or "qos=',3,'" in the words of transactions
# SPDX-License-Identifier: GPL-2.0-or-later

function named(list,    id, sign, key, out, n, i) {
	n = split(list, id, ",")
	for (i = 1; i <= n; i++) {
		sign = id[i] ~ /^[-+]/ ? substr(id[i], 1, 1) : ""
		key = substr(id[i], 1 + length(sign))
		out = out (i > 1 ? "," : "") sign (key in name ? name[key] : key)
	}
	return out
}

BEGIN {
	FS = OFS = "|"
	while (("sacctmgr -nP show qos format=id,name" | getline) > 0)
		name[$1] = $2
}
$NF ~ /^[-+0-9,]+$/ { $NF = named($NF) }
{
	out = ""
	while (match($0, "(qos|preempt|qos_id)[-+]?='?[-+0-9,]*[0-9]")) {
		word = substr($0, RSTART, RLENGTH)
		ids = index(word, "=") + (index(word, "'") > 0)
		out = out substr($0, 1, RSTART - 1) substr(word, 1, ids) named(substr(word, ids + 1))
		$0 = substr($0, RSTART + RLENGTH)
	}
	print out $0
}
