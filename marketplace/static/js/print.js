// The button that opens the browser's own print dialogue; without scripts the page says how to get there.
document.querySelectorAll("button[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});
