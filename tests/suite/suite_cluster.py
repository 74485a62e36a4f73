# A plugin of pytest: Slurm's python tests on the cluster of tests/slurm-suite,
# whose daemons and database are that script's. See python.sh.
# SPDX-License-Identifier: GPL-2.0-or-later
import glob
import os
import shutil
import sys

PIPES = os.environ["SUITE_PIPES"]
STATE = os.environ["SUITE_STATE"]

# pytest makes directories that only their owner may enter, and slurmdbd has
# to read files that tests give to "sacctmgr archive load"
make_directory = os.mkdir
os.mkdir = lambda path, mode=0o777, **more: make_directory(path, 0o755 if mode == 0o700 else mode, **more)


def ask(word):
    with open(PIPES + "/ask", "w") as ask_pipe:
        ask_pipe.write(word + "\n")
    with open(PIPES + "/answer") as answer_pipe:
        return int(answer_pipe.readline())


def start(clean=False, quiet=False):
    if clean:
        for path in glob.glob(STATE + "/*"):
            shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
    if ask("up") != 0:
        raise RuntimeError("the cluster does not start")


def stop(fatal=True, quiet=False):
    ask("stop")
    return True


def pytest_sessionstart(session):
    atf = sys.modules["atf"]

    def save():
        if not atf.properties["auto-config"]:
            return
        atf.properties["accounting-database-modified"] = True
        if ask("save") != 0:
            raise RuntimeError("the database cannot be saved")

    def restore():
        if not atf.properties["accounting-database-modified"]:
            return
        ask("stop")
        if ask("restore") != 0:
            raise RuntimeError("the database cannot be restored")
        atf.properties["accounting-database-modified"] = False

    atf.start_slurm = start
    atf.start_slurmctld = start
    atf.stop_slurm = stop
    atf.stop_slurmctld = lambda quiet=False: ask("stop-slurmctld")
    atf.backup_accounting_database = save
    atf.restore_accounting_database = restore
    atf.properties["sudo-rights"] = True
