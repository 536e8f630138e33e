// The bank's question: two buttons, Escape for no, and the focus stays among them.

import { connected } from "./line.js";

const [pass, fail] = document.querySelectorAll("button");
const fault = document.getElementById("fault");
let intent = null;
let early = null; // what was answered before it was known about what

const say = connected({
  begin(details) {
    intent = details.intent;
    document.documentElement.dataset.theme = details.theme;
    document.querySelector("main").hidden = false;
    pass.focus();
    say("ready");
    if (early) answer(early);
  },
  fail: () => answer("fail"),
});

async function answer(outcome) {
  if (!intent) early = outcome;
  if (!intent || pass.disabled) return;
  pass.disabled = fail.disabled = true;
  const body = JSON.stringify({ outcome });
  try {
    await fetch(`/_local/authenticate/${intent}`, { method: "POST", body });
    say("answered");
  } catch {
    fault.textContent = "Your bank cannot be reached. Try again.";
    pass.disabled = fail.disabled = false;
  }
}

for (const button of [pass, fail]) {
  button.addEventListener("click", () => answer(button.value));
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") answer("fail");
  if (event.key !== "Tab") return;
  event.preventDefault();
  (document.activeElement === pass ? fail : pass).focus();
});
