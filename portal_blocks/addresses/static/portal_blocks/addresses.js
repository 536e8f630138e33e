// Shows the form of another country as soon as it is chosen, by pressing the button that is there
// for it: nothing that was typed is lost.
document.documentElement.dataset.addresses = "";

document.addEventListener("change", (event) => {
  const select = event.target.closest?.("select[data-recountry]");
  const button = select?.closest(".address")?.querySelector(".address__switch");
  if (button) select.form.requestSubmit(button);
});
