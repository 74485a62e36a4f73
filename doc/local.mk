dist_man_MANS += doc/accounting_storage_pgsql.8
dist_man_MANS += doc/grptres.conf.5
dist_man_MANS += doc/job_submit_grptres.8
EXTRA_DIST += doc/differences doc/cookbook.md doc/feed.md doc/examples
