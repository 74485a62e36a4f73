include plugins/accounting_storage/pgsql/local.mk
include plugins/job_submit/grptres/local.mk
