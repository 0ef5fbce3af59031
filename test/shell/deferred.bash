#!/bin/bash
# What lib.bash does at the end of a test, as lines that shell.test.ts reads; the last test must fail.
source "$(dirname "$0")/lib.bash"

test_steps_run_last_first_with_their_words_whole() {
  defer echo first "two  words" "it's \"quoted\"" '$HOME'
  defer false
  defer echo second
}

test_a_failing_test_still_runs_its_steps() {
  defer echo "step of the failing test"
  fail "on purpose"
}

run_tests "$@"
