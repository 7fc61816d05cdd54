/**
 * « Rester connecté »: warns five minutes before the end of a session, in every page of who is
 * signed in. What is saved or asked for in another tab puts the end off here too.
 */
const WARNING = 5 * 60;
const SLACK = 2;
const dialog = document.querySelector("[data-session-end]");
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("portal-session") : null;
const part = (name) => dialog.querySelector(`[data-session-${name}]`);
const form = dialog.querySelector("form");
const stay = form.querySelector('button[type="submit"]');
const length = Number(dialog.dataset.seconds);
let warning;
let end;

function show(name) {
  for (const one of ["soon", "last", "over"]) {
    part(one).hidden = one !== name;
  }
  stay.hidden = name !== "soon";
  if (!dialog.open) {
    dialog.showModal();
  }
}

/** Begin to count again: the session has that many seconds left. */
function count(seconds) {
  clearTimeout(warning);
  clearTimeout(end);
  warning = setTimeout(() => show("soon"), Math.max(seconds - WARNING, 0) * 1000);
  end = setTimeout(() => show("over"), Math.max(seconds - SLACK, 0) * 1000);
}

function alive(seconds, { isTold = true } = {}) {
  count(seconds);
  if (dialog.open && seconds > WARNING) {
    dialog.close();
  }
  if (isTold) {
    tabs?.postMessage(seconds);
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  stay.disabled = true;
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      credentials: "same-origin",
      redirect: "manual",
      headers: { Accept: "application/json" },
    });
    if (!response.ok) {
      show("over");
      return;
    }
    const { seconds } = await response.json();
    alive(seconds);
    if (seconds <= WARNING) {
      show("last");
    }
  } catch {
    // No network: the button stays, to be tried again.
  } finally {
    stay.disabled = false;
  }
});

part("close").addEventListener("click", () => dialog.close());
document.addEventListener("portal:alive", () => alive(length));
tabs?.addEventListener("message", ({ data }) => alive(data, { isTold: false }));
alive(length);
