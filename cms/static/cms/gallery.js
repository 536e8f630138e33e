/* Makes each frame as high as what stands in it, smaller where it is wider than its place, and
   keeps links in it from leading away. Nothing in a frame runs a script of its own. */
const FRAMES = document.querySelectorAll("[data-gallery-stage] iframe");

function fit(frame) {
  const page = frame.contentDocument?.documentElement;
  const body = frame.dataset.seen && page?.querySelector("body");
  const stage = frame.parentElement;
  const high = body ? Math.max(body.scrollHeight, 120) : frame.height * 1;
  const share = Math.min(1, stage.clientWidth / (frame.width * 1 + 2));
  frame.height = high;
  frame.style.transform = share < 1 ? `scale(${share})` : "";
  stage.style.overflow = share < 1 ? "hidden" : ""; /* it fits, so nothing is to be scrolled */
  stage.style.height = `${Math.ceil((high + 2) * share)}px`;
}

function keep(event) {
  const link = event.target.closest("a[href]");
  if (event.type === "submit" || (link && !link.getAttribute("href").startsWith("#"))) {
    event.preventDefault();
  }
}

function watch(frame) {
  const page = frame.contentDocument;
  if (!page?.body || page.URL === "about:blank") return;
  for (const kind of ["click", "submit"]) page.addEventListener(kind, keep, true);
  frame.dataset.seen = "yes";
  new ResizeObserver(() => fit(frame)).observe(page.body);
  fit(frame);
}

for (const frame of FRAMES) {
  frame.addEventListener("load", () => watch(frame));
  fit(frame);
  watch(frame);
}
window.addEventListener("resize", () => FRAMES.forEach(fit));

/* Leaves those states only whose words hold all that is typed. */
const FIND = document.querySelector("[data-gallery-find]");

function found(words) {
  const states = [...document.querySelectorAll("[data-gallery-state]")];
  for (const one of states) {
    const told = one.dataset.galleryState.toLowerCase();
    one.hidden = !words.every((word) => told.includes(word));
  }
  for (const block of document.querySelectorAll("[data-gallery-block]")) {
    block.hidden = !block.querySelector("[data-gallery-state]:not([hidden])");
  }
  return { found: states.filter((one) => !one.hidden).length, all: states.length };
}

function find() {
  const words = FIND.querySelector("input").value.toLowerCase().split(/\s+/).filter(Boolean);
  const told = FIND.querySelector("[data-gallery-found]");
  const counts = found(words);
  const index = document.querySelector("[data-gallery-index]");
  if (index) index.hidden = words.length > 0;
  told.textContent = words.length
    ? told.dataset.found.replace("{found}", counts.found).replace("{all}", counts.all)
    : "";
}

FIND.hidden = false;
FIND.addEventListener("input", find);
if (FIND.querySelector("input").value) find(); /* the browser kept what was typed */
