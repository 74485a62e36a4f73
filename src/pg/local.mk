EXTRA_DIST += src/pg/pg.h
