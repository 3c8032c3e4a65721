// Keeps a draft: a form[data-autosave] is posted two seconds after the last change, and when the page is left.
// The answer is JSON: {"saved": "Saved 14:05", "version": 4}; the version is that of the row, if the form carries one.
const PAUSE = 2000;
const waiting = new Map();

async function save(form, leaving = false) {
  clearTimeout(waiting.get(form));
  waiting.delete(form);
  const kept = new FormData(form);
  // Files are sent by the button only: they may be large, and twice is once too often.
  for (const [name, value] of [...kept]) if (value instanceof File) kept.delete(name);
  try {
    const answer = await fetch(form.dataset.autosave, {
      method: "POST", body: kept, keepalive: leaving, credentials: "same-origin", headers: { Accept: "application/json" },
    });
    // 409 says in its sentence that somebody else was faster; anything else is told when the button is pressed.
    if (!answer.ok && answer.status !== 409) return;
    const { saved, version } = await answer.json();
    // The row has moved on by our own hand: the button must not be told that somebody else was faster.
    if (version !== undefined && form.elements.version) form.elements.version.value = version;
    const place = document.querySelector("[data-saved]");
    if (place && saved) place.textContent = saved;
  } catch {
    // The line is down: the text is still in the form, and the next change tries again.
  }
}

function later(event) {
  const form = event.target.closest?.("form[data-autosave]");
  if (!form) return;
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(save, PAUSE, form));
}

document.addEventListener("input", later);
document.addEventListener("change", later);
document.addEventListener("submit", (event) => {
  clearTimeout(waiting.get(event.target));
  waiting.delete(event.target);
});
addEventListener("pagehide", () => [...waiting.keys()].forEach((form) => save(form, true)));
