// Moves to the summary of errors, after a page has loaded or a part of it was swapped.
function toErrors(part) {
  const summary = part.matches?.("[data-focus]") ? part : part.querySelector("[data-focus]");
  summary?.focus();
}

toErrors(document);
document.addEventListener("htmx:afterSettle", (event) => toErrors(event.detail.elt));

// A link to a radio or checkbox group lands on its first choice, and not behind a bar that floats.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".problem a[href^='#']");
  const control = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!control) return;
  event.preventDefault();
  control.scrollIntoView({ block: "center" });
  control.focus({ preventScroll: true });
});
