// Closes a form without asking the server, and leads back to the word that opened it.
document.addEventListener("click", (event) => {
  const back = event.target.closest?.('[data-block="details"] [data-close]');
  if (!back) return;
  event.preventDefault();
  const form = back.closest("details");
  form.open = false;
  form.querySelector("summary").focus();
});
