# accounting_storage_pgsql.so: add sources as they come to be, directory by
# directory; plugin_LTLIBRARIES names it once entry/ stands.
