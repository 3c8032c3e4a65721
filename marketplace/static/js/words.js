// Counts words while one writes: <p class="count" data-words="60" data-for="summary" data-says="Words: {count} …">.
function show(count) {
  const control = document.getElementById(count.dataset.for);
  if (!control) return;
  const words = control.value.trim().split(/\s+/u).filter(Boolean).length;
  count.textContent = count.dataset.says.replace("{count}", words);
  count.classList.toggle("over", words > Number(count.dataset.words));
}

function showAll(part) {
  part.querySelectorAll("[data-words]").forEach(show);
}

showAll(document);
document.addEventListener("htmx:afterSettle", (event) => showAll(event.detail.elt));
document.addEventListener("input", (event) => {
  const { id } = event.target;
  const count = id && document.querySelector(`[data-words][data-for="${CSS.escape(id)}"]`);
  if (count) show(count);
});
