/**
 * The anti-robot check (templates/applications/accounts/_proof.html): a worker computes while the page is read.
 *
 * A form sent before the end waits for it. Where no worker runs, the page does as without script:
 * it serves once it has stayed long enough.
 */
function watch(box) {
  const form = box.closest("form");
  const input = box.querySelector('input[name="proof"]');
  const status = box.querySelector("[data-proof-status]");
  const { salt, challenge, signature, maximum, wait, worker, done, busy } = box.dataset;
  const opened = performance.now();
  const patience = (Number(wait) + 1) * 1000;
  let submitter = null;
  let isHeld = false;

  const release = () => {
    if (isHeld) {
      isHeld = false;
      form.requestSubmit(submitter);
    }
  };

  const computing = new Worker(worker, { type: "module" });
  computing.addEventListener("message", ({ data: number }) => {
    const proof = { algorithm: "SHA-256", challenge, number, salt, signature };
    input.value = btoa(JSON.stringify(proof));
    status.textContent = done;
    release();
  });
  computing.postMessage({ salt, challenge, maximum: Number(maximum) });

  form.addEventListener("submit", (event) => {
    const waited = performance.now() - opened;
    if (input.value || waited >= patience) {
      return;
    }
    event.preventDefault();
    submitter = event.submitter;
    status.textContent = busy;
    if (!isHeld) {
      isHeld = true;
      setTimeout(release, patience - waited);
    }
  });
}

for (const box of document.querySelectorAll("[data-proof]")) {
  watch(box);
}
