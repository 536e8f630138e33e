// Closes a panel without asking the server, and sends a form once.
for (const block of document.querySelectorAll('[data-block="subscription_controls"]')) {
  block.addEventListener("click", (event) => {
    const back = event.target.closest("[data-close]");
    if (!back) return;
    event.preventDefault();
    const panel = back.closest("details");
    panel.open = false;
    panel.querySelector("summary").focus();
  });
  block.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button) return;
    if (button.getAttribute("aria-disabled") === "true") event.preventDefault();
    button.setAttribute("aria-disabled", "true");
  });
}

// A page that comes back from the browser's memory may be sent again.
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("[data-block='subscription_controls'] [aria-disabled]")) {
    button.removeAttribute("aria-disabled");
  }
});
