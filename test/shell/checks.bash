#!/bin/bash
# Each check of lib.bash once where it must fail: shell.test.ts expects `not ok` for all of these.
source "$(dirname "$0")/lib.bash"

two_ports() {
  tap a b
  switch "ports: {a: {tap: a, access: 10}, b: {tap: b, access: 20}}"
  hold a=packet:a b=packet:b
}

test_expect_sees_a_frame_of_another_VLAN() {
  two_ports
  send a --payload bad
  send a --payload good
  expect b --payload good
}

test_expect_sees_a_tag_that_stayed() {
  two_ports
  send a --vlan 10 --payload tagged
  expect b --vlan none --payload tagged
}

test_expect_none_sees_a_frame() {
  two_ports
  send a --payload bad
  send b --payload marker
  expect a --payload marker
  expect_none b
}

test_refused_sees_that_a_configuration_was_taken() {
  two_ports
  refused "ports: {a: {tap: a, access: 4095}}" ports.a.access
}

test_a_failure_in_a_subshell_ends_the_test() {
  (fail "from below")
  echo "went on"
}

test_a_failure_in_a_substitution_ends_the_test() {
  local said
  said=$(fail "from below"; echo "went on")
  echo "went on: $said"
}

test_a_command_that_fails_ends_the_test() {
  false
  echo "went on"
}

test_an_unknown_variable_ends_the_test() {
  echo "$no_such_variable"
  echo "went on"
}

run_tests "$@"
