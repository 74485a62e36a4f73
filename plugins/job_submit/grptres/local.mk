plugin_LTLIBRARIES += job_submit_grptres.la
