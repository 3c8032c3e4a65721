// A search field with suggestions under it is a combobox (ARIA APG: editable, list autocomplete). htmx brings the links.
const field = document.querySelector("[data-hx-target='#suggestions']");
const list = () => document.getElementById("suggestions");
const options = () => [...list().querySelectorAll("a")];
let at = -1;
let asked = false; // something was typed since the last search

function mark(number) {
  at = number;
  options().forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
  const option = options()[at];
  if (!option) return field.removeAttribute("aria-activedescendant");
  field.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function show(open) {
  list().hidden = !open;
  field.setAttribute("aria-expanded", String(open));
  if (open) field.setAttribute("aria-controls", "suggestions-list");
  else field.removeAttribute("aria-controls");
  mark(-1);
}

if (field) {
  field.type = "text"; // a field of type search may have no other role
  field.enterKeyHint = "search";
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  show(false);

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.elt.id !== "suggestions") return;
    const names = list().querySelector("ul");
    if (names) {
      names.id = "suggestions-list";
      names.setAttribute("role", "listbox");
      names.querySelectorAll("li").forEach((item) => item.setAttribute("role", "none"));
    }
    options().forEach((option, place) => {
      option.id = `suggestion-${place}`;
      option.tabIndex = -1;
      option.setAttribute("role", "option");
    });
    show(Boolean(names) && asked && document.activeElement === field);
  });

  field.addEventListener("input", () => (asked = true));
  field.addEventListener("blur", () => show(false));
  // A press on the list leaves the keyboard in the field, so that the list is still there when the finger is lifted.
  document.addEventListener("mousedown", (event) => list().contains(event.target) && event.preventDefault());

  field.addEventListener("keydown", (event) => {
    const count = options().length;
    const open = !list().hidden;
    if (event.isComposing) return;
    if (count && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const down = event.key === "ArrowDown";
      if (!open) show(true);
      mark(at < 0 ? (down ? 0 : count - 1) : (at + (down ? 1 : -1) + count) % count);
    } else if (event.key === "Escape") {
      if (!open) field.value = "";
      show(false);
    } else if (event.key === "Enter") {
      asked = false;
      if (open && at >= 0) {
        event.preventDefault();
        options()[at].click();
      }
      show(false);
    }
  });
}
