/*
 * format.c - headers of segments and records, and their checksum
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <endian.h>
#include <string.h>

#include "internal.h"

static const char segment_magic[8] = { 'S', 'L', 'P', 'G', 'S', 'P', 'O', 'L' };
#define RECORD_MAGIC 0x52a1c95du

static uint32_t crc_table[256];
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* CRC-32C (Castagnoli), reflected */
static void make_table(void)
{
	for (uint32_t i = 0; i < 256; i++) {
		uint32_t crc = i;

		for (int bit = 0; bit < 8; bit++)
			crc = crc & 1 ? crc >> 1 ^ 0x82f63b78u : crc >> 1;
		crc_table[i] = crc;
	}
}

uint32_t spool_crc(uint32_t crc, const void *data, size_t size)
{
	const uint8_t *p = data;

	pthread_once(&once, make_table);
	crc = ~crc;
	while (size--)
		crc = crc_table[(crc ^ *p++) & 0xff] ^ crc >> 8;
	return ~crc;
}

static void put32(uint8_t *to, uint32_t value)
{
	value = htole32(value);
	memcpy(to, &value, sizeof(value));
}

static void put64(uint8_t *to, uint64_t value)
{
	value = htole64(value);
	memcpy(to, &value, sizeof(value));
}

static uint32_t get32(const uint8_t *from)
{
	uint32_t value;

	memcpy(&value, from, sizeof(value));
	return le32toh(value);
}

static uint64_t get64(const uint8_t *from)
{
	uint64_t value;

	memcpy(&value, from, sizeof(value));
	return le64toh(value);
}

void segment_header_put(uint8_t *to, const struct segment_header *h)
{
	memset(to, 0, SEGMENT_HEADER);
	memcpy(to, segment_magic, sizeof(segment_magic));
	put32(to + 8, h->version);
	put32(to + 12, SEGMENT_HEADER);
	put64(to + 16, h->id);
	put64(to + 24, h->generation);
	put64(to + 32, h->first);
	put64(to + 40, h->made_at);
	put32(to + 60, spool_crc(0, to, 60));
}

bool segment_header_get(const uint8_t *from, struct segment_header *h_r)
{
	if (memcmp(from, segment_magic, sizeof(segment_magic)) ||
	    get32(from + 60) != spool_crc(0, from, 60))
		return false;
	h_r->version = get32(from + 8);
	h_r->id = get64(from + 16);
	h_r->generation = get64(from + 24);
	h_r->first = get64(from + 32);
	h_r->made_at = get64(from + 40);
	return true;
}

void record_header_put(uint8_t *to, const struct record_header *h,
		       const void *data)
{
	uint32_t crc;

	put32(to, RECORD_MAGIC);
	put32(to + 4, h->size);
	put64(to + 8, h->number);
	put64(to + 16, h->at);
	put32(to + 24, 0);
	crc = spool_crc(0, to, 28);
	put32(to + 28, spool_crc(crc, data, h->size));
}

size_t record_wants(const uint8_t *from, size_t room)
{
	uint32_t size;

	if (room < RECORD_HEADER || get32(from) != RECORD_MAGIC)
		return 0;
	size = get32(from + 4);
	return size > SPOOL_RECORD_MAX ? 0 : RECORD_HEADER + (size_t)size;
}

bool record_get(const uint8_t *from, size_t room, struct record_header *h_r)
{
	size_t wants = record_wants(from, room);
	uint32_t crc;

	if (!wants || wants > room)
		return false;
	h_r->size = get32(from + 4);
	h_r->number = get64(from + 8);
	h_r->at = get64(from + 16);
	crc = spool_crc(0, from, 28);
	return get32(from + 28) ==
	       spool_crc(crc, from + RECORD_HEADER, h_r->size);
}
