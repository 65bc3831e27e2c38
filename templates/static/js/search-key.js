/** The key / leads to the search field of the page, wherever one is. */
document.addEventListener("keydown", (event) => {
  const at = /** @type {HTMLElement} */ (event.target);
  if (event.key !== "/" || document.documentElement.hasAttribute("data-quiet") || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (at.isContentEditable || at.matches("input, textarea, select")) return;
  const field = /** @type {HTMLInputElement | null} */ (document.querySelector("input[type=search]"));
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});
