# packages.sh - what has to be installed, with no service of it started
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Only while apt-get runs: a policy-rc.d that forbids services to start (one
# that exists is kept and put back), and, where PostgreSQL is not there yet, a
# snippet by which its packages make no "main" cluster. What an interrupted
# run left behind is put right by the next.
PACKAGES_BUILD="gcc make autoconf automake libtool pkg-config gawk libpq-dev zlib1g-dev check"
PACKAGES_RUN="slurmctld slurmd slurm-client slurmdbd slurm-wlm-mysql-plugin munge
	postgresql mariadb-server"
PACKAGES_TOOLS="ca-certificates dpkg-dev iproute2 xz-utils"
POLICY=/usr/sbin/policy-rc.d
CREATECLUSTER=/etc/postgresql-common/createcluster.d

packages_missing() { # PACKAGE...
	local package
	for package; do
		dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || echo "$package"
	done
}

# Returns without touching anything when all is there.
packages_install() { # [FURTHER-PACKAGE...]
	local missing
	# shellcheck disable=SC2086 # lists of words
	missing=$(packages_missing $PACKAGES_BUILD $PACKAGES_RUN $PACKAGES_TOOLS "$@")
	[ -n "$missing" ] || return 0
	echo "# installing:" $missing
	exec {PACKAGES_FD}>/run/lock/slurmpg-packages
	flock -w 900 "$PACKAGES_FD" || bail "packages: another run is installing"
	at_exit services_allow
	services_forbid
	# shellcheck disable=SC2086
	{
		packages_apt update && packages_apt install -y --no-install-recommends $missing
	} >"$SCRATCH/log/apt.out" 2>&1 || bail "apt-get failed: $(grep -E '^(E|Err|dpkg:)' "$SCRATCH/log/apt.out" | head -5)"
	services_allow
	flock -u "$PACKAGES_FD"
	PG_BIN=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
}

packages_apt() {
	DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 \
		-o Dpkg::Options::=--force-confold "$@" </dev/null
}

services_forbid() {
	services_allow
	[ ! -e "$POLICY" ] && [ ! -L "$POLICY" ] || mv "$POLICY" "$POLICY.slurmpg-kept"
	printf '%s\n' '#!/bin/sh' '# of slurm-pgsql tests, for the moment of an installation' 'exit 101' >"$POLICY"
	chmod 755 "$POLICY"
	[ -z "$(packages_missing postgresql)" ] && return
	[ -d "$CREATECLUSTER" ] || { mkdir -p "$CREATECLUSTER" && touch "$CREATECLUSTER/.slurmpg-made"; }
	echo "create_main_cluster = false" >"$CREATECLUSTER/slurmpg.conf"
}

services_allow() {
	if grep -qs 'of slurm-pgsql tests' "$POLICY"; then rm -f "$POLICY"; fi
	if [ -e "$POLICY.slurmpg-kept" ] || [ -L "$POLICY.slurmpg-kept" ]; then
		mv "$POLICY.slurmpg-kept" "$POLICY"
	fi
	rm -f "$CREATECLUSTER/slurmpg.conf"
	if [ -e "$CREATECLUSTER/.slurmpg-made" ]; then
		rm -f "$CREATECLUSTER/.slurmpg-made"
		rmdir "$CREATECLUSTER" 2>/dev/null || :
	fi
}
