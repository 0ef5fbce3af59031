#!/bin/sh
# enter.sh SHAPE COMMAND...: runs COMMAND where a SlapOS node of that shape can live, as root in fresh namespaces
# (unshare --net --mount --pid). Nothing is left of them when it ends.
set -eu
shape=$1
shift
ip link set lo up

# The node's users must reach the package and Python: a folder on the way that is closed to others is covered by an
# open one with nothing in it but the way.
way=$(readlink -f "$ORS_ROOT")
closed=
ancestor=$(dirname "$way")
while [ "$ancestor" != / ]; do
    case $(stat -c %A "$ancestor") in *[xt]) ;; *) closed=$ancestor ;; esac
    ancestor=$(dirname "$ancestor")
done
if [ "$closed" ]; then
    mount --bind "$way" /mnt
    mount -t tmpfs -o mode=755 tmpfs "$closed"
    mkdir -p "$way"
    mount --move /mnt "$way"
fi

case $shape in
standalone)
    # the LAN of the reference cases
    ip link add lan0 type bridge
    ip addr add 10.0.0.9/24 dev lan0
    ip addr add fc00::9/64 dev lan0 nodad
    ip link set lan0 up
    # slapgrid refuses to work for root
    exec setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
    ;;
production)
    mount -t tmpfs tmpfs /mnt
    mkdir /mnt/upper /mnt/work
    mount -t overlay overlay -o lowerdir=/etc,upperdir=/mnt/upper,workdir=/mnt/work /etc
    # whoever holds the capability may open it elsewhere too: 0666 is udev's mode
    mknod -m 666 /mnt/tun c 10 200
    mount --bind /mnt/tun /dev/net/tun
    # where the node's addresses come from; a TAP that nobody opened has no carrier, and its addresses would stay
    # tentative
    ip tuntap add dev re6stnet0 mode tap
    sysctl -q net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.re6stnet0.accept_dad=0
    ip link set re6stnet0 up
    ip addr add 2001:db8:46::1/64 dev re6stnet0 nodad
    # the LAN
    ip link add lan0 type bridge
    ip addr add 192.0.2.1/24 dev lan0
    ip link set lan0 up
    # what the node's administrator puts there
    if [ -d "$ORS_WORK/opt" ]; then
        mount -t tmpfs -o mode=755 tmpfs /opt
        cp -a "$ORS_WORK/opt/." /opt
        cp "$ORS_WORK/sudoers" /etc/sudoers.d/amarisoft
        chmod 440 /etc/sudoers.d/amarisoft
    fi
    exec "$@"
    ;;
esac
