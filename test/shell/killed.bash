#!/bin/bash
# A test with all that can be left behind; shell.test.ts kills it at any moment.
source "$(dirname "$0")/lib.bash"

test_everything() {
  tap a b
  switch "ports: {a: {tap: a, access: 10}, b: {tap: b, access: 10}, m: {shm: $folder/sim.sock, access: 10}}"
  hold a=packet:a b=packet:b m=shm:sim.sock
  send a --payload hello
  expect b --payload hello
  expect m --payload hello
}

run_tests "$@"
