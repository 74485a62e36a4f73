plugin_LTLIBRARIES += accounting_storage_pgsql.la
