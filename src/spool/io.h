/*
 * io.h - the system calls of the spool
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SLURM_PGSQL_SPOOL_IO_H
#define SLURM_PGSQL_SPOOL_IO_H

#include <sys/types.h>

/* Each as the system call of that name: -1 and errno on failure. */
struct spool_io {
	int (*open)(const char *path, int flags, mode_t mode);
	int (*close)(int fd);
	ssize_t (*pread)(int fd, void *data, size_t size, off_t at);
	ssize_t (*pwrite)(int fd, const void *data, size_t size, off_t at);
	int (*fsync)(int fd);
	int (*ftruncate)(int fd, off_t size);
	int (*rename)(const char *from, const char *to);
	int (*unlink)(const char *path);
};

extern const struct spool_io spool_io_system;

#endif
