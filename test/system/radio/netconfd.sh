#!/bin/sh
# netconfd.sh FOLDER MODULES PASSWORD: netconfd behind OpenSSH's sshd on port 830 of ::1, for the user oranuser; in fresh network and mount
# namespaces. Says "ready" when both listen; they end with its standard input, and when it is killed.
set -eu
folder=$1 modules=$2 password=$3
mkdir -p "$folder"
cd "$folder"
# netconfd writes into its user's home, sshd wants a folder of its own
mount -t tmpfs -o mode=700 tmpfs /root
mount -t tmpfs -o mode=755 tmpfs /run
mkdir /run/sshd
cp /etc/passwd passwd
cp -p /etc/shadow shadow
echo "oranuser:x:0:0::/root:/bin/sh" >> passwd
echo "oranuser:$(openssl passwd -6 "$password"):19000:0:99999:7:::" >> shadow
mount --bind passwd /etc/passwd
mount --bind shadow /etc/shadow
ssh-keygen -q -t ecdsa -N "" -f hostkey
cat > sshd.conf <<END
Port 830
ListenAddress ::1
HostKey $folder/hostkey
StrictModes no
UsePAM no
PermitRootLogin yes
PidFile none
Subsystem netconf "/usr/sbin/netconf-subsystem --ncxserver-sockname=830@$folder/netconfd.sock"
END
set -- supervision fm operations processing-element software-management uplane-conf-option8
for module; do set -- "$@" "--module=o-ran-$1"; shift; done
setpriv --pdeathsig KILL netconfd --no-startup --superuser=oranuser --port=830 --ncxserver-sockname="$folder/netconfd.sock" --target=running \
  --modpath="$modules:/usr/share/yuma/modules" "$@" > netconfd.log 2>&1 &
netconfd=$!
setpriv --pdeathsig KILL /usr/sbin/sshd -D -e -f sshd.conf > sshd.log 2>&1 &
sshd=$!
trap "kill $netconfd $sshd" EXIT
until grep -q "Running netconfd server" netconfd.log && grep -q "Server listening" sshd.log; do
  kill -0 $netconfd $sshd
  sleep 0.1
done
echo ready
cat > ended
