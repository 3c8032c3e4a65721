// Says in the status region what a swap has changed: the text of the first [data-announce] in the new part.
const status = document.getElementById("status");

document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.detail.elt;
  const said = part.matches("[data-announce]") ? part : part.querySelector("[data-announce]");
  if (said) status.textContent = said.textContent.trim();
});

document.addEventListener("htmx:sendError", () => {
  const sentence = document.body.dataset.offline;
  if (sentence) status.textContent = sentence;
});
