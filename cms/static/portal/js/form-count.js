/**
 * While a worker reads the drafts, move the bar and say how far it is; the page comes back by itself
 * when the count is there. Without this file, « Actualiser » does the same.
 */
const EVERY = 1500;
const area = document.querySelector("[data-form-count]");

if (area) {
  const bar = area.querySelector("progress");
  const words = area.querySelector("[data-form-count-words]");

  const ask = async () => {
    try {
      const answer = await fetch(area.dataset.formCount, {
        credentials: "same-origin",
        headers: { Accept: "application/json" },
      });
      const { read, total, is_done: isDone } = await answer.json();
      if (isDone) {
        window.location.reload();
        return;
      }
      bar.max = total;
      bar.value = read;
      words.textContent = words.dataset.formCountWords
        .replace("%(read)s", String(read))
        .replace("%(total)s", String(total));
    } catch {
      // The next turn asks again; the link « Actualiser » is there meanwhile.
    }
    window.setTimeout(ask, EVERY);
  };
  window.setTimeout(ask, EVERY);
}
