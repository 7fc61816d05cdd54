/**
 * A draft saves itself: one second after the last change, one save at a time, and the status line
 * tells the truth. Without this script the buttons do the same work.
 */
const DELAY = 1000;
const RETRY = 5000;
const form = document.querySelector("form[data-autosave]");
const status = document.getElementById("etat-enregistrement");

if (form && status) {
  watch(form);
}

function watch(form) {
  let timer = 0;
  let changes = 0;
  let saved = 0;
  let running = null;
  let isOver = false;

  const say = (text, isFailed = false) => {
    status.textContent = text;
    status.classList.toggle("portal-saved--failed", isFailed);
  };
  const plan = (delay) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, delay);
  };

  for (const button of form.querySelectorAll("[data-without-script]")) {
    button.hidden = true;
  }

  form.addEventListener("input", (event) => {
    // Files are sent by the buttons only: a browser may not choose them again by itself.
    if (event.target.type === "file") {
      return;
    }
    changes += 1;
    if (!isOver) {
      say(form.dataset.textUnsaved);
      plan(DELAY);
    }
  });

  // The button pressed waits for the save under way, then sends everything itself.
  form.addEventListener("submit", (event) => {
    window.clearTimeout(timer);
    if (running) {
      event.preventDefault();
      const { submitter } = event;
      running.finally(() => form.requestSubmit(submitter));
      return;
    }
    saved = changes;
  });

  window.addEventListener("beforeunload", (event) => {
    if (saved !== changes) {
      event.preventDefault();
    }
  });

  async function save() {
    if (running || saved === changes) {
      return;
    }
    say(form.dataset.textSaving);
    running = send(changes);
    const isDone = await running;
    running = null;
    if (isOver) {
      return;
    }
    if (!isDone) {
      plan(RETRY);
    } else if (saved !== changes) {
      plan(DELAY);
    }
  }

  async function send(upTo) {
    const data = new FormData(form);
    for (const [name, value] of [...data]) {
      if (value instanceof File) {
        data.delete(name);
      }
    }
    data.set("action", "enregistrer");
    try {
      const response = await fetch(form.getAttribute("action") || window.location.href, {
        method: "POST",
        body: data,
        credentials: "same-origin",
        redirect: "manual",
        headers: { Accept: "application/json" },
      });
      if (response.type === "opaqueredirect") {
        // Only the sign-in page redirects a save: go on trying, another tab may sign in.
        say(form.dataset.textSignedOut, true);
        return false;
      }
      const refusal = await refusalOf(response);
      if (refusal) {
        isOver = true;
        say(refusal, true);
        return false;
      }
      if (!response.ok) {
        await renewToken();
        throw new Error(String(response.status));
      }
      const answer = await response.json();
      document.dispatchEvent(new CustomEvent("portal:alive"));
      keep("version", answer.version);
      if (answer.base) {
        const base = JSON.parse(form.elements.base?.value || "{}");
        keep("base", JSON.stringify({ ...base, ...answer.base }));
      }
      saved = upTo;
      say(saved === changes ? answer.message : form.dataset.textUnsaved, !answer.is_complete);
      return true;
    } catch {
      say(form.dataset.textFailed, true);
      return false;
    }
  }

  /** The words of a refusal that trying again would not change: the dossier was filed meanwhile. */
  async function refusalOf(response) {
    const isWorded = response.headers.get("Content-Type")?.startsWith("application/json");
    return response.status === 409 && isWorded ? (await response.json()).message : "";
  }

  function keep(name, value) {
    const field = form.elements[name];
    if (field && value !== undefined) {
      field.value = value;
    }
  }

  /** Signed in again in another tab: take the new token from the page, keep what is typed here. */
  async function renewToken() {
    const page = await fetch(window.location.href, { credentials: "same-origin", redirect: "error" });
    const fresh = new DOMParser()
      .parseFromString(await page.text(), "text/html")
      .querySelector("input[name=csrfmiddlewaretoken]");
    if (fresh) {
      keep("csrfmiddlewaretoken", fresh.value);
    }
  }
}
