/* The queue by keyboard: within its table j and k go from case to case, Enter follows the link as ever.
   Outside it letters do nothing, so that nobody who dictates is carried off (WCAG 2.2, 2.1.4). */

const cases = [...document.querySelectorAll("[data-case]")];

document.addEventListener("keydown", (event) => {
  if (!event.target.closest(".scroll") || event.ctrlKey || event.metaKey || event.altKey || !["j", "k"].includes(event.key)) return;
  const here = cases.indexOf(document.activeElement);
  const next = event.key === "j" ? here + 1 : Math.max(here, 1) - 1;
  cases[Math.min(next, cases.length - 1)]?.focus();
});
