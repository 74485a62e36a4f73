-- What clusters share: federations, to which jobs are submitted as to one
-- cluster, and resources (licenses), of which each cluster has a part.

-- Which clusters belong to one is in slurm_data.cluster.
CREATE TABLE slurm_data.federation (
	name text COLLATE "C" PRIMARY KEY,
	created_at timestamptz NOT NULL DEFAULT now(),
	modified_at timestamptz NOT NULL DEFAULT now(),
	deleted boolean NOT NULL DEFAULT false,
	flags bigint NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX cluster_federation ON slurm_data.cluster (federation, fed_id)
	WHERE fed_id > 0 AND NOT deleted;

CREATE TABLE slurm_data.resource (
	resource_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	name text COLLATE "C" NOT NULL,
	server text COLLATE "C" NOT NULL,
	type integer NOT NULL, -- slurmdb_resource_type_t: 1 is a license
	created_at timestamptz NOT NULL DEFAULT now(),
	modified_at timestamptz NOT NULL DEFAULT now(),
	deleted boolean NOT NULL DEFAULT false,
	description text COLLATE "C",
	manager text COLLATE "C" NOT NULL DEFAULT '',
	total bigint NOT NULL DEFAULT 0,
	last_consumed bigint NOT NULL DEFAULT 0,
	flags bigint NOT NULL DEFAULT 0,
	UNIQUE (name, server, type)
);

CREATE TABLE slurm_data.resource_share (
	resource_id integer NOT NULL REFERENCES slurm_data.resource ON DELETE CASCADE,
	cluster_id integer NOT NULL REFERENCES slurm_data.cluster,
	created_at timestamptz NOT NULL DEFAULT now(),
	modified_at timestamptz NOT NULL DEFAULT now(),
	deleted boolean NOT NULL DEFAULT false,
	allowed bigint NOT NULL DEFAULT 0, -- per cent of the total, or a number of it where flags say so
	PRIMARY KEY (resource_id, cluster_id)
);

COMMENT ON TABLE slurm_data.federation IS 'Federations of clusters';
COMMENT ON TABLE slurm_data.resource IS 'Resources that clusters share, by name and server';
COMMENT ON TABLE slurm_data.resource_share IS 'What part of a resource a cluster may use';
COMMENT ON INDEX slurm_data.cluster_federation IS 'clusters of a federation, each with a number of its own';
