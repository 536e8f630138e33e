// Shows what happens while the demo's clock runs.
const place = document.getElementById("happenings");
const running = () => place.querySelector("[data-left]")?.dataset.left !== "0";

async function look() {
  const answer = await fetch(place.dataset.url, { headers: { "X-Requested-With": "fetch" } });
  if (answer.ok) place.innerHTML = await answer.text();
  setTimeout(look, running() ? 500 : 4000);
}

setTimeout(look, running() ? 500 : 4000);
