// Sends each form of a part marked [data-once] once: a second press waits for the first answer.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!event.submitter || !form.closest("[data-once]")) return;
  if (form.getAttribute("aria-busy") === "true") event.preventDefault();
  form.setAttribute("aria-busy", "true");
  event.submitter.setAttribute("aria-disabled", "true");
});

// A page that comes back from the browser's memory may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-once] form[aria-busy]")) {
    form.removeAttribute("aria-busy");
    for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  }
});
