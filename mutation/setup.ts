/** Before each test file: one seed, and a property that fails is not made smaller; that it fails is all we ask. */
import fc from "fast-check";

fc.configureGlobal({ seed: 1, endOnFailure: true });
