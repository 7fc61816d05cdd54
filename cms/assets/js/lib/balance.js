/** Two totals that must be equal: say how they stand, in the words the server gave. */

import { add, negate, order } from "./fractions.js";

const STATES = ["equal", "less", "more", "blank"];

function stateOf(left, right) {
  if (!left || !right) {
    return "blank";
  }
  return ["less", "equal", "more"][order(right, left) + 1];
}

/** Show where every balance of the page stands; `write` says an amount. */
export function weigh(root, totals, write) {
  for (const box of root.querySelectorAll("[data-balance]")) {
    const [left, right] = [totals[box.dataset.left] ?? null, totals[box.dataset.right] ?? null];
    const state = stateOf(left, right);
    for (const one of STATES) {
      box.classList.toggle(`form-balance--${one}`, one === state);
    }
    const difference = left && right ? add(right, negate(left)) : null;
    const gap = difference && write(difference.top < 0n ? negate(difference) : difference);
    const text = box.dataset[`text${state[0].toUpperCase()}${state.slice(1)}`].replace("__gap__", gap ?? "");
    const line = box.querySelector("[data-balance-state]");
    // A line that says the same is left alone: it is read aloud at every change.
    if (line.textContent !== text) {
      line.textContent = text;
    }
    box.querySelector("[data-balance-rate]")?.toggleAttribute("hidden", !totals[box.dataset.rate]);
  }
}
