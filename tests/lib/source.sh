# source.sh - Slurm's own source, by apt, the machine's apt left as it was
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Lists, caches and sources lie in $CACHE, which lasts between runs. apt
# checks what it fetches against the archive's signed index.
CACHE=${SLURMPG_CACHE:-/var/tmp/slurm-pgsql}
KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg
# as trixie has it; its .dsc may be gone from the archive, the tarball is not
SLURM_NEXT=24.11.5
SLURM_NEXT_SHA256=e1a5547edd212c38b5e3230a284133f777b32746551f094aaa81cc4af375e332

# apt-get or apt-cache with lists of SUITE alone, in $CACHE/apt-SUITE
source_apt() { # PROGRAM SUITE ARGUMENT...
	local program=$1 suite=$2 dir=$CACHE/apt-$2 line
	shift 2
	mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial"
	for line in "debian $suite" "debian $suite-updates" "debian-security $suite-security"; do
		echo "deb-src [signed-by=$KEYRING] http://deb.debian.org/$line main"
	done >"$dir/sources.list"
	"$program" -q -o Dir::Etc::SourceList="$dir/sources.list" -o Dir::Etc::SourceParts=/dev/null \
		-o Dir::State::Lists="$dir/lists" -o Dir::Cache="$dir/cache" -o APT::Sandbox::User=root "$@"
}

source_locked() { # COMMAND...   one run at a time
	mkdir -p "$CACHE"
	(flock -w 600 9 && "$@") 9>"$CACHE/lock"
}

# The source of the very Slurm that is installed: its directory in SLURM_SOURCE.
source_installed() {
	local version
	if [ -n "${SLURMPG_SLURM_SOURCE:-}" ]; then
		SLURM_SOURCE=$SLURMPG_SLURM_SOURCE
		return 0
	fi
	version=$(dpkg-query -W -f '${source:Version}' slurmctld) || bail "slurmctld is not installed"
	SLURM_SOURCE=$CACHE/slurm-$version
	source_locked source_fetch_installed "$version" >"$SCRATCH/log/source.out" 2>&1 ||
		bail "no source of slurm-wlm $version: $(tail -3 "$SCRATCH/log/source.out")"
}

source_fetch_installed() { # VERSION
	local suite dsc
	[ ! -r "$CACHE/slurm-$1/META" ] || return 0
	suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
	mkdir -p "$CACHE/fetch" && cd "$CACHE/fetch" || return
	source_apt apt-get "$suite" update &&
		source_apt apt-get "$suite" source --download-only "slurm-wlm=$1" || return
	dsc=slurm-wlm_${1#*:}.dsc
	rm -rf "$CACHE/fetch/tree"
	# apt has checked the signatures
	dpkg-source --no-check -x "$dsc" "$CACHE/fetch/tree" && mv "$CACHE/fetch/tree" "$CACHE/slurm-$1"
}

# The next release whose headers ours must compile against: SLURM_NEXT_SOURCE.
source_next() {
	SLURM_NEXT_SOURCE=${SLURMPG_NEXT_SOURCE:-$CACHE/slurm-$SLURM_NEXT}
	[ -r "$SLURM_NEXT_SOURCE/META" ] && return 0
	source_locked source_fetch_next >"$SCRATCH/log/source-next.out" 2>&1 ||
		bail "no source of Slurm $SLURM_NEXT: $(tail -3 "$SCRATCH/log/source-next.out")"
}

source_fetch_next() {
	local tarball=slurm-wlm_$SLURM_NEXT.orig.tar.gz version
	[ ! -r "$CACHE/slurm-$SLURM_NEXT/META" ] || return 0
	mkdir -p "$CACHE/fetch" && cd "$CACHE/fetch" || return
	if ! echo "$SLURM_NEXT_SHA256  $tarball" | sha256sum --status -c; then
		source_apt apt-get trixie update || return
		for version in $(source_versions trixie "$SLURM_NEXT"); do
			# may fail for the .dsc, after the tarball has come: the sum decides
			source_apt apt-get trixie source --download-only "slurm-wlm=$version"
		done
		echo "$SLURM_NEXT_SHA256  $tarball" | sha256sum -c || return
	fi
	rm -rf tree && mkdir tree && tar -C tree --strip-components=1 -xzf "$tarball" &&
		mv tree "$CACHE/slurm-$SLURM_NEXT"
}

# What Debian made of a release, of whatever revision.
source_versions() { # SUITE RELEASE
	source_apt apt-cache "$1" showsrc --only-source slurm-wlm |
		sed -n "s/^Version: \(${2//./\\.}-.*\)/\1/p" | sort -u
}
