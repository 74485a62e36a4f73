/*
 * chain.h - which limits apply to a job: its QOS, its association, parents
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef GRPTRES_CHAIN_H
#define GRPTRES_CHAIN_H

#include "src/budget/tally.h"
#include "src/slurm/ctld.h"

/* Who a job belongs to. Pointers are assoc_mgr's, valid under its locks. */
struct belongs {
	slurmdb_assoc_rec_t *assoc;
	slurmdb_qos_rec_t *qos;    /* the job's, or NULL */
	slurmdb_qos_rec_t *first;  /* of the two QOS that limit it, the one */
	slurmdb_qos_rec_t *second; /* that masks the other; NULL if none */
};

/* Levels for budget_decide(), and what backs them. Free with chain_free(). */
struct chain {
	struct budget_level *levels;
	uint64_t *owners; /* the number of each level's owner in a tally */
	size_t nlevels;
	struct budget_use *uses;
};

/*
 * All functions need assoc_mgr's read locks on assoc, qos, tres and user.
 *
 * The association and QOS that slurmctld will give a new job: account and
 * QOS as given or by default. part: the first of the job's partitions, of
 * which the association may be. False if there is no association.
 */
extern bool chain_find(uint32_t uid, const char *account, const char *qos,
		       part_record_t *part, struct belongs *belongs_r);

/* The QOS of that name, or the default one of the association for "". */
extern bool chain_find_qos(slurmdb_assoc_rec_t *assoc, const char *name,
			   slurmdb_qos_rec_t **qos_r);

/* Puts job QOS and that of the partition in the order that slurmctld uses. */
extern void chain_order(struct belongs *belongs, const part_record_t *part);

/* The same for a job that slurmctld has. False if it has no association. */
extern bool chain_of_job(const job_record_t *job, struct belongs *belongs_r);

/* The job's association if the record still holds a valid one, or NULL. */
extern slurmdb_assoc_rec_t *chain_assoc(const job_record_t *job);

/* Sets of limits, to be joined by |. */
#define CHAIN_KIND(kind) (1u << (kind))

/* Any limit of these kinds along the chain at all? */
extern bool chain_limited(const struct belongs *belongs, unsigned kinds);

/*
 * The levels of these kinds with what is committed at each: tally has it by
 * CHAIN_ASSOC and CHAIN_QOS numbers; slurmctld's own counters are added where
 * it enforces.
 */
extern void chain_fill(const struct belongs *belongs, unsigned kinds,
		       const struct tally *tally, struct chain *chain_r);
extern void chain_free(struct chain *chain);

/* The levels of one owner alone, by its number. False if it has no limit. */
extern bool chain_of_owner(uint64_t owner, unsigned kinds,
			   const struct tally *tally, struct chain *chain_r);

/*
 * The numbers of all owners whose limits may ever apply, limited now or not,
 * added to owners_r, which has room for size. Returns how many there are.
 */
extern size_t chain_owners(const struct belongs *belongs, uint64_t *owners_r,
			   size_t n, size_t size);

/* Of one job, more than any tree of accounts is deep. */
#define OWNERS 256

/* Owners' numbers in a tally. */
#define CHAIN_ASSOC(id) ((uint64_t)(id))
#define CHAIN_QOS(id) ((uint64_t)1 << 32 | (id))

/* What a job's minutes are multiplied with when slurmctld counts its use. */
extern double chain_factor(const slurmdb_qos_rec_t *qos);
/* The same when it compares the job itself with a limit. */
extern double chain_own_factor(const slurmdb_qos_rec_t *qos);

/* Does slurmctld enforce limits at the start of jobs? */
extern bool chain_enforced(void);

#endif
