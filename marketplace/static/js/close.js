// An open list of languages closes by Escape, and by a press elsewhere.
function close(list) {
  list.open = false;
}

document.addEventListener("click", (event) => {
  document.querySelectorAll("details.drop[open]").forEach((list) => list.contains(event.target) || close(list));
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details.drop[open]").forEach((list) => {
    const within = list.contains(document.activeElement);
    close(list);
    if (within) list.querySelector("summary").focus();
  });
});
