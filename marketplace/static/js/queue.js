/* The queue by keyboard: j and k go from case to case, Enter follows the link as ever. */

const cases = [...document.querySelectorAll("[data-case]")];

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !["j", "k"].includes(event.key)) return;
  const here = cases.indexOf(document.activeElement);
  const next = event.key === "j" ? here + 1 : Math.max(here, 1) - 1;
  cases[Math.min(next, cases.length - 1)]?.focus();
});
