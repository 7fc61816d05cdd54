/**
 * A search that proposes answers while words are typed (cms/core/part_widgets.py, SearchWidget).
 *
 * The input stays the server's own: its label, its hint and its error are kept. What was chosen goes
 * in a hidden input beside it, or in the other parts of its group. Without this script « Rechercher »
 * sends the form, which comes back with the results to choose from; so it does when asking fails.
 */
import Combobox from "@github/combobox-nav";

const DELAY = 500;
const SHORTEST = 3;

class Lookup {
  constructor(root) {
    this.root = root;
    this.input = root.querySelector(".portal-lookup__words input");
    this.button = root.querySelector(".portal-lookup__words button");
    this.results = [];
    this.chosen = this.input.value;
    this.list = document.createElement("ul");
    this.list.id = `${this.input.id}-list`;
    this.list.className = "portal-lookup__list";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", document.querySelector(`label[for="${CSS.escape(this.input.id)}"]`)?.textContent ?? "");
    this.list.hidden = true;
    this.status = document.createElement("div");
    this.status.className = "govuk-visually-hidden";
    this.status.setAttribute("role", "status");
    root.querySelector(".portal-lookup__words").after(this.list, this.status);
    this.combobox = new Combobox(this.input, this.list, { tabInsertsSuggestions: false });
    this.button.hidden = true;
    if (root.dataset.code) {
      this.keep(root.dataset.code);
    }
    this.listen();
  }

  listen() {
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !this.list.hidden) {
        event.preventDefault();
        this.close();
      }
    });
    this.input.addEventListener("blur", () => this.close());
    // Keep the focus in the input while an option is pressed.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("combobox-commit", (event) => this.pick(this.results[event.target.dataset.index]));
  }

  typed() {
    window.clearTimeout(this.timer);
    this.asking?.abort();
    if (this.input.value !== this.chosen) {
      this.keep("");
    }
    if (this.input.value.trim().length < SHORTEST) {
      this.close();
      return;
    }
    this.timer = window.setTimeout(() => this.ask(this.input.value), DELAY);
  }

  async ask(words) {
    this.asking = new AbortController();
    try {
      const response = await fetch(this.root.dataset.url, {
        method: "POST",
        body: new URLSearchParams({ q: words, scope: this.root.dataset.scope }),
        credentials: "same-origin",
        headers: { "X-CSRFToken": this.input.form.elements.csrfmiddlewaretoken?.value ?? "" },
        signal: this.asking.signal,
      });
      if (!response.ok) {
        throw new Error(String(response.status));
      }
      this.show((await response.json()).results);
    } catch (error) {
      if (error.name !== "AbortError") {
        this.button.hidden = false;
        this.close();
      }
    }
  }

  show(results) {
    this.results = results;
    this.combobox.stop();
    this.list.replaceChildren(
      ...results.map((result, index) => {
        const option = document.createElement("li");
        option.id = `${this.list.id}-${index}`;
        option.setAttribute("role", "option");
        option.dataset.index = index;
        option.textContent = result.label;
        return option;
      }),
    );
    this.list.hidden = !results.length;
    const { textNone, textOne, textSeveral } = this.root.dataset;
    const text = { 0: textNone, 1: textOne }[results.length] ?? textSeveral;
    this.status.textContent = text.replace("%{count}", String(results.length));
    if (results.length) {
      this.combobox.start();
    }
  }

  pick(result) {
    this.close();
    this.status.textContent = this.root.dataset.textChosen.replace("%{label}", result.label);
    if (this.root.dataset.fills) {
      this.fill(result.details);
      return;
    }
    this.input.value = this.chosen = result.label;
    this.keep(result.code);
    this.tell();
  }

  /** Write what was chosen in the other parts of the group; the search has done its work. */
  fill(details) {
    for (const [part, value] of Object.entries(details)) {
      const field = this.input.form.elements[`${this.root.dataset.fills}_${part}`];
      // A commune alone leaves the street as it was typed.
      if (field && value) {
        field.value = value;
      }
    }
    this.input.value = this.chosen = "";
    this.keep("");
    this.tell();
  }

  /** Hold the code chosen; the results the server had listed are no longer a choice. */
  keep(code) {
    this.root.querySelector("[data-lookup-results]")?.remove();
    this.code ??= this.input.form.elements[this.root.dataset.codeName] ?? this.hidden();
    this.code.value = code;
  }

  hidden() {
    const code = document.createElement("input");
    code.type = "hidden";
    code.name = this.root.dataset.codeName;
    this.root.append(code);
    return code;
  }

  tell() {
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    this.root.dispatchEvent(new Event("input", { bubbles: true }));
  }

  close() {
    window.clearTimeout(this.timer);
    this.combobox.stop();
    this.list.hidden = true;
  }
}

const known = new WeakSet();

function enhance(root) {
  for (const element of root.querySelectorAll("[data-lookup]")) {
    if (!known.has(element)) {
      known.add(element);
      new Lookup(element);
    }
  }
}

enhance(document);
// Rows added later bring their own searches.
new MutationObserver(() => enhance(document)).observe(document.body, { childList: true, subtree: true });
