const GUARD_MS = 3000;

/**
 * Show what an option asks for once it is chosen (« Autre, précisez »), and only then.
 *
 * Not govuk-frontend's own way: it sets `aria-expanded` on radios, which they may not bear.
 */
export function revealWords(root) {
  for (const input of root.querySelectorAll("input[data-reveals]")) {
    const words = document.getElementById(input.dataset.reveals);
    const follow = () => {
      words.hidden = !input.checked;
    };
    input.closest(".govuk-radios, .govuk-checkboxes").addEventListener("change", follow);
    // The browser may have put back what was chosen before a reload.
    window.addEventListener("pageshow", follow);
    follow();
  }
}

/** One click is one act: a form with `data-once` is not sent twice in a row by an eager finger. */
export function guardForms(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-once]")) {
      return;
    }
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    window.setTimeout(() => delete form.dataset.sent, GUARD_MS);
  });
  // Coming back by the browser's « previous » button finds a form that can be sent again.
  window.addEventListener("pageshow", () => {
    for (const form of root.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
    }
  });
}
