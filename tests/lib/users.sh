# users.sh - people: OS users slurmpg-demo-NAME, made and removed
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Scripts that run side by side may share a user: each holds a shared lock
# while it needs its people, and the last one to go removes them all.
USERS_LOCK=/run/lock/slurmpg-demo-users

users_add() { # NAME...   makes slurmpg-demo-NAME with a directory $SCRATCH/home/NAME
	local name
	if [ -z "${USERS_FD:-}" ]; then
		exec {USERS_FD}>"$USERS_LOCK"
		flock -w 60 -s "$USERS_FD" || bail "users: no lock on $USERS_LOCK"
		at_exit users_remove
	fi
	for name; do
		id "slurmpg-demo-$name" >/dev/null 2>&1 ||
			useradd --no-create-home --no-user-group --shell /bin/bash "slurmpg-demo-$name" 2>/dev/null ||
			id "slurmpg-demo-$name" >/dev/null || bail "useradd slurmpg-demo-$name failed"
		mkdir -p "$SCRATCH/home/$name"
		chown "slurmpg-demo-$name" "$SCRATCH/home/$name"
	done
}

users_remove() {
	local user
	flock -u "$USERS_FD"
	flock -n -x "$USERS_FD" || return 0
	for user in $(getent passwd | sed -n 's/^\(slurmpg-demo-[^:]*\):.*/\1/p'); do
		userdel "$user" 2>/dev/null
	done
	flock -u "$USERS_FD"
}

# Run COMMAND as slurmpg-demo-NAME in that person's directory.
as() { # NAME COMMAND...
	local user=slurmpg-demo-$1 home=$SCRATCH/home/$1
	shift
	(cd "$home" && exec setpriv --reuid "$user" --regid "$(id -g "$user")" --init-groups \
		env HOME="$home" USER="$user" LOGNAME="$user" SHELL=/bin/bash "$@")
}
