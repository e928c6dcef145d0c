# "./brigade test": sourced by ../brigade, which brings root, say, die, find_jdk, find_maven, find_node, run_maven and the lock.
# shellcheck shell=sh

test_usage() {
    cat <<'TEXT'
Usage: ./brigade test [--fast | --browser [NAME...]]

Runs every test of every module and ends with "N passed, N failed". Not 0 when a test or the build fails.
  --fast     leave out the tests that are tagged slow (real processes); a few minutes
  --browser  instead: drive the real page with real sound, one script of web/e2e after the other (web/README.md); twelve minutes
Missing Debian packages are installed when this may (root, or sudo without a password); otherwise it says which.
TEXT
}

has_library() {
    for found in /usr/lib/*/"$1" /usr/lib/"$1" /usr/local/lib/"$1" /lib/*/"$1" /opt/homebrew/lib/"$1"; do
        [ -e "$found" ] && return
    done
    return 1
}

missing_packages() {
    for entry in $TEST_LIBRARIES; do has_library "${entry#*:}" || printf '%s ' "${entry%%:*}"; done
    command -v mvn >/dev/null 2>&1 || printf 'maven '
    # Tests of the page in a real browser are slow ones.
    [ -n "$excluded" ] || has_browser || printf 'chromium '
    [ -n "$excluded" ] || has_sound || printf 'pulseaudio pulseaudio-utils '
    has_program nginx || printf 'nginx '
    wants_engine && ! has_program dockerd && printf 'docker.io iptables iproute2 '
    return 0
}

# Tests on containers: by the Docker that is there; else, when asked for by BRIGADE_ENGINE=private, by an engine of our own, which only
# root can start. Else they are skipped with a word.
wants_engine() {
    [ -z "$excluded" ] && [ "$(uname -s)" = Linux ] && [ "$(id -u)" = 0 ] || return 1
    [ "${BRIGADE_ENGINE:-}" = private ] || return 1
    ! "$root/.ci/engine/engine.sh" usable
}

# Sets containers_jvm, and DOCKER_HOST when it started one.
engine_up() {
    containers_jvm=$java_home/bin/java
    engine=no
    if wants_engine; then
        # The path of a socket is short: not in the checkout.
        BRIGADE_ENGINE_DIR=$(mktemp -d /tmp/brigade-engine.XXXXXX)
        export BRIGADE_ENGINE_DIR
        if told=$("$root/.ci/engine/engine.sh" up 2>"$root/target/engine.log"); then
            engine=yes
            export BRIGADE_TEST_JAVA="$containers_jvm"
            containers_jvm=$root/.ci/engine/bin/java
            # Nobody else's containers are here, so nobody has to be kept from them.
            export "${told?}" TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_CHECKS_DISABLE=true TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1
            say "a container engine of its own runs for the tests"
        else
            say "no container engine can run here, tests on containers are skipped: $(tail -n 1 "$root/target/engine.log")"
        fi
    fi
}

engine_down() { [ "${engine:-no}" = no ] || { "$root/.ci/engine/engine.sh" down; engine=no; }; }

# Debian keeps some programs where only root's search path looks.
has_program() { PATH=$PATH:/usr/sbin:/usr/local/sbin command -v "$1" >/dev/null 2>&1; }

# The air between two browsers is a PulseAudio of the test's own.
has_sound() { has_program pulseaudio && has_program pactl && has_program parec; }

has_browser() {
    for found in "${BRIGADE_CHROMIUM:-}" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
        [ -n "$found" ] && [ -x "$found" ] && return
    done
    return 1
}

install_missing() {
    missing=$(missing_packages)
    [ -n "$missing" ] || return 0
    command -v apt-get >/dev/null 2>&1 || die "tests need these Debian packages or what brings the same here: $missing"
    if [ "$(id -u)" = 0 ]; then
        as_root=''
    elif sudo -n true 2>/dev/null; then
        as_root='sudo -n'
    else
        die "tests need more packages: sudo apt-get install $missing"
    fi
    say "installing $missing"
    # shellcheck disable=SC2086  # words
    { $as_root apt-get update && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y --no-install-recommends $missing; } \
        >"$root/target/apt.log" 2>&1 </dev/null || { tail -n 5 "$root/target/apt.log" >&2; die "apt-get install $missing failed"; }
}

# Shows modules, test classes and errors of Maven's output as it comes.
progress() {
    awk '
        /^\[INFO\] Building Brigade [a-z]/ { print "== " $4; fflush(); next }
        /Tests run:.*Time elapsed/ { sub(/^\[[A-Z]+\] Tests run: */, ""); sub(/ Errors: 0, Skipped: 0,/, ""); sub(/ -- in/, " "); print "   " $0; fflush(); next }
        /^ *(Test Files|Tests) .*(passed|failed)/ { gsub(/\033\[[0-9;]*m/, ""); print "   vitest: " $0; fflush(); next }
        /^\[ERROR\]/ { print; fflush() }'
}

# Adds up attribute $1 over all test reports.
count() {
    find "$root" -path '*/target/surefire-reports/TEST-*.xml' -exec sed -n 's/.*<testsuite .* '"$1"'="\([0-9]*\)".*/\1/p' {} + |
        awk '{ sum += $1 } END { print sum + 0 }'
}

# Each script builds nothing and starts its own servers by this checkout's "./brigade up".
browser_tests() {
    find_jdk
    has_browser && has_sound || die "browser tests need these Debian packages or what brings the same here: chromium pulseaudio pulseaudio-utils"
    find_node
    build
    cd "$root/web" || exit 1
    PATH=$node_bin:$PATH exec node e2e/all.mjs "$@"
}

excluded=
if [ "${1:-}" = --browser ]; then
    shift
    browser_tests "$@"
fi
for option in "$@"; do
    case $option in
        --fast) excluded=slow ;;
        -h | --help) test_usage; exit 0 ;;
        *) die "test: unknown option '$option' (./brigade test --help)" 2 ;;
    esac
done

mkdir -p "$root/target"
find_jdk
install_missing
find_maven
find_node
lock_build
trap 'engine_down || :; rm -rf "$lock"' EXIT
engine_up
find "$root" -path '*/target/surefire-reports/*' -type f -exec rm -f {} +
log=$root/target/test.log
began=$(date +%s)
say "JDK $java_home; the whole log is $log"
# A failing test does not stop the other modules; it is counted below. Two modules at a time: only those under the launcher, which
# calculate more than they wait; from it on each needs the one before.
{ run_maven -T 2 verify -Dmaven.test.failure.ignore=true "-Dbrigade.excluded.tags=$excluded" \
    "-Dbrigade.containers.jvm=$containers_jvm" 2>&1 && echo 0 >"$root/target/test.rc" || echo 1 >"$root/target/test.rc"; } |
    tee "$log" | progress
engine_down
unlock_build

ran=$(count tests)
failed=$(($(count failures) + $(count errors)))
skipped=$(count skipped)
passed=$((ran - failed - skipped))
# What no report counts: a build that broke, or a test JVM that died.
if [ "$(cat "$root/target/test.rc")" != 0 ] || grep -qE 'error in the fork|forked VM terminated' "$log"; then
    say "the build broke or a test JVM died; see $log"
    [ "$failed" -gt 0 ] || failed=1
fi
[ "$ran" -gt 0 ] || { say "no test ran"; [ "$failed" -gt 0 ] || failed=1; }
say "took $(($(date +%s) - began)) s"
if [ "$skipped" -gt 0 ]; then echo "$passed passed, $failed failed, $skipped skipped"; else echo "$passed passed, $failed failed"; fi
[ "$failed" -eq 0 ]
