// Buttons that copy a link or hand it to the device's own sharing. They are hidden where the browser can do neither.
function reveal(part) {
  if (navigator.clipboard) part.querySelectorAll("button[data-copy]").forEach((button) => { button.hidden = false; });
  if (navigator.share) part.querySelectorAll("button[data-share]").forEach((button) => { button.hidden = false; });
}

reveal(document);
document.addEventListener("htmx:afterSettle", (event) => reveal(event.detail.elt));
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("button[data-copy], button[data-share]");
  if (!button) return;
  try {
    if (button.dataset.share) {
      await navigator.share({ title: button.dataset.title || document.title, url: button.dataset.share });
    } else {
      await navigator.clipboard.writeText(button.dataset.copy);
      document.getElementById("status").textContent = button.dataset.copied;
      button.textContent = button.dataset.copied;
    }
  } catch {
    // Closed without sharing, or not permitted: nothing has happened, and nothing need be said.
  }
});
