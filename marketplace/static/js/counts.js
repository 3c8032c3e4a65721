// Carries the numbers that come with a swapped list to the choices beside it, which stay as they are.
const written = new Intl.NumberFormat(document.documentElement.lang);

document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.detail.elt.closest?.("[data-counts]") ?? document.querySelector("[data-counts]");
  if (!part) return;
  const counts = JSON.parse(part.dataset.counts);
  document.querySelectorAll("[data-count]").forEach((place) => {
    const count = counts[place.dataset.count] ?? 0;
    (place.querySelector(".number") ?? place).textContent = written.format(count);
    if (place.dataset.count === "on") place.hidden = !count;
    if ("hides" in place.dataset) place.hidden = !count && !place.querySelector("input").checked;
  });
});

// The same search in another language, and not the one this page came with.
document.addEventListener("htmx:pushedIntoHistory", () => {
  document.querySelectorAll("a[hreflang]").forEach((link) => {
    link.search = location.search;
  });
});
