/* Links of a previewed page lead nowhere: it stands on the editor's host, where they would miss. */
document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest("a[href]");
    if (!link || "previewLink" in link.dataset) return;
    if (!link.getAttribute("href").startsWith("#")) event.preventDefault();
  },
  true,
);
document.addEventListener("submit", (event) => event.preventDefault(), true);
