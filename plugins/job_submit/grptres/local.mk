# job_submit_grptres.so
