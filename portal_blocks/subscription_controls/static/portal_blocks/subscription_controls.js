// Closes a panel without asking the server.
for (const block of document.querySelectorAll('[data-block="subscription_controls"]')) {
  block.addEventListener("click", (event) => {
    const back = event.target.closest("[data-close]");
    if (!back) return;
    event.preventDefault();
    const panel = back.closest("details");
    panel.open = false;
    panel.querySelector("summary").focus();
  });
}
