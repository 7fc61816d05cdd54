/**
 * Fragments: what depends on the reader, on pages that are the same for everyone.
 *
 * An element with `data-fragment-url` holds a link that works for all. It is replaced by what the
 * address answers (never cached). An empty answer, a refusal or a broken line leave the link.
 */
export async function loadFragments(root, enhance) {
  const slots = new Map();
  for (const slot of root.querySelectorAll("[data-fragment-url]")) {
    const url = slot.dataset.fragmentUrl;
    slots.set(url, [...(slots.get(url) ?? []), slot]);
  }
  await Promise.all([...slots].map(([url, places]) => fill(url, places, enhance)));
}

async function fill(url, places, enhance) {
  try {
    const response = await fetch(url, {
      cache: "no-store",
      credentials: "same-origin",
      headers: { "X-Requested-With": "fetch" },
    });
    if (!response.ok || response.redirected) {
      return;
    }
    const html = (await response.text()).trim();
    if (!html) {
      return;
    }
    for (const place of places) {
      // Somebody using the link at this moment must not lose their place.
      const hadFocus = place.contains(document.activeElement);
      place.innerHTML = html;
      place.removeAttribute("data-fragment-url");
      place.dataset.fragment = "loaded";
      if (hadFocus) {
        place.querySelector("a, button, summary")?.focus();
      }
      enhance(place);
    }
  } catch {
    // Offline or interrupted: the link stays and does the job.
  }
}
