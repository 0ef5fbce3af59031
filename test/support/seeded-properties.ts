/** Before each test file: every property takes the seed of the run, so that ORS_SEED repeats a failure. */
import fc from "fast-check";

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.ORS_SEED) });
