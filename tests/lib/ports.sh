# ports.sh - TCP ports on the loopback that nobody listens on
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Below the range that the kernel gives to clients; scripts that run side by
# side begin at different places.
PORT_NEXT=${SLURMPG_PORT:-$((22000 + ($$ * 40) % 9000))}

# In the variable PORT, because $(...) would forget which ones were given.
free_port() {
	while (: <"/dev/tcp/127.0.0.1/$PORT_NEXT") 2>/dev/null; do PORT_NEXT=$((PORT_NEXT + 1)); done
	PORT=$PORT_NEXT
	PORT_NEXT=$((PORT_NEXT + 1))
}
