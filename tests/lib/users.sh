# users.sh - people: OS users slurmpg-demo-NAME, made and removed; and
# demo-slurmpg-NAME, where a name has to sort before "root"
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Scripts that run side by side may share a user: each holds a shared lock
# while it needs its people, and the last one to go removes them all.
USERS_LOCK=/run/lock/slurmpg-demo-users

users_hold() { # until the script ends nobody removes them
	[ -z "${USERS_FD:-}" ] || return 0
	exec {USERS_FD}>"$USERS_LOCK"
	flock -w 60 -s "$USERS_FD" || bail "users: no lock on $USERS_LOCK"
	at_exit users_remove
}

user_make() { # OS-NAME HOME
	id "$1" >/dev/null 2>&1 ||
		useradd --no-create-home --no-user-group --shell /bin/bash "$1" 2>/dev/null ||
		id "$1" >/dev/null || bail "useradd $1 failed"
	mkdir -p "$2"
	chown "$1" "$2"
}

users_add() { # NAME...   makes slurmpg-demo-NAME with a directory $SCRATCH/home/NAME
	local name
	users_hold
	for name; do user_make "slurmpg-demo-$name" "$SCRATCH/home/$name"; done
}

users_remove() {
	local user
	flock -u "$USERS_FD"
	flock -n -x "$USERS_FD" || return 0
	for user in $(getent passwd | sed -nE 's/^((slurmpg-demo|demo-slurmpg)-[^:]*):.*/\1/p'); do
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
