#!/bin/bash
# Tests of the switch, as a user of lib.bash writes them.
source "$(dirname "$0")/lib.bash"

one=02:00:00:00:00:0a
two=02:00:00:00:00:0b

three_ports() {
  tap a b c
  switch "ports:
  a: {tap: a, access: 10}
  b: {tap: b, access: 10}
  c: {tap: c, trunk: '10,20', native: 20}"
  hold a=packet:a b=packet:b c=packet:c
}

test_a_frame_reaches_its_VLAN_and_gets_a_tag_on_the_trunk() {
  three_ports
  send a --payload hello
  expect b --vlan none --payload hello
  expect c --vlan 10:0:0 --payload hello
  send c --vlan 10:5:1 --vlan 7 --payload stack
  expect a --vlan 7 --payload stack
  expect b --vlan 7 --payload stack
}

test_what_is_not_allowed_goes_nowhere() {
  three_ports
  send a --vlan 20 --payload refused
  send c --payload native
  send c --vlan 30 --payload refused
  send b --payload last
  expect a --payload last
  expect c --payload last
  expect_none a b c
}

test_a_known_address_is_reached_alone() {
  three_ports
  send a --src $one --payload learn
  expect b --src $one
  expect c --src $one
  send b --src $two --dst $one --payload known
  expect a --src $two --payload known
  send b --payload all
  expect c --payload all
  expect a --payload all
}

test_an_isolated_port_reaches_only_others() {
  tap a b c
  switch "ports:
  a: {tap: a, access: 10, isolated: true}
  b: {tap: b, access: 10, isolated: true}
  c: {tap: c, access: 10}"
  hold a=packet:a b=packet:b c=packet:c
  send a --payload secret
  expect c --payload secret
  send c --payload all
  expect b --payload all
  expect a --payload all
}

test_another_configuration_keeps_what_it_does_not_name() {
  three_ports
  send a --src $one --payload learn
  expect b --src $one
  expect c --src $one
  configure "ports:
  a: {tap: a, access: 10}
  b: {tap: b, access: 20}
  c: {tap: c, trunk: '10,20', native: 20}"
  send c --vlan 10 --dst $one --payload known
  expect a --payload known --vlan none
  send c --payload native
  expect b --payload native --vlan none
  expect_none a b c
}

test_a_wrong_configuration_changes_nothing() {
  three_ports
  refused "ports: {a: {tap: a, access: 4095}}" ports.a.access
  refused "ports: {a: {tap: a, access: 10, speed: 9}}" ports.a.speed
  refused "ports: {x: {tap: nowhere, access: 10}}" ports.x.tap
  send a --payload hello
  expect b --payload hello
}

test_frames_come_in_order_each_once_through_TAP_and_shared_memory() {
  tap a
  switch "flood: 0
ports:
  a: {tap: a, access: 10}
  m: {shm: $folder/sim.sock, access: 10}
  n: {shm: $folder/sim.sock, id: 1, trunk: all}"
  hold a=packet:a m=shm:sim.sock n=shm:sim.sock#1
  send a --sequence --length 1000 --count 500
  expect m --sequence --length 1000 --count 500
  expect n --vlan 10 --sequence --length 1004 --count 500
  send n --vlan 10:6 --sequence --length 64 --count 500
  expect a --vlan none --sequence --length 60 --count 500
  expect m --vlan none --sequence --length 60 --count 500
}

run_tests "$@"
