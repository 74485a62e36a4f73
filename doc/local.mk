dist_man_MANS += doc/job_submit_grptres.8
