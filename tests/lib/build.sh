# build.sh - the plugins, built outside of the working tree
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The tree is copied to $CACHE first, so that autoreconf leaves no file in a
# clone. The copy keeps the times of the files: a second build is quick.

tree_list() {
	git -c safe.directory='*' -C "$TOP" ls-files -co --exclude-standard 2>/dev/null ||
		(cd "$TOP" && find . -name .git -prune -o ! -type d -print)
}

tree_copy() { # DIRECTORY   make it the like of the working tree
	local dir=$1
	mkdir -p "$dir"
	touch "$dir/.files"
	(cd "$TOP" && tree_list | while read -r file; do [ ! -e "$file" ] || echo "$file"; done) |
		sort >"$dir/.files.new"
	comm -23 "$dir/.files" "$dir/.files.new" | (cd "$dir" && xargs -r -d '\n' rm -f)
	mv "$dir/.files.new" "$dir/.files"
	tar -C "$TOP" -cf - -T "$dir/.files" | tar -C "$dir" --keep-newer-files -xf - 2>/dev/null
	[ -x "$dir/configure" ] || (cd "$dir" && autoreconf -fi)
}

tree_build() { # COPY BUILD-DIRECTORY CONFIGURE-OPTION...
	local copy=$1 dir=$2
	shift 2
	mkdir -p "$dir"
	(
		cd "$dir" || exit
		[ -f Makefile ] && [ "$(cat .options 2>/dev/null)" = "$*" ] || {
			"$copy/configure" -q "$@" && echo "$*" >.options
		} || exit
		make -s -j"$(nproc)" V=0
	)
}

# A name for what belongs to this clone, so that two do not mix.
tree_home() { echo "$CACHE/tree-$(echo "$TOP" | sha256sum | cut -c1-8)"; }

build_locked() { # LOG COMMAND...
	local log=$1
	shift
	mkdir -p "$(tree_home)"
	(flock -w 900 8 && "$@") >"$log" 2>&1 8>"$(tree_home)/lock"
}

build_tree() { # NAME SLURM-SOURCE CONFIGURE-OPTION...
	tree_copy "$(tree_home)/src" &&
		tree_build "$(tree_home)/src" "$(tree_home)/$1" --enable-werror \
			--with-slurm-source="$2" "${@:3}"
}

# Sets BUILD, the built tree: SLURMPG_BUILD, or one that is made here.
build() {
	if [ -n "${SLURMPG_BUILD:-}" ]; then
		BUILD=$SLURMPG_BUILD
		return 0
	fi
	source_installed
	BUILD=$(tree_home)/build
	build_locked "$SCRATCH/log/build.out" build_tree build "$SLURM_SOURCE" ||
		bail "the build failed: $(tail -20 "$SCRATCH/log/build.out")"
}

# Sets PLUGINS, a directory for PluginDir with copies of our two modules, so
# that a build meanwhile does not pull them from under running daemons.
plugins() {
	local module
	[ -z "${PLUGINS:-}" ] || return 0
	build
	PLUGINS=$SCRATCH/plugins
	mkdir -p "$PLUGINS"
	for module in "$BUILD"/.libs/accounting_storage_*.so "$BUILD"/.libs/job_submit_*.so; do
		[ ! -e "$module" ] || cp "$module" "$PLUGINS/"
	done
}
