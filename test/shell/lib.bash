# Tests of switches as shell scripts: sourced, then functions `test_…`, then `run_tests`.
#
#   test_ports_of_a_vlan_reach_each_other() {
#     tap a b
#     switch '{ports: {a: {tap: a, access: 10}, b: {tap: b, access: 10}}}'
#     hold a=packet:a b=packet:b
#     send a --payload hello
#     expect b --vlan none --payload hello
#   }
#
# Each test runs in network, process and mount namespaces of its own and in a random order (ORS_SEED repeats it), and
# prints a line of TAP (testanything.org), with what it said as comments before it. However it ends, also by SIGKILL, nothing of it is left: interfaces,
# processes and files go with their namespaces.

set -Eeuo pipefail

# The program, as words.
: "${ORS:=ors}"

deferred=()

# defer COMMAND WORD… - runs it when the test ends, the last one first. Words stay words.
defer() {
  local quoted
  printf -v quoted '%q ' "$@"
  deferred+=("$quoted")
}

# Runs what was deferred, each step though another fails; the exit code stays.
run_deferred() {
  local code=$? step
  trap - ERR EXIT
  trap '' HUP INT TERM
  set +e
  while ((${#deferred[@]} > 0)); do
    step=${deferred[-1]}
    unset 'deferred[-1]'
    eval "$step"
  done
  exit "$code"
}

# fail TEXT… - ends the test, from a function or a subshell too, and says where.
fail() {
  local frame=0
  while [[ ${BASH_SOURCE[frame]} == "${BASH_SOURCE[0]}" && -n ${BASH_SOURCE[frame + 1]:-} ]]; do ((++frame)); done
  echo "${BASH_SOURCE[frame]##*/}:${BASH_LINENO[frame - 1]}: $*" >&2
  if [[ $BASHPID != "$$" ]]; then kill -TERM "$$"; fi
  exit 1
}

# own_namespace COMMAND… - runs it where nothing of it can be left behind; ends as it does.
own_namespace() {
  local words=(unshare -nmpf --mount-proc --kill-child) child code=0
  ((EUID == 0)) || words=(unshare -Urnmpf --mount-proc --kill-child)
  setpriv --pdeathsig KILL "${words[@]}" "$@" &
  child=$!
  trap 'pass_signal HUP "$child"' HUP
  trap 'pass_signal INT "$child"' INT
  trap 'pass_signal TERM "$child"' TERM
  wait "$child" || code=$?
  # a signal interrupts the waiting
  while kill -0 "$child" 2>/dev/null; do
    code=0
    wait "$child" || code=$?
  done
  trap - HUP INT TERM
  return "$code"
}

# To the first process of the namespaces; unshare itself passes nothing on.
pass_signal() {
  local inner
  signalled=1
  inner=$(cat "/proc/$2/task/$2/children" 2>/dev/null) || true
  if [[ -n $inner ]]; then kill -s "$1" $inner 2>/dev/null || true; else kill -s KILL "$2" 2>/dev/null || true; fi
}

# tap NAME… - makes TAPs that are up and on which the kernel says nothing by itself.
tap() {
  local name
  for name; do
    ip tuntap add dev "$name" mode tap
    defer ip link delete dev "$name"
    echo 1 >"/proc/sys/net/ipv6/conf/$name/disable_ipv6"
    ip link set dev "$name" up
  done
}

# switch TEXT - runs a switch with this configuration.
switch() {
  printf '%s\n' "$1" >"$folder/switch.yaml"
  $ORS switch run --control "$folder/control" --config "$folder/switch.yaml" >"$folder/switch.log" 2>&1 &
  defer end_program $!
  await_line "$!" "$folder/switch.log" 'listening on'
}

# configure TEXT - gives the switch another configuration.
configure() {
  printf '%s\n' "$1" | $ORS switch apply - --control "$folder/control" >"$folder/apply.log" 2>&1 ||
    fail "the configuration was refused: $(cat "$folder/apply.log")"
}

# refused TEXT PLACE - the switch must refuse this configuration because of what is at this place, and stay as it is.
refused() {
  local before after code=0
  before=$($ORS switch show configuration --control "$folder/control")
  printf '%s\n' "$1" | $ORS switch apply - --control "$folder/control" >"$folder/apply.log" 2>&1 || code=$?
  after=$($ORS switch show configuration --control "$folder/control")
  ((code == 2)) || fail "exit code $code, expected: 2, the configuration refused"
  grep -qF -- "$2" "$folder/apply.log" || fail "nothing was said of $2: $(cat "$folder/apply.log")"
  [[ $before == "$after" ]] || fail "the configuration changed although it was refused"
}

# hold PORT… - keeps ports open for send and expect: NAME=packet:INTERFACE, NAME=shm:SOCKET#ID, NAME=tap:INTERFACE.
hold() {
  export ORS_FRAME_SOCKET=$folder/hold
  $ORS frame hold "$@" >"$folder/hold.log" 2>&1 &
  defer end_program $!
  await_line "$!" "$folder/hold.log" '^ready$'
}

# send PORT OPTION… - sends frames from a port that is held.
send() {
  check_frames send "$@"
}

# expect PORT OPTION… - the next frames of a port must be these, and no others between them.
expect() {
  check_frames expect "$@"
}

# expect_none PORT… - no frame may wait at these ports. Send a frame behind the others that is expected elsewhere before
# this: what came before it would be there by now.
expect_none() {
  local port
  for port; do check_frames expect "$port" --none --timeout 0.05; done
}

check_frames() {
  local verb=$1 port=$2 said
  shift 2
  said=$($ORS frame "$verb" "held:$port" "$@" 2>&1) || fail "$verb $port $*: $said"
}

# Waits until a program has printed a line, or ended.
await_line() {
  local tries
  for ((tries = 0; tries < 400; tries++)); do
    if grep -q -- "$3" "$2" 2>/dev/null; then return; fi
    kill -0 "$1" 2>/dev/null || break
    sleep 0.05
  done
  fail "no line \"$3\": $(cat "$2")"
}

end_program() {
  kill "$1" 2>/dev/null
  wait "$1" 2>/dev/null
}

# run_tests - runs every function `test_…` of the script, or those that are named.
run_tests() {
  if [[ -n ${ORS_SHELL_TEST:-} ]]; then run_one "$ORS_SHELL_TEST"; fi
  local names=("$@") name number=0 failed=0 signalled=0 comments commenter code
  ((${#names[@]} > 0)) || mapfile -t names < <(declare -F | sed -n 's/^declare -f \(test_\)/\1/p')
  echo "1..${#names[@]}"
  shuffle names
  for name in "${names[@]}"; do
    ((++number))
    exec {comments}> >(sed -u 's/^/# /')
    commenter=$!
    code=0
    ORS_SHELL_TEST=$name own_namespace bash "$0" >&"$comments" 2>&1 || code=$?
    exec {comments}>&-
    wait "$commenter" || true
    if ((code == 0)); then
      echo "ok $number - $(describe "$name")"
    else
      echo "not ok $number - $(describe "$name")"
      failed=1
    fi
    ((signalled == 0)) || exit 130
  done
  exit "$failed"
}

# Inside the namespaces. Files lie in memory that goes with them.
run_one() {
  folder=$(find_place)
  export TMPDIR=$folder
  trap run_deferred EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap 'fail "$BASH_COMMAND"' ERR
  mount -t tmpfs -o mode=0700 tmpfs "$folder"
  cd "$folder"
  ip link set dev lo up
  "$1"
  exit 0
}

# A folder for that memory which hides neither the script nor the program.
find_place() {
  local place word needed="$PWD/ $(readlink -f "$0")"
  for word in $ORS; do needed+=" $(readlink -f "$(command -v "$word" || echo "$word")")"; done
  for place in /tmp /mnt /media /srv; do
    if [[ -d $place && " $needed" != *" $place/"* ]]; then
      echo "$place"
      return
    fi
  done
  fail "no folder to mount memory on: script and program lie below /tmp, /mnt, /media and /srv"
}

describe() {
  local words=${1#test_}
  echo "${words//_/ }"
}

# shuffle NAME - the array of that name, by a seed that is printed.
shuffle() {
  local -n list=$1
  local seed=${ORS_SEED:-$RANDOM} place other kept
  echo "# seed $seed (ORS_SEED=$seed repeats it)"
  RANDOM=$((seed % 32768))
  for ((place = ${#list[@]} - 1; place > 0; place--)); do
    ((other = RANDOM % (place + 1))) || true
    kept=${list[place]}
    list[place]=${list[other]}
    list[other]=$kept
  done
}
