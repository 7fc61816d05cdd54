/**
 * The script of every page: form components of govuk-frontend, fragments, menus.
 *
 * Nothing here is needed to use the portal; each part only makes a working page nicer.
 */
import { CharacterCount } from "govuk-frontend/dist/govuk/components/character-count/character-count.mjs";
import { Checkboxes } from "govuk-frontend/dist/govuk/components/checkboxes/checkboxes.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { NotificationBanner } from "govuk-frontend/dist/govuk/components/notification-banner/notification-banner.mjs";
import { PasswordInput } from "govuk-frontend/dist/govuk/components/password-input/password-input.mjs";
import { Radios } from "govuk-frontend/dist/govuk/components/radios/radios.mjs";

import { loadFragments } from "./lib/fragments.js";
import { openTargets, watchMenus } from "./lib/disclosure.js";
import { guardForms, revealWords } from "./lib/forms.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

const COMPONENTS = [
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
];

/** Start the components found in `root`; one that refuses its markup must not stop the others. */
function enhance(root) {
  for (const Component of COMPONENTS) {
    for (const element of root.querySelectorAll(`[data-module="${Component.moduleName}"]`)) {
      try {
        new Component(element);
      } catch (error) {
        console.warn(error);
      }
    }
  }
}

enhance(document);
watchMenus(document);
openTargets(document);
guardForms(document);
revealWords(document);
loadFragments(document, enhance);

// What a script adds to the page (a row of a form) gets its components too.
document.addEventListener("portal:added", (event) => enhance(event.detail));

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
