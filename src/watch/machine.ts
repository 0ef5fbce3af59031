/** Runs a pure step: events go in one at a time, what is to be done about them comes out and is done. */

export type Stepped<State, Effect> = { readonly state: State; readonly effects: readonly Effect[] };

export type Step<State, Event, Effect> = (state: State, event: Event) => Stepped<State, Effect>;

export type Machine<State, Event> = {
  readonly state: () => State;
  readonly send: (event: Event) => void;
};

/**
 * Starts in a state. What an effect sends waits until all effects of its step are done, so that no step sees the world
 * between two effects of another.
 */
export function startMachine<State, Event, Effect>(
  start: State,
  step: Step<State, Event, Effect>,
  perform: (effect: Effect) => void,
): Machine<State, Event> {
  let current = start;
  const waiting: Event[] = [];
  let isStepping = false;

  const stepOn = () => {
    for (let event = waiting.shift(); event !== undefined; event = waiting.shift()) {
      const { state, effects } = step(current, event);
      current = state;
      for (const effect of effects) perform(effect);
    }
  };
  return {
    state: () => current,
    send: (event) => {
      waiting.push(event);
      if (isStepping) return;
      isStepping = true;
      try {
        stepOn();
      } finally {
        isStepping = false;
      }
    },
  };
}
