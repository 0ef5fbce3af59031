/**
 * Before each test file: one seed, and a property that fails is not made smaller; that it fails is all we ask. One that
 * holds is left after a while, for there are many mutants.
 */
import fc from "fast-check";

fc.configureGlobal({ seed: 1, endOnFailure: true, interruptAfterTimeLimit: 200 });
