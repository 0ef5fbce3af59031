/** Reloads that are asked for, one after another. */

export type Reloading = {
  readonly ask: () => void;
  /** Says how; what was asked before is done now. */
  readonly begin: (reload: () => Promise<void>) => void;
};

/** What is asked while one is under way is done once more after it: the files may have changed since. */
export function createReloading(): Reloading {
  let isAsked = false;
  let isBusy = false;
  let run: (() => Promise<void>) | undefined;
  const proceed = async () => {
    if (run === undefined || isBusy) return;
    isBusy = true;
    while (isAsked) {
      isAsked = false;
      await run();
    }
    isBusy = false;
  };
  return {
    ask: () => {
      isAsked = true;
      void proceed();
    },
    begin: (reload) => {
      run = reload;
      void proceed();
    },
  };
}
