# Finds the JDKs of this machine. Plain sh, to be sourced: . .ci/jdks.sh
# A JDK is told by its home directory, with symbolic links resolved.

# jdk_major HOME: its feature version (17, 25, ...), or nothing if HOME is no JDK.
jdk_major() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
    sed -n 's/^JAVA_VERSION="\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' "$1/release"
}

# jdk_default: the home that Maven and the launcher run on: JAVA_HOME, or that of the javac on the path. Fails if none.
jdk_default() {
    if [ -n "${JAVA_HOME:-}" ]; then
        [ -x "$JAVA_HOME/bin/javac" ] || return 1
        (cd -P "$JAVA_HOME" && pwd)
        return
    fi
    jdk_javac=$(command -v javac) || return 1
    jdk_javac=$(readlink -f "$jdk_javac") || return 1
    dirname "$(dirname "$jdk_javac")"
}

# jdk_list: "VERSION HOME" a line, newest last: the default JDK, those in the directory beside it, and those that
# variables such as JAVA_HOME_25_X64 name.
jdk_list() {
    {
        if jdk_here=$(jdk_default); then
            printf '%s\n' "$jdk_here"
            for jdk_beside in "$(dirname "$jdk_here")"/*; do
                [ ! -d "$jdk_beside" ] || (cd -P "$jdk_beside" && pwd)
            done
        fi
        env | sed -n 's/^JAVA_HOME_[0-9][0-9]*_[A-Za-z0-9]*=//p'
    } | sort -u | while IFS= read -r jdk_home; do
        jdk_version=$(jdk_major "$jdk_home")
        [ -z "$jdk_version" ] || printf '%s %s\n' "$jdk_version" "$jdk_home"
    done | sort -n -k1,1
}

# jdk_newest MIN: the home of the newest JDK whose version is MIN or more. Fails if none.
jdk_newest() {
    jdk_list | while read -r jdk_version jdk_home; do
        [ "$jdk_version" -lt "$1" ] || printf '%s\n' "$jdk_home"
    done | tail -n 1 | grep .
}
