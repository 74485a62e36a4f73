/*
 * io.c - the system calls of the spool
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "io.h"

static int system_open(const char *path, int flags, mode_t mode)
{
	return open(path, flags | O_CLOEXEC, mode);
}

const struct spool_io spool_io_system = {
	.open = system_open,
	.close = close,
	.pread = pread,
	.pwrite = pwrite,
	.fsync = fsync,
	.ftruncate = ftruncate,
	.rename = rename,
	.unlink = unlink,
};
