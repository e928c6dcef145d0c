#!/bin/bash
# A private Docker engine for tests, where none runs and we are root: Debian's dockerd in mount, network and cgroup namespaces of its
# own. It touches no firewall rule and no bridge of the machine, and all it makes is gone after "down".
#   engine.sh usable    whether a Docker engine answers already (nothing is printed)
#   engine.sh up        starts one; prints what to export
#   engine.sh down      ends it and its containers
set -eu
folder=${BRIGADE_ENGINE_DIR:-/tmp/brigade-engine}
socket=$folder/docker.sock

usable() { command -v docker >/dev/null 2>&1 && timeout 10 docker info --format '{{.ServerVersion}}' 2>/dev/null | grep -q '^[0-9]'; }

# Where cgroup 2 is mounted: /sys/fs/cgroup, or beside the old ones.
cgroups() { awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts; }

up() {
    command -v dockerd >/dev/null || { echo "engine: dockerd is missing: apt-get install docker.io iptables iproute2" >&2; exit 1; }
    [ ! -e "$folder/pid" ] || down
    mkdir -p "$folder"
    group=$(cgroups)/brigade-engine
    mkdir -p "$group/init"
    # The outer shell enters the group, so that the engine's cgroup namespace begins there.
    setsid unshare --mount --net --propagation private bash -c '
        echo 0 >"$1/cgroup.procs"
        exec unshare --cgroup bash -c "
            echo 0 >\"\$1/init/cgroup.procs\"
            umount -R /sys/fs/cgroup
            mount -t cgroup2 none /sys/fs/cgroup
            ip link set lo up
            exec dockerd --data-root \"\$2/data\" --exec-root \"\$2/exec\" --pidfile \"\$2/docker.pid\" --host \"unix://\$2/docker.sock\" \
                --exec-opt native.cgroupdriver=cgroupfs --oom-score-adjust 0" inner "$1" "$2"' outer "$group" "$folder" \
        >"$folder/log" 2>&1 </dev/null &
    echo $! >"$folder/pid"
    for _ in $(seq 300); do
        if DOCKER_HOST=unix://$socket usable; then
            echo "DOCKER_HOST=unix://$socket"
            return
        fi
        sleep 0.1
    done
    echo "engine: dockerd does not come up:" >&2
    tail -n 15 "$folder/log" >&2
    down
    exit 1
}

down() {
    pid=$(cat "$folder/pid" 2>/dev/null || true)
    if [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; then
        DOCKER_HOST=unix://$socket timeout 30 docker ps -aq | DOCKER_HOST=unix://$socket xargs -r timeout 60 docker rm -f >/dev/null 2>&1 || true
        kill "$pid" 2>/dev/null || true
        for _ in $(seq 100); do
            kill -0 "$pid" 2>/dev/null || break
            sleep 0.1
        done
    fi
    # A group can go when the last process in it has.
    for _ in 1 2 3 4 5; do
        find "$(cgroups)/brigade-engine" -depth -type d -exec rmdir {} + 2>/dev/null && break
        sleep 0.3
    done
    rm -rf "$folder"
}

case ${1:-} in
    usable) usable ;;
    up) up ;;
    down) down ;;
    *) echo "engine.sh usable|up|down" >&2; exit 2 ;;
esac
