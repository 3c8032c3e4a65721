// Shows the next row of a form that waits, hidden: <button data-more="parts">. Without a script the button saves the
// page and comes back with one row more.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[data-more]");
  const rows = button && document.getElementById(button.dataset.more).querySelectorAll("[data-row][hidden]");
  if (!rows?.length) return;
  event.preventDefault();
  rows[0].hidden = false;
  rows[0].querySelector("input").focus();  // its title: the hidden field of a row is its last
  button.hidden = rows.length === 1;
});
